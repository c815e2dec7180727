package io.weir.cdc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.data.Row;
import io.weir.type.DataType;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Values of every common type, read and streamed. */
class SourceTypesTest extends SyncFixture {

    /** A type, a literal of it, and the value in the lake. */
    private record Case(String type, String literal, Object expected) {}

    private static List<Object> list(Object... values) {
        return Arrays.asList(values);
    }

    private static List<Case> cases() {
        return List.of(
                new Case("smallint", "'-32768'", Short.MIN_VALUE),
                new Case("int", "2147483647", Integer.MAX_VALUE),
                new Case("bigint", "'-9223372036854775808'", Long.MIN_VALUE),
                new Case("serial", "7", 7),
                new Case("oid", "4294967295", 4294967295L),
                new Case("numeric", "1.500", "1.500"),
                new Case("numeric", "'NaN'", "NaN"),
                new Case("numeric", "'Infinity'", "Infinity"),
                new Case("numeric", "'-Infinity'", "-Infinity"),
                new Case("numeric", "1e30", "1" + "0".repeat(30)),
                new Case("numeric(12,4)", "-12345678.1200", new BigDecimal("-12345678.1200")),
                new Case("numeric(50,2)", "1.10", "1.10"),
                new Case("real", "'NaN'", Float.NaN),
                new Case("real", "'-Infinity'", Float.NEGATIVE_INFINITY),
                new Case("real", "1e-30", 1e-30f),
                new Case("double precision", "'Infinity'", Double.POSITIVE_INFINITY),
                new Case("double precision", "0.1", 0.1),
                new Case("money", "(-1234567.89)::numeric::money", new BigDecimal("-1234567.89")),
                new Case("char(4)", "'ab'", "ab  "),
                new Case("varchar(4)", "'abcd'", "abcd"),
                new Case(
                        "text",
                        "E'tab\\there\\nnew \\\\N \"q\" \\r'",
                        "tab\there\nnew \\N \"q\" \r"),
                new Case("text", "''", ""),
                new Case("text", "'\\N'", "\\N"),
                new Case("text", "'__debezium_unavailable_value'", "__debezium_unavailable_value"),
                new Case("name", "'a name'", "a name"),
                new Case("bytea", "'\\x00ff5c0a'", "00ff5c0a"),
                new Case("bytea", "''", ""),
                new Case("bit(1)", "B'1'", true),
                new Case("bit(5)", "B'10010'", "10010"),
                new Case("varbit", "B'0011'", "0011"),
                new Case("varbit(3)", "B'1'", "1"),
                new Case("bool", "false", false),
                new Case("date", "'0044-03-15 BC'", LocalDate.of(-43, 3, 15)),
                new Case("date", "'99999-12-31'", LocalDate.of(99999, 12, 31)),
                new Case("time", "'12:00'", "12:00:00"),
                new Case("time", "'24:00:00'", "24:00:00"),
                new Case("time(3)", "'23:59:59.999'", LocalTime.of(23, 59, 59, 999_000_000)),
                new Case("timetz", "'12:00:00.5+02'", "10:00:00.5+00"),
                new Case(
                        "timestamp",
                        "'294246-12-31 23:59:59.999999'",
                        LocalDateTime.of(294246, 12, 31, 23, 59, 59, 999_999_000)),
                new Case("timestamp", "'0001-01-01 00:00:00 BC'", LocalDateTime.of(0, 1, 1, 0, 0)),
                new Case(
                        "timestamp(0)",
                        "'1969-12-31 23:59:59'",
                        LocalDateTime.of(1969, 12, 31, 23, 59, 59)),
                new Case(
                        "timestamp(3)",
                        "'2024-02-29 01:02:03.004'",
                        LocalDateTime.of(2024, 2, 29, 1, 2, 3, 4_000_000)),
                new Case(
                        "timestamptz",
                        "'1900-01-01 00:00:00.000001+05:30'",
                        Instant.parse("1899-12-31T18:30:00.000001Z")),
                new Case(
                        "timestamptz",
                        "'0001-01-01 00:00:00+00 BC'",
                        Instant.parse("0000-01-01T00:00:00Z")),
                new Case(
                        "interval",
                        "'-1 year 2 mons 3 days -04:05:06.78'",
                        "-10 mons +3 days -04:05:06.78"),
                new Case("interval", "'0'", "00:00:00"),
                new Case("interval", "'1 day'", "1 day"),
                new Case(
                        "uuid",
                        "'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'",
                        "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"),
                new Case("json", "'{\"b\": 1,  \"a\": null}'", "{\"b\": 1,  \"a\": null}"),
                new Case("jsonb", "'{\"b\": 1.0}'", "{\"b\": 1.0}"),
                new Case("xml", "'<a>1</a>'", "<a>1</a>"),
                new Case("inet", "'10.0.0.1/8'", "10.0.0.1/8"),
                new Case("cidr", "'10.0.0.0/8'", "10.0.0.0/8"),
                new Case("macaddr", "'08:00:2b:01:02:03'", "08:00:2b:01:02:03"),
                new Case("mood", "'happy'", "happy"),
                new Case("cents", "7.5", new BigDecimal("7.50")),
                new Case("pair", "row(1, 'x y')", "(1,\"x y\")"),
                new Case("int4range", "'[1,5)'", "[1,5)"),
                new Case("numrange", "'(1.5,)'", "(1.5,)"),
                new Case("daterange", "'[2024-01-01,2024-02-01)'", "[2024-01-01,2024-02-01)"),
                new Case("int4multirange", "'{[1,2),[5,7)}'", "{[1,2),[5,7)}"),
                new Case("tsvector", "'a:1 b'", "'a':1 'b'"),
                new Case("tsquery", "'a & b'", "'a' & 'b'"),
                new Case("point", "'(1.5,-2)'", "(1.5,-2.0)"),
                new Case("box", "'(3,4),(1,2)'", "(3.0,4.0),(1.0,2.0)"),
                new Case("pg_lsn", "'0/16B3748'", "0/16B3748"),
                new Case("int[]", "'{1,NULL,3}'", list(1, null, 3)),
                new Case("int[]", "'{}'", list()),
                new Case("int[]", "'[0:1]={5,6}'", list(5, 6)),
                new Case("int[][]", "'{{1,2},{3,4}}'", "{{1,2},{3,4}}"),
                new Case(
                        "text[]",
                        "array['a,b', 'c\"d', '', 'NULL', null, E'e\\\\f', ' g ', '{h}']",
                        list("a,b", "c\"d", "", "NULL", null, "e\\f", " g ", "{h}")),
                new Case("numeric(5,2)[]", "'{1.5,2}'", list(dec("1.50"), dec("2.00"))),
                new Case("numeric[]", "'{1.50,NaN}'", list("1.50", "NaN")),
                new Case("float8[]", "'{0.1,Infinity}'", list(0.1, Double.POSITIVE_INFINITY)),
                new Case("bool[]", "'{t,f}'", list(true, false)),
                new Case(
                        "timestamp[]",
                        "'{\"2024-01-01 00:00:00.5\",NULL}'",
                        list(LocalDateTime.of(2024, 1, 1, 0, 0, 0, 500_000_000), null)),
                new Case("date[]", "'{2024-01-01}'", list(LocalDate.of(2024, 1, 1))),
                new Case(
                        "timestamptz[]",
                        "'{\"2024-01-01 00:00:00+00\"}'",
                        list(Instant.parse("2024-01-01T00:00:00Z"))),
                new Case(
                        "uuid[]",
                        "'{a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11}'",
                        list("a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11")),
                new Case("interval[]", "'{1 day}'", list("1 day")),
                new Case("jsonb[]", "array['{\"a\": 1}'::jsonb]", list("{\"a\": 1}")),
                new Case("mood[]", "'{happy,sad}'", list("happy", "sad")),
                new Case("varchar(3)[]", "'{abc}'", list("abc")),
                new Case("xml[]", "'{<a/>}'", list("<a/>")),
                new Case("point[]", "'{\"(1,2)\"}'", list("(1,2)")),
                new Case("box[]", "'{(3,4),(1,2);(3,4),(1,2)}'", "{(3,4),(1,2);(3,4),(1,2)}"),
                new Case("money[]", "'{$1.00}'", list("$1.00")),
                new Case("bytea[]", "array['\\x00ff'::bytea]", List.of("00ff")),
                new Case("int2vector", "'1 2'", "1 2"));
    }

