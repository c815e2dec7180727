package io.weir.core.meta;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.error.InvalidRequestException;
import io.weir.table.SchemaChange;
import io.weir.table.SchemaChange.Position;
import io.weir.table.TableDefinition;
import io.weir.table.TableSchema;
import io.weir.type.DataType;
import io.weir.type.Field;
import io.weir.type.RowType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SchemaEvolutionTest {

    private static Field column(String name, DataType type) {
        return Field.of(0, name, type);
    }

    private static TableDefinition definition(
            List<Field> columns, List<String> partition, List<String> primary, String... options) {
        Map<String, String> map = new java.util.HashMap<>();
        for (int at = 0; at < options.length; at += 2) {
            map.put(options[at], options[at + 1]);
        }
        return new TableDefinition(columns, partition, primary, map, null);
    }

    private static TableSchema orders(String... options) {
        return SchemaEvolution.create(
                definition(
                        List.of(
                                column("dt", DataType.string()),
                                column("id", DataType.bigint()),
                                column("qty", DataType.integer()),
                                column("ver", DataType.bigint())),
                        List.of("dt"),
                        List.of("dt", "id"),
                        options),
                7);
    }

    private static TableSchema apply(TableSchema schema, SchemaChange... changes) {
        return SchemaEvolution.apply(schema, List.of(changes), false, 8);
    }

    private static void refused(String message, TableSchema schema, SchemaChange... changes) {
        refused(message, () -> SchemaEvolution.apply(schema, List.of(changes), true, 8));
    }

    private static void refused(String message, org.junit.jupiter.api.function.Executable call) {
        InvalidRequestException error = assertThrows(InvalidRequestException.class, call);
        assertTrue(error.getMessage().contains(message), error.getMessage());
    }

    @Test
    void idsAreGivenInTheOrderOfTheReference() {
        RowType inner = RowType.of(column("p", DataType.doubling())).withNullable(true);
        RowType row =
                RowType.of(
                                column("x", DataType.integer()),
                                column("y", DataType.string()),
                                column("z", DataType.array(inner)))
                        .withNullable(true);
        TableSchema schema =
                SchemaEvolution.create(
                        definition(
                                List.of(column("a", DataType.integer()), column("rw", row)),
                                List.of(),
                                List.of()),
                        0);
        assertEquals(
                "ROW<x INT, y STRING, z ARRAY<ROW<p DOUBLE>>>",
                schema.fields().get(1).type().toString());
        assertEquals(1, schema.fields().get(1).id());
        RowType made = (RowType) schema.fields().get(1).type();
        assertEquals(List.of(2, 3, 5), made.fields().stream().map(Field::id).toList());
        assertEquals(5, schema.highestFieldId());
    }

    @Test
    void primaryKeyColumnsAreNotNullAndKeysMayBeOptions() {
        TableSchema schema = orders();
        assertFalse(schema.fields().get(0).type().nullable());
        assertFalse(schema.fields().get(1).type().nullable());
        assertTrue(schema.fields().get(2).type().nullable());
        TableSchema byOptions =
                SchemaEvolution.create(
                        definition(
                                List.of(
                                        column("a", DataType.integer()),
                                        column("b", DataType.integer())),
                                List.of(),
                                List.of(),
                                "primary-key",
                                "a, b",
                                "partition",
                                "a"),
                        0);
        assertEquals(List.of("a", "b"), byOptions.primaryKeys());
        assertEquals(List.of("a"), byOptions.partitionKeys());
        assertEquals(Map.of(), byOptions.options());
    }

    @Test
    void tablesThatMayNotBeAreRefused() {
        List<Field> ab = List.of(column("a", DataType.integer()), column("b", DataType.string()));
        List<String> none = List.of();
        refusedTable("at least one column", List.of(), none, none);
        refusedTable("reserved", List.of(column("_KEY_a", DataType.integer())), none, none);
        refusedTable("reserved", List.of(column("rowkind", DataType.integer())), none, none);
        refusedTable("names column c", ab, none, List.of("c"));
        refusedTable("names column c", ab, List.of("c"), none);
        refusedTable("twice", ab, none, List.of("a", "a"));
        refusedTable("one row per", ab, List.of("a"), List.of("a"));
        refusedTable(
                "nested",
                List.of(column("a", DataType.array(DataType.integer()))),
                none,
                List.of("a"));
        refusedTable(
                "needs option 'partition.legacy-name' = 'false'",
                List.of(column("a", DataType.bytes()), column("b", DataType.integer())),
                List.of("a"),
                none);
        refusedTable("'bucket-key'", ab, none, none, "bucket", "3");
        refusedTable("above 0", ab, none, none, "bucket-key", "a");
        refusedTable("not -1", ab, none, none, "bucket", "0");
        refusedTable("is not an integer", ab, none, none, "bucket", "many");
        refusedTable(
                "not of primary key", ab, none, List.of("a"), "bucket", "2", "bucket-key", "b");
        refusedTable(
                "mod needs", ab, none, List.of("b"), "bucket", "2", "bucket-function.type", "mod");
        refusedTable("lacks partition key b", ab, List.of("b"), List.of("a"));
        refusedTable("names column x", ab, none, List.of("a"), "sequence.field", "x");
        refusedTable("not supported", ab, none, List.of("a"), "merge-engine", "aggregation");
        refusedTable("needs a primary key", ab, none, none, "changelog-producer", "input");
        refusedTable("unknown option", ab, none, none, "bukket", "3");
    }

    private static void refusedTable(
            String message,
            List<Field> columns,
            List<String> partition,
            List<String> primary,
            String... options) {
        refused(
                message,
                () -> SchemaEvolution.create(definition(columns, partition, primary, options), 0));
    }

    private static SchemaChange add(String name, DataType type, Position position) {
        return new SchemaChange.AddColumn(List.of(name), type, null, position);
    }

    @Test
    void columnsAreAddedWhereTheyAreWanted() {
        TableSchema schema =
                apply(
                        orders(),
                        add("last", DataType.string(), Position.AT_END),
                        add("first", DataType.string(), new Position(Position.Kind.FIRST, null)),
                        add("after", DataType.string(), new Position(Position.Kind.AFTER, "id")),
                        add(
                                "before",
                                DataType.string(),
                                new Position(Position.Kind.BEFORE, "qty")));
        assertEquals(
                List.of("first", "dt", "id", "after", "before", "qty", "ver", "last"),
                schema.rowType().names());
        assertEquals(
                List.of(5, 0, 1, 6, 7, 2, 3, 4), schema.fields().stream().map(Field::id).toList());
        assertEquals(7, schema.highestFieldId());
        assertEquals(1, schema.id());
        assertEquals(8, schema.timeMillis());
        refused(
                "must be nullable",
                schema,
                add("x", DataType.integer().notNull(), Position.AT_END));
        refused("there already", schema, add("qty", DataType.integer(), Position.AT_END));
        TableSchema front =
                apply(
                        orders("add-column-before-partition", "true"),
                        add("x", DataType.string(), Position.AT_END));
        assertEquals("x", front.fields().get(0).name());
    }

    @Test
    void aColumnDroppedAndAddedAgainIsAnotherColumn() {
        TableSchema dropped = apply(orders(), new SchemaChange.DropColumn(List.of("qty")));
        TableSchema again = apply(dropped, add("qty", DataType.integer(), Position.AT_END));
        assertEquals(4, again.rowType().field("qty").id());
        refused("primary key column id", orders(), new SchemaChange.DropColumn(List.of("id")));
        refused("partition column dt", orders(), new SchemaChange.DropColumn(List.of("dt")));
        refused("no column nope", orders(), new SchemaChange.DropColumn(List.of("nope")));
        refused(
                "names column ver",
                orders("sequence.field", "ver"),
                new SchemaChange.DropColumn(List.of("ver")));
    }

    @Test
    void keysAndOptionsFollowARenamedColumn() {
        TableSchema schema =
                apply(
                        orders("bucket", "2", "bucket-key", "id", "sequence.field", "qty, ver"),
                        new SchemaChange.RenameColumn(List.of("id"), "key"),
                        new SchemaChange.RenameColumn(List.of("ver"), "version"));
        assertEquals(List.of("dt", "key"), schema.primaryKeys());
        assertEquals("key", schema.options().get("bucket-key"));
        assertEquals("qty,version", schema.options().get("sequence.field"));
        assertEquals(1, schema.rowType().field("key").id());
        refused("partition column dt", schema, new SchemaChange.RenameColumn(List.of("dt"), "day"));
        refused("there already", schema, new SchemaChange.RenameColumn(List.of("qty"), "key"));
        refused("reserved", schema, new SchemaChange.RenameColumn(List.of("qty"), "_LEVEL"));
    }

    @Test
    void optionsOfSequenceGroupsFollowARenamedColumn() {
        Map<String, String> options = new java.util.TreeMap<>();
        options.put("fields.a.aggregate-function", "sum");
        options.put("fields.a,b.sequence-group", "c,d");
        options.put("fields.ab.aggregate-function", "max");
        OptionChanges.renameColumn(options, "a", "x");
        OptionChanges.renameColumn(options, "d", "y");
        assertEquals(
                Map.of(
                        "fields.x.aggregate-function", "sum",
                        "fields.x,b.sequence-group", "c,y",
                        "fields.ab.aggregate-function", "max"),
                options);
    }

    @Test
    void whatWasIgnoredIsNotBroughtBackOnceThereIsData() {
        Map<String, String> options = Map.of("ignore-delete", "true");
        OptionChanges.check(options, "ignore-delete", "false", false);
        OptionChanges.check(options, "ignore-update-before", "true", true);
        OptionChanges.check(Map.of(), "ignore-delete", "true", true);
        OptionChanges.check(options, "ignore-delete", "TRUE", true);
        refused(
                "option 'ignore-delete' cannot be taken back",
                () -> OptionChanges.check(options, "ignore-delete", "false", true));
        refused(
                "option 'ignore-delete' cannot be taken back",
                () -> OptionChanges.check(options, "ignore-delete", null, true));
    }

    @Test
    void typesChangeWhereThereIsACast() {
        TableSchema schema =
                apply(
                        orders(),
                        new SchemaChange.ChangeType(List.of("qty"), DataType.bigint().notNull()));
        assertEquals(DataType.bigint(), schema.rowType().field("qty").type());
        assertEquals(2, schema.rowType().field("qty").id());
        refused(
                "cannot be changed to DATE",
                orders(),
                new SchemaChange.ChangeType(List.of("qty"), DataType.date()));
        refused(
                "cannot be changed to INT",
                orders("disable-explicit-type-casting", "true"),
                new SchemaChange.ChangeType(List.of("ver"), DataType.integer()));
        refused(
                "primary key column id",
                orders(),
                new SchemaChange.ChangeType(List.of("id"), DataType.string()));
    }

    @Test
    void theTableOfImplicitCastsIsThatOfTheFormat() {
        List<DataType> types =
                List.of(
                        DataType.character(3),
                        DataType.string(),
                        DataType.bool(),
                        DataType.binary(3),
                        DataType.bytes(),
                        DataType.decimal(5, 2),
                        DataType.tinyint(),
                        DataType.smallint(),
                        DataType.integer(),
                        DataType.bigint(),
                        DataType.floating(),
                        DataType.doubling(),
                        DataType.date(),
                        DataType.time(0),
                        DataType.timestamp(3),
                        DataType.timestampLtz(3));
        List<String> found = new ArrayList<>();
        for (DataType to : types) {
            StringBuilder line = new StringBuilder(to.kind() + ":");
            for (DataType from : types) {
                line.append(
                        TypeChanges.allowed(from, to, false)
                                ? 'i'
                                : TypeChanges.allowed(from, to, true) ? 'e' : '.');
            }
            found.add(line.toString());
        }
        assertEquals(
                List.of(
                        "CHAR:ieeeeeeeeeee....",
                        "VARCHAR:iieeeeeeeeeeeeee",
                        "BOOLEAN:eei...eeee......",
                        "BINARY:ee.ie...........",
                        "VARBINARY:ee.ii...........",
                        "DECIMAL:eee..iiiiiii....",
                        "TINYINT:eee..eieeeee....",
                        "SMALLINT:eee..eiieeee....",
                        "INT:eee..eiiieee..ee",
                        "BIGINT:eee..eiiiiee..ee",
                        "FLOAT:eee..iiiiiie....",
                        "DOUBLE:eee..iiiiiii....",
                        "DATE:ee..........i.ie",
                        "TIME:ee...........iie",
                        "TIMESTAMP:ee......ee..eeii",
                        "TIMESTAMP_LTZ:ee......ee..eeii"),
                found);
    }

    @Test
    void nestedFieldsAreReachedThroughRowsArraysAndMaps() {
        RowType row =
                RowType.of(column("p", DataType.integer()), column("q", DataType.string()))
                        .withNullable(true);
        TableSchema schema =
                SchemaEvolution.create(
                        definition(
                                List.of(
                                        column("r", row),
                                        column("a", DataType.array(row)),
                                        column("m", DataType.map(DataType.string(), row)),
                                        column("n", DataType.array(DataType.integer()))),
                                List.of(),
                                List.of()),
                        0);
        TableSchema changed =
                apply(
                        schema,
                        new SchemaChange.AddColumn(
                                List.of("r", "s"), DataType.date(), "new", Position.AT_END),
                        new SchemaChange.RenameColumn(List.of("a", "element", "q"), "qq"),
                        new SchemaChange.DropColumn(List.of("m", "value", "p")),
                        new SchemaChange.ChangeType(
                                List.of("a", "element", "p"), DataType.bigint()),
                        new SchemaChange.ChangeType(List.of("n", "element"), DataType.bigint()));
        assertEquals(
                List.of(
                        "ROW<p INT, q STRING, s DATE>",
                        "ARRAY<ROW<p BIGINT, qq STRING>>",
                        "MAP<STRING, ROW<q STRING>>",
                        "ARRAY<BIGINT>"),
                changed.fields().stream().map(field -> field.type().toString()).toList());
        assertEquals(schema.highestFieldId() + 1, changed.highestFieldId());
        refused("only one", changed, new SchemaChange.DropColumn(List.of("m", "value", "q")));
        refused("is not a ROW", schema, add("n", "x"));
        refused("no column zz", schema, add("zz", "x"));
    }

    private static SchemaChange add(String... path) {
        return new SchemaChange.AddColumn(
                Arrays.asList(path), DataType.integer(), null, Position.AT_END);
    }

    @Test
    void nullabilityIsLoosenedFreelyAndTightenedOnRequest() {
        SchemaChange tighten = new SchemaChange.ChangeNullability(List.of("qty"), false);
        refused("cannot be made NOT NULL", orders(), tighten);
        TableSchema tight =
                apply(orders("alter-column-null-to-not-null.disabled", "false"), tighten);
        assertFalse(tight.rowType().field("qty").type().nullable());
        TableSchema loose = apply(tight, new SchemaChange.ChangeNullability(List.of("qty"), true));
        assertTrue(loose.rowType().field("qty").type().nullable());
        refused(
                "primary key column id",
                orders(),
                new SchemaChange.ChangeNullability(List.of("id"), true));
    }

    @Test
    void someOptionsAreFrozenOnceThereIsData() {
        TableSchema schema = orders("bucket", "2");
        refused("'bucket'", schema, new SchemaChange.SetOption("bucket", "-1"));
        refused("'bucket'", schema, new SchemaChange.RemoveOption("bucket"));
        refused("'bucket-key'", schema, new SchemaChange.SetOption("bucket-key", "id"));
        refused("'primary-key'", schema, new SchemaChange.SetOption("primary-key", "id"));
        assertEquals(
                "3",
                SchemaEvolution.apply(
                                schema, List.of(new SchemaChange.SetOption("bucket", "3")), true, 0)
                        .options()
                        .get("bucket"));
        assertSame(
                schema,
                SchemaEvolution.apply(
                        schema, List.of(new SchemaChange.SetOption("bucket", "2")), true, 0));
        assertEquals(
                Map.of(),
                SchemaEvolution.apply(
                                schema, List.of(new SchemaChange.RemoveOption("bucket")), false, 0)
                        .options());
    }

    @Test
    void commentsDefaultsAndPositionsChange() {
        TableSchema schema =
                apply(
                        orders(),
                        new SchemaChange.ChangeComment(List.of("qty"), "how many"),
                        new SchemaChange.ChangeDefault(List.of("qty"), "1"),
                        new SchemaChange.ChangeTableComment("orders"),
                        new SchemaChange.MoveColumn("ver", new Position(Position.Kind.FIRST, null)),
                        new SchemaChange.MoveColumn(
                                "dt", new Position(Position.Kind.AFTER, "qty")));
        assertEquals(List.of("ver", "id", "qty", "dt"), schema.rowType().names());
        assertEquals("how many", schema.rowType().field("qty").description());
        assertEquals("1", schema.rowType().field("qty").defaultValue());
        assertEquals("orders", schema.comment());
    }
}
