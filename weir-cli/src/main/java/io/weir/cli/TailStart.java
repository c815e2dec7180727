package io.weir.cli;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Where {@code weir tail} starts: {@code earliest}, {@code latest}, a snapshot or a time.
 *
 * @param options of the scan
 * @param snapshot that was asked for by number, 0 for the others
 */
record TailStart(Map<String, String> options, long snapshot) {

    static final TailStart LATEST = new TailStart(Map.of("scan.mode", "latest"), 0);
    static final TailStart EARLIEST = new TailStart(ofSnapshot(1), 0);

    private static Map<String, String> ofSnapshot(long id) {
        return Map.of("scan.mode", "from-snapshot", "scan.snapshot-id", Long.toString(id));
    }

    /**
     * @param zone of times that name none
     */
    static TailStart parse(String text, ZoneId zone) {
        switch (text.toLowerCase(Locale.ROOT)) {
            case "latest" -> {
                return LATEST;
            }
            case "earliest" -> {
                return EARLIEST;
            }
            default -> {
                if (text.matches("[1-9][0-9]{0,17}")) {
                    long id = Long.parseLong(text);
                    return new TailStart(ofSnapshot(id), id);
                }
                String millis = Long.toString(time(text, zone).toEpochMilli());
                return new TailStart(
                        Map.of("scan.mode", "from-timestamp", "scan.timestamp-millis", millis), 0);
            }
        }
    }

    private static Instant time(String text, ZoneId zone) {
        String iso = text.strip().replaceFirst("(?<=\\d) (?=\\d)", "T").replace(" ", "");
        try {
            if (iso.indexOf('T') < 0) {
                return LocalDate.parse(iso).atStartOfDay(zone).toInstant();
            }
            boolean zoned = iso.matches(".*(Z|[+-]\\d\\d:\\d\\d)");
            return zoned
                    ? OffsetDateTime.parse(iso).toInstant()
                    : LocalDateTime.parse(iso).atZone(zone).toInstant();
        } catch (DateTimeException e) {
            throw new TypeConversionException(
                    "'"
                            + text
                            + "' is none of earliest, latest, a snapshot id, and a time such as"
                            + " '2026-01-31 12:00:00' or 2026-01-31T12:00:00Z");
        }
    }

    /** Reads it from the command line, times in the zone of this machine. */
    static final class Converter implements ITypeConverter<TailStart> {
        @Override
        public TailStart convert(String value) {
            return parse(value, io.weir.env.Environment.real().zone());
        }
    }
}