    private static BigDecimal dec(String text) {
        return new BigDecimal(text);
    }

    private static Object plain(Object value) {
        if (value instanceof byte[] bytes) {
            return HexFormat.of().formatHex(bytes);
        }
        if (value instanceof List<?> values) {
            List<Object> plain = new ArrayList<>();
            values.forEach(each -> plain.add(plain(each)));
            return plain;
        }
        return value;
    }

    @Test
    void everyTypeKeepsItsValueReadAndStreamed() throws Exception {
        sql.execute("create type mood as enum ('sad', 'happy')");
        sql.execute("create domain cents as numeric(9,2)");
        sql.execute("create type pair as (a int, b text)");
        StringBuilder columns = new StringBuilder("id int primary key");
        StringBuilder values = new StringBuilder();
        List<Case> cases = cases();
        for (int at = 0; at < cases.size(); at++) {
            columns.append(", c").append(at).append(' ').append(cases.get(at).type());
            values.append(", ").append(cases.get(at).literal());
        }
        sql.execute("create table t (" + columns + ")");
        sql.execute("insert into t values (1" + values + ")");
        sql.execute("insert into t (id) values (2)");
        sql.execute("update t set c3 = default where id = 2");
        try (Job job = start()) {
            Row read = awaitRow(1);
            sql.execute("insert into t values (3" + values + ")");
            sql.execute("insert into t (id) values (4)");
            Row streamed = awaitRow(3);
            for (int at = 0; at < cases.size(); at++) {
                String what = cases.get(at).type() + " " + cases.get(at).literal();
                assertEquals(cases.get(at).expected(), plain(value(read, "c" + at)), what);
                assertEquals(cases.get(at).expected(), plain(value(streamed, "c" + at)), what);
            }
            Row nulls = awaitRow(4);
            for (int at = 0; at < cases.size(); at++) {
                if (!cases.get(at).type().equals("serial")) {
                    assertNull(value(nulls, "c" + at), cases.get(at).type());
                }
            }
            assertTrue(job.sync.status().rowsReceived() >= 4);
        }
    }

