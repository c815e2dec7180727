package io.weir.cdc;

/**
 * The name of a table in the source.
 *
 * @param schema as the server has it, without quotes
 * @param table likewise
 */
record SourceName(String schema, String table) implements Comparable<SourceName> {

    /**
     * Name in the lake: the table's own, with the schema in front unless that is {@code public}.
     */
    String inLake() {
        return schema.equals("public") ? table : schema + "_" + table;
    }

    /** As SQL wants it. */
    String quoted() {
        return quote(schema) + "." + quote(table);
    }

    static String quote(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    @Override
    public int compareTo(SourceName other) {
        int bySchema = schema.compareTo(other.schema);
        return bySchema != 0 ? bySchema : table.compareTo(other.table);
    }

    @Override
    public String toString() {
        return schema + "." + table;
    }
}
