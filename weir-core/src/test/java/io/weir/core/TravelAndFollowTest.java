package io.weir.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.Weir;
import io.weir.catalog.Catalog;
import io.weir.data.Cells;
import io.weir.data.Row;
import io.weir.data.RowKind;
import io.weir.error.InvalidRequestException;
import io.weir.error.WeirException;
import io.weir.table.CommitRequest;
import io.weir.table.Identifier;
import io.weir.table.Plan;
import io.weir.table.Scan;
import io.weir.table.SchemaChange;
import io.weir.table.StreamScan;
import io.weir.table.Table;
import io.weir.table.TableCommit;
import io.weir.table.TableDefinition;
import io.weir.table.TableWrite;
import io.weir.type.DataType;
import io.weir.type.Field;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TravelAndFollowTest {

    private static final Identifier NAME = new Identifier("db", "t");
    private static final String USER = "tester";

    @TempDir Path warehouse;
    private Catalog catalog;

    @BeforeEach
    void openCatalog() {
        catalog = Weir.open(Map.of("warehouse", warehouse.toString(), "storage.fsync", "false"));
        catalog.createDatabase("db");
    }

    private Table create(boolean keyed, Map<String, String> options) {
        return catalog.createTable(
                NAME,
                new TableDefinition(
                        List.of(
                                Field.of(0, "id", DataType.bigint().notNull()),
                                Field.of(1, "v", DataType.integer())),
                        List.of(),
                        keyed ? List.of("id") : List.of(),
                        options,
                        null));
    }

    private static void write(Table table, long identifier, @Nullable Long watermark, Row... rows) {
        try (TableWrite write = table.newWrite(USER);
                TableCommit commit = table.newCommit(USER)) {
            write.write(Cells.batch(table.rowType(), List.of(rows)));
            commit.commit(
                    new CommitRequest(
                            identifier, write.prepareCommit(true), watermark, Map.of(), true));
        }
    }

    private static List<Row> read(Table table, String... options) {
        Map<String, String> map = new java.util.HashMap<>();
        for (int option = 0; option < options.length; option += 2) {
            map.put(options[option], options[option + 1]);
        }
        return Tables.read(table.withOptions(map).newScan());
    }

    private static String error(Table table, String... options) {
        return assertThrows(InvalidRequestException.class, () -> read(table, options)).getMessage();
    }

    private static List<Row> follow(Table table, StreamScan stream) {
        List<Row> rows = new ArrayList<>();
        Scan scan = table.newScan();
        for (Plan plan = stream.next(); plan != null; plan = stream.next()) {
            rows.addAll(Tables.read(scan, plan));
        }
        return rows;
    }

    @Test
    void eachWayToNameASnapshotReadsIt() {
        Table table = create(false, Map.of());
        write(table, 1, 100L, Row.of(1L, 1));
        write(table, 2, 200L, Row.of(2L, 2));
        List<Row> first = List.of(Row.of(1L, 1));
        assertEquals(first, read(table, "scan.snapshot-id", "1"));
        assertEquals(first, read(table, "scan.version", "1"));
        assertEquals(first, read(table, "scan.watermark", "100"));
        assertEquals(first, read(table, "scan.version", "watermark-50"));
        long time = table.snapshot(1).orElseThrow().timeMillis();
        long later = table.snapshot(2).orElseThrow().timeMillis();
        if (time < later) {
            assertEquals(first, read(table, "scan.timestamp-millis", Long.toString(time)));
        }
        assertEquals(2, read(table, "scan.timestamp-millis", Long.toString(later + 5)).size());
        assertEquals(2, read(table, "scan.timestamp", "2999-01-01").size());
        assertEquals(2, read(table, "scan.timestamp", "2999-01-01 10:11:12.5").size());
        assertEquals(2, read(table, "scan.mode", "latest").size());
    }

    @Test
    void whatIsNotThereIsNamedWithWhatIs() {
        Table table = create(false, Map.of());
        write(table, 1, null, Row.of(1L, 1));
        assertTrue(error(table, "scan.snapshot-id", "7").contains("there are snapshots 1 to 1"));
        assertTrue(error(table, "scan.version", "x").contains("neither a tag nor a snapshot id"));
        assertTrue(error(table, "scan.timestamp-millis", "5").contains("the earliest is of"));
        assertTrue(error(table, "scan.timestamp", "soon").contains("yyyy-MM-dd"));
        assertTrue(
                error(table, "scan.snapshot-id", "1", "scan.version", "1")
                        .contains("scan.snapshot-id, scan.version"));
        assertTrue(error(table, "scan.mode", "from-snapshot").contains("scan.snapshot-id"));
        assertTrue(error(table, "scan.snapshot", "1").contains("unknown option"));
        assertTrue(error(table, "bucket", "5").contains("alter the table"));
        assertTrue(error(table, "incremental-between", "1,2").contains("incremental-between"));
        WeirException noTag =
                assertThrows(WeirException.class, () -> read(table, "scan.tag-name", "gone"));
        assertTrue(noTag.getMessage().contains("gone"));
    }

    @Test
    void travelHasTheSchemaOfItsSnapshotAndCannotBeWritten() {
        Table table = create(true, Map.of("bucket", "1"));
        write(table, 1, null, Row.of(1L, 1));
        Table altered =
                catalog.alterTable(
                        NAME,
                        List.of(
                                new SchemaChange.AddColumn(
                                        List.of("w"),
                                        DataType.string(),
                                        null,
                                        SchemaChange.Position.AT_END)));
        write(altered, 2, null, Row.of(1L, 2, "x"));
        assertEquals(List.of(Row.of(1L, 2, "x")), read(altered));
        assertEquals(List.of(Row.of(1L, 1)), read(altered, "scan.snapshot-id", "1"));
        Table past = altered.withOptions(Map.of("scan.snapshot-id", "1"));
        assertThrows(InvalidRequestException.class, () -> past.newWrite(USER));
    }

    @Test
    void streamStartsWhereItsModeSays() {
        Table table = create(true, Map.of("bucket", "1"));
        write(table, 1, null, Row.of(1L, 1));
        Scan scan = table.newScan();
        StreamScan latest = table.withOptions(Map.of("scan.mode", "latest")).newScan().stream();
        assertNull(latest.next());
        StreamScan full = scan.stream();
        assertEquals(List.of(Row.of(1L, 1)), follow(table, full));
        write(table, 2, null, Row.of(2L, 2));
        List<Row> second = List.of(Row.of(2L, 2));
        assertEquals(second, follow(table, latest));
        assertEquals(second, follow(table, full));
        Table from =
                table.withOptions(Map.of("scan.mode", "from-snapshot", "scan.snapshot-id", "2"));
        assertEquals(second, follow(table, from.newScan().stream()));
        Table fullFrom =
                table.withOptions(
                        Map.of("scan.mode", "from-snapshot-full", "scan.snapshot-id", "1"));
        assertEquals(
                List.of(Row.of(1L, 1), Row.of(2L, 2)), follow(table, fullFrom.newScan().stream()));
        Table since =
                table.withOptions(
                        Map.of("scan.mode", "from-timestamp", "scan.timestamp-millis", "0"));
        assertEquals(2, follow(table, since.newScan().stream()).size());
    }

    @Test
    void streamOfAnEmptyTableBeginsWithItsFirstSnapshot() {
        Table table = create(false, Map.of());
        StreamScan stream = table.newScan().stream();
        assertNull(stream.next());
        write(table, 1, null, Row.of(1L, 1));
        assertEquals(List.of(Row.of(1L, 1)), follow(table, stream));
    }

    @Test
    void expiredPositionSaysSoAndHowToKeepMore() {
        Table table = create(true, Map.of("bucket", "1"));
        write(table, 1, null, Row.of(1L, 1));
        StreamScan stream = table.newScan().stream();
        follow(table, stream);
        for (long commit = 2; commit <= 5; commit++) {
            write(table, commit, null, Row.of(commit, 0));
        }
        table.withOptions(
                        Map.of(
                                "snapshot.num-retained.min", "1",
                                "snapshot.num-retained.max", "1",
                                "snapshot.time-retained", "1 ms"))
                .maintenance()
                .expireSnapshots();
        String message = assertThrows(InvalidRequestException.class, stream::next).getMessage();
        assertTrue(message.contains("snapshot 2 has expired"), message);
        assertTrue(message.contains("snapshot.time-retained"), message);
    }

    @Test
    void overwriteIsSeenByStreamsOnlyWhenAsked() {
        Table table = create(true, Map.of("bucket", "1"));
        write(table, 1, null, Row.of(1L, 1), Row.of(2L, 2));
        StreamScan quiet = table.newScan().stream();
        Table asking = table.withOptions(Map.of("streaming-read-overwrite", "true"));
        StreamScan seeing = asking.newScan().stream();
        follow(table, quiet);
        follow(table, seeing);
        try (TableWrite write = table.newWrite(USER);
                TableCommit commit = table.newCommit(USER)) {
            write.write(Cells.batch(table.rowType(), List.of(Row.of(3L, 3))));
            commit.overwrite(CommitRequest.batch(write.prepareCommit(true)), Map.of());
        }
        assertEquals(List.of(Row.of(3L, 3)), Tables.read(table.newScan()));
        assertEquals(List.of(), follow(table, quiet));
        assertEquals(
                List.of(
                        Row.of(RowKind.DELETE, 1L, 1),
                        Row.of(RowKind.DELETE, 2L, 2),
                        Row.of(3L, 3)),
                follow(asking, seeing));
    }

    @Test
    void limitLeavesOutSplitsThatAreNotNeeded() {
        Table table =
                create(false, Map.of("source.split.target-size", "1 b", "write-only", "true"));
        for (long commit = 1; commit <= 4; commit++) {
            write(table, commit, null, Row.of(commit, 0), Row.of(commit, 1));
        }
        assertEquals(4, table.newScan().plan().splits().size());
        assertEquals(2, table.newScan().limit(3).plan().splits().size());
        assertEquals(0, table.newScan().limit(0).plan().splits().size());
    }

    @Test
    void stateOfAnotherVersionIsRefused() {
        Table table = create(false, Map.of());
        StreamScan stream = table.newScan().stream();
        assertThrows(WeirException.class, () -> stream.restore(new byte[] {9}));
        assertThrows(WeirException.class, () -> stream.restore(new byte[0]));
        assertThrows(WeirException.class, () -> table.decodeSplit(new byte[] {1, 0, 0}));
    }
}
