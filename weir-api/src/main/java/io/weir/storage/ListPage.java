package io.weir.storage;

import java.util.List;

/**
 * One page of a directory.
 *
 * @param entries ordered by name
 * @param last whether there is no further page; otherwise go on after the last entry's name
 */
public record ListPage(List<FileStatus> entries, boolean last) {}