    @Test
    void extensionsTypesAreText() throws Exception {
        sql.execute("create extension if not exists citext");
        sql.execute("create extension if not exists hstore");
        sql.execute("create table t (id int primary key, c citext, h hstore, ca citext[])");
        sql.execute("insert into t values (1, 'aB', 'k=>v, n=>NULL', '{Xy}')");
        try (Job job = start()) {
            awaitRow(1);
            sql.execute("insert into t values (2, 'aB', 'k=>v, n=>NULL', '{Xy}')");
            List<Object> streamed = awaitRow(2).values();
            assertEquals(List.of(2, "aB", "\"k\"=>\"v\", \"n\"=>NULL", List.of("Xy")), streamed);
            assertEquals(streamed.subList(1, 4), awaitRow(1).values().subList(1, 4));
            assertFalse(job.running.isDone());
        }
    }

    @Test
    void aNullIsNotTheDefault() throws Exception {
        sql.execute(
                "create table t (id int primary key, v int default 5, s text default 'x',"
                        + " g int generated always as (id * 2) stored)");
        sql.execute("insert into t values (1, null, null)");
        try (Job job = start()) {
            awaitRow(1);
            sql.execute("insert into t values (2, null, null)");
            sql.execute("insert into t values (3)");
            awaitRow(3);
            assertNull(value(awaitRow(1), "v"));
            assertNull(value(awaitRow(2), "v"));
            assertNull(value(awaitRow(2), "s"));
            assertEquals(5, value(awaitRow(3), "v"));
            assertEquals(DataType.string(), table("t").rowType().field("s").type());
            assertEquals(-1, table("t").rowType().indexOf("g"));
            assertFalse(job.running.isDone());
        }
    }

    @Test
    void aStreamedValueTheLakeCannotHoldSetsItsTableAside() throws Exception {
        sql.execute("create table t (id int primary key, at timestamp)");
        sql.execute("create table other (id int primary key, v int)");
        try (Job job = start()) {
            awaitTable("t");
            sql.execute("insert into t values (42, '294276-12-31')");
            awaitLog("public.t is set aside", "column at", "id = 42", "294276-12-31");
            assertEquals(List.of("public.t"), job.sync.status().aside());
            sql.execute("insert into other values (1, 1)");
            awaitEqual("other");
            assertFalse(job.running.isDone());
        }
        sql.execute("update t set at = '2024-01-01'");
        try (Job job = start()) {
            awaitLake("t", "select id from t", row -> List.of(row.get(0)));
            assertFalse(job.running.isDone());
        }
    }

    @Test
    void aReadValueTheLakeCannotHoldSetsItsTableAside() throws Exception {
        sql.execute("create table t (id int primary key, n numeric(5,2))");
        sql.execute("insert into t values (42, 'NaN')");
        sql.execute("create table other (id int primary key, v int)");
        sql.execute("insert into other values (1, 1)");
        try (Job job = start()) {
            awaitLog("public.t is set aside", "column n", "id = 42", "NaN");
            awaitEqual("other");
            // Altering the table is a reason to try it again.
            sql.execute("alter table t alter n type numeric using 7");
            awaitEqual("t");
            assertFalse(job.running.isDone());
        }
    }

    @Test
    void aDomainOfAnEnumIsToldBeforeTheEngineFails() throws Exception {
        sql.execute("create type mood as enum ('sad', 'happy')");
        sql.execute("create domain feeling as mood");
        sql.execute("create table t (id int primary key)");
        Throwable failure = start().failure();
        assertTrue(failure.getMessage().contains("domain of an enum: feeling"), failure.toString());
    }

    @Test
    void largeValuesArriveWhole() throws Exception {
        sql.execute("create table t (id int primary key, x text, b bytea, v int)");
        String make = "repeat(md5('a'), 320000), decode(repeat(md5('b'), 320000), 'hex'), 0";
        sql.execute("insert into t select 1, " + make);
        try (Job job = start()) {
            awaitRow(1);
            sql.execute("insert into t select 2, " + make);
            sql.execute("update t set v = 1");
            awaitRow(2);
            awaitLake(
                    "t",
                    "select id, length(x), length(b), v from t",
                    row -> {
                        List<Object> values = new ArrayList<>(row.values());
                        values.set(1, String.valueOf(values.get(1)).length());
                        values.set(2, ((byte[]) values.get(2)).length);
                        return values;
                    });
            assertFalse(job.running.isDone());
        }
    }
}
