package io.weir.cdc;

import io.weir.error.InvalidRequestException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Where the source is and what of it is read.
 *
 * @param host server name
 * @param port server port
 * @param database name of the database
 * @param user with the right to replicate and to read the tables
 * @param password may be empty
 * @param tables regular expressions on {@code schema.table} or, for schema {@code public}, on the
 *     table's name alone; empty means every table of schema {@code public}
 * @param slot replication slot, also the job's identity: two jobs need two slots
 * @param keyless what to do with tables that have no primary key
 */
public record PostgresSettings(
        String host,
        int port,
        String database,
        String user,
        String password,
        List<String> tables,
        String slot,
        Keyless keyless) {

    private static final Pattern URL =
            Pattern.compile(
                    "(?:jdbc:)?postgres(?:ql)?://(?:([^@/:]+)(?::([^@/]*))?@)?([^/:?]+)(?::(\\d+))?/([^?]+)(?:\\?.*)?");
    private static final Pattern SLOT = Pattern.compile("[a-z0-9_]{1,63}");

    /** What to do with source tables that have no primary key. */
    public enum Keyless {
        /** They become append tables; an update or delete sets one aside. */
        APPEND,
        /** The job does not start. */
        REFUSE,
        /** They are left out. */
        SKIP
    }

    public PostgresSettings {
        tables = List.copyOf(tables);
        if (!SLOT.matcher(slot).matches()) {
            throw new InvalidRequestException(
                    "slot '" + slot + "' must be 1 to 63 of a-z, 0-9 and _");
        }
    }

    /**
     * Reads {@code [jdbc:]postgresql://[user[:password]@]host[:port]/database}.
     *
     * @param user used when the URL names none
     * @param password used when the URL names none
     */
    public static PostgresSettings of(
            String url,
            String user,
            String password,
            List<String> tables,
            String slot,
            Keyless keyless) {
        Matcher parts = URL.matcher(url.trim());
        if (!parts.matches()) {
            throw new InvalidRequestException(
                    "'" + url + "' is not of the form postgresql://host:port/database");
        }
        return new PostgresSettings(
                parts.group(3),
                parts.group(4) == null ? 5432 : Integer.parseInt(parts.group(4)),
                decode(parts.group(5)),
                parts.group(1) == null ? user : decode(parts.group(1)),
                parts.group(2) == null ? password : decode(parts.group(2)),
                tables,
                slot,
                keyless);
    }

    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    String jdbcUrl() {
        return "jdbc:postgresql://" + host + ":" + port + "/" + database;
    }

    /** The publication of the job's tables. */
    String publication() {
        return slot + "_pub";
    }

    /** What the engine is to look at: not less than what is wanted. */
    String engineFilter() {
        if (tables.isEmpty()) {
            return "public\\..*";
        }
        return tables.stream()
                .map(pattern -> pattern.replace(",", "\\,"))
                .map(pattern -> "(?:" + pattern + ")|public\\.(?:" + pattern + ")")
                .collect(Collectors.joining(","));
    }

    /** Whether a source table is to be read. */
    boolean wants(String schema, String table) {
        if (tables.isEmpty()) {
            return schema.equals("public");
        }
        String full = schema + "." + table;
        for (String pattern : tables) {
            if (full.matches(pattern) || (schema.equals("public") && table.matches(pattern))) {
                return true;
            }
        }
        return false;
    }
}
