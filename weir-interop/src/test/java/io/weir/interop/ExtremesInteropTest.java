package io.weir.interop;

import io.weir.data.Row;
import io.weir.interop.TableSpecs.Kind;
import io.weir.predicate.Predicate;
import io.weir.testkit.RandomTypes;
import io.weir.type.DataType;
import io.weir.type.Field;
import io.weir.type.ScalarType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The ends of the range of every type, in values, keys, bounds and partition directories. */
class ExtremesInteropTest {

    @TempDir private Path warehouse;

    @TestFactory
    List<DynamicTest> extremes() {
        List<DynamicTest> tests = new ArrayList<>();
        for (ScalarType type : types()) {
            for (boolean byWeir : new boolean[] {true, false}) {
                String writer = byWeir ? "/WEIR" : "/PAIMON";
                tests.add(
                        Matrix.cell(
                                "extremes/value/" + type + writer, () -> asValue(type, byWeir)));
                if (RandomTypes.keys().contains(type)) {
                    tests.add(
                            Matrix.cell(
                                    "extremes/key/" + type + writer, () -> asKey(type, byWeir)));
                }
            }
        }
        return tests;
    }

    private static List<ScalarType> types() {
        List<ScalarType> types = new ArrayList<>(RandomTypes.scalars());
        types.add(DataType.decimal(38, 0));
        types.add(DataType.decimal(38, 38));
        types.add(DataType.decimal(18, 18));
        return types;
    }

    private static List<Object> values(ScalarType type) {
        return switch (type.kind()) {
            case BOOLEAN -> List.of(true, false);
            case TINYINT -> List.of(Byte.MIN_VALUE, (byte) 0, Byte.MAX_VALUE);
            case SMALLINT -> List.of(Short.MIN_VALUE, (short) 0, Short.MAX_VALUE);
            case INT -> List.of(Integer.MIN_VALUE, -1, 0, Integer.MAX_VALUE);
            case BIGINT -> List.of(Long.MIN_VALUE, -1L, 0L, Long.MAX_VALUE);
            case FLOAT ->
                    List.of(
                            Float.NEGATIVE_INFINITY,
                            -Float.MAX_VALUE,
                            -0.0f,
                            0.0f,
                            Float.MIN_VALUE,
                            Float.MAX_VALUE,
                            Float.POSITIVE_INFINITY,
                            Float.NaN);
            case DOUBLE ->
                    List.of(
                            Double.NEGATIVE_INFINITY,
                            -Double.MAX_VALUE,
                            -0.0,
                            0.0,
                            Double.MIN_VALUE,
                            Double.MAX_VALUE,
                            Double.POSITIVE_INFINITY,
                            Double.NaN);
            case DECIMAL -> {
                BigInteger most = BigInteger.TEN.pow(type.precision()).subtract(BigInteger.ONE);
                yield List.of(
                        new BigDecimal(most.negate(), type.scale()),
                        new BigDecimal(BigInteger.ZERO, type.scale()),
                        new BigDecimal(BigInteger.ONE, type.scale()),
                        new BigDecimal(most, type.scale()));
            }
            case CHAR, VARCHAR -> texts(type);
            case BINARY, VARBINARY ->
                    List.of(
                            new byte[0],
                            new byte[] {0},
                            new byte[] {-1, -1},
                            new byte[] {127, -128},
                            new byte[Math.min(type.length(), 1 << 20)]);
            case DATE ->
                    List.of(LocalDate.of(1, 1, 1), LocalDate.EPOCH, LocalDate.of(9999, 12, 31));
            case TIME ->
                    List.of(
                            LocalTime.MIDNIGHT,
                            type.precision() == 0
                                    ? LocalTime.of(23, 59, 59)
                                    : LocalTime.of(23, 59, 59, 999_000_000));
            case TIMESTAMP -> {
                List<Object> times = new ArrayList<>();
                instants(type)
                        .forEach(each -> times.add(LocalDateTime.ofInstant(each, ZoneOffset.UTC)));
                yield times;
            }
            default -> List.copyOf(instants(type));
        };
    }

    private static List<Object> texts(ScalarType type) {
        int length = Math.min(type.length(), 1 << 20);
        return List.of(
                "",
                " ",
                "\0",
                "a",
                "\uffff".repeat(Math.min(length, 30)),
                "\ud83d\ude00".repeat(Math.min(length, 17)),
                "\ud7ff\ue000".repeat(1).substring(0, Math.min(length, 2)),
                "z".repeat(length));
    }

    private static List<Instant> instants(ScalarType type) {
        long unit = 1;
        for (int digit = type.precision(); digit < 9; digit++) {
            unit *= 10;
        }
        long fraction = 999_999_999 - 999_999_999 % unit;
        return List.of(
                Instant.parse("0001-01-01T00:00:00Z"),
                Instant.parse("1969-12-31T23:59:59Z").plusNanos(fraction),
                Instant.EPOCH,
                Instant.parse("9999-12-31T23:59:59Z").plusNanos(fraction));
    }

    private void asValue(ScalarType type, boolean byWeir) {
        List<Field> fields =
                List.of(
                        Field.of(0, "k", DataType.integer().notNull()),
                        Field.of(1, "v", type),
                        Field.of(2, "list", DataType.array(type)));
        List<Row> rows = new ArrayList<>();
        for (Object value : values(type)) {
            rows.add(Row.of(rows.size(), value, List.of(value, value)));
        }
        rows.add(Row.of(rows.size(), null, null));
        play("values", fields, type, rows, byWeir);
    }

    private void asKey(ScalarType type, boolean byWeir) {
        List<Field> fields =
                List.of(Field.of(0, "k", type.notNull()), Field.of(1, "v", DataType.integer()));
        List<Row> rows = new ArrayList<>();
        for (Object value : values(type)) {
            rows.add(Row.of(value, rows.size()));
        }
        play("keys", fields, type, rows, byWeir);
    }

    private void play(
            String what, List<Field> fields, ScalarType type, List<Row> rows, boolean byWeir) {
        String name = what + types().indexOf(type) + byWeir;
        TableSpec spec = TableSpecs.spec(Kind.PK_FIXED, name, fields, List.of("k"), List.of());
        try (Side weir = new WeirSide(warehouse);
                Side paimon = new PaimonSide(warehouse)) {
            Side writer = byWeir ? weir : paimon;
            writer.create(spec);
            writer.write(spec, rows.subList(0, rows.size() / 2));
            writer.write(spec, rows);
            check(spec, rows, weir, paimon);
            writer.compact(spec);
            check(spec, rows, weir, paimon);
        }
    }

    private static void check(TableSpec spec, List<Row> rows, Side weir, Side paimon) {
        RowDiff.same("rows read by Weir", rows, weir.read(spec));
        RowDiff.same("rows read by Paimon", rows, paimon.read(spec));
        RandomPredicates predicates = new RandomPredicates(rows.size(), spec.type());
        for (int filter = 0; filter < 30; filter++) {
            Predicate predicate = predicates.next(rows);
            List<Row> wanted =
                    rows.stream().filter(row -> predicates.satisfies(predicate, row)).toList();
            RowDiff.noneLost("filter of Weir " + predicate, wanted, weir.read(spec, predicate));
        }
    }
}
