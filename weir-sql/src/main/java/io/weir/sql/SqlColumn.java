package io.weir.sql;

import io.weir.type.DataType;

/**
 * One column of a result.
 *
 * @param name as the query says it; names need not be unique
 * @param type what its values are here; types Weir does not have (UUID, INTERVAL, ENUM ...) come as
 *     text
 * @param displayType how the query engine spells the type
 */
public record SqlColumn(String name, DataType type, String displayType) {}
