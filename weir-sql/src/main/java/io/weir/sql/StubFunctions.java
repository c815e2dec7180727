package io.weir.sql;

import io.weir.error.InvalidRequestException;
import io.weir.type.DataType;
import io.weir.type.Field;
import io.weir.type.ScalarType;
import java.sql.SQLException;
import java.util.List;
import org.duckdb.DuckDBColumnType;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDataChunkWriter;
import org.duckdb.DuckDBFunctions;
import org.duckdb.DuckDBLogicalType;
import org.duckdb.DuckDBTableFunction;
import org.duckdb.DuckDBTableFunctionBindInfo;
import org.duckdb.DuckDBTableFunctionCallInfo;
import org.duckdb.DuckDBTableFunctionInitInfo;

/**
 * Table functions {@code weir_scan_0()}, {@code weir_scan_1()} ... that have the columns and the
 * size of the tables of the query at hand and no rows. The plan over them tells what each scan
 * needs.
 */
final class StubFunctions {

    /** The first column of every stub; a plan that reads no column of the table reads this one. */
    static final String NO_COLUMN = "weir_no_column";

    private final DuckDBConnection connection;
    private volatile List<ScanSlot> slots = List.of();
    private int registered;

    StubFunctions(DuckDBConnection connection) {
        this.connection = connection;
    }

    /** From here on the functions stand for these slots. */
    void standFor(List<ScanSlot> newSlots) {
        slots = newSlots;
        try {
            for (; registered < newSlots.size(); registered++) {
                register(registered);
            }
        } catch (SQLException e) {
            throw EngineErrors.translate(e, null);
        }
    }

    private void register(int number) throws SQLException {
        DuckDBFunctions.tableFunction()
                .withName("weir_scan_" + number)
                .withProjectionPushdown()
                .withFunction(new Stub(number))
                .register(connection);
    }

    private final class Stub implements DuckDBTableFunction<Integer, Integer, Integer> {
        private final int number;

        Stub(int number) {
            this.number = number;
        }

        @Override
        public Integer bind(DuckDBTableFunctionBindInfo info) throws SQLException {
            ScanSlot slot = slots.get(number);
            info.addResultColumn(NO_COLUMN, DuckDBColumnType.BOOLEAN);
            for (Field field : slot.rowType().fields()) {
                addColumn(info, field);
            }
            long rows =
                    slot.table()
                            .latestSnapshot()
                            .map(snapshot -> snapshot.totalRowCount())
                            .orElse(0L);
            info.setCardinality(Math.max(rows, 1), false);
            return number;
        }

        private void addColumn(DuckDBTableFunctionBindInfo info, Field field) throws SQLException {
            DataType type = field.type();
            if (type instanceof ScalarType scalar
                    && scalar.kind() == io.weir.type.TypeKind.DECIMAL) {
                try (DuckDBLogicalType decimal =
                        DuckDBLogicalType.decimal(scalar.precision(), scalar.scale())) {
                    info.addResultColumn(field.name(), decimal);
                }
            } else {
                info.addResultColumn(field.name(), columnType(type));
            }
        }

        @Override
        public Integer init(DuckDBTableFunctionInitInfo info) {
            return number;
        }

        @Override
        public Integer localInit(DuckDBTableFunctionInitInfo info) {
            return number;
        }

        @Override
        public long apply(DuckDBTableFunctionCallInfo info, DuckDBDataChunkWriter output) {
            throw new InvalidRequestException("stub " + number + " was executed");
        }
    }

    /**
     * Whether a stub has text in place of the type, which functions cannot have, to be cast to it.
     */
    static boolean goesAsText(DataType type) {
        return columnType(type) == DuckDBColumnType.VARCHAR && !type.kind().isText();
    }

    private static DuckDBColumnType columnType(DataType type) {
        return switch (type.kind()) {
            case BOOLEAN -> DuckDBColumnType.BOOLEAN;
            case TINYINT -> DuckDBColumnType.TINYINT;
            case SMALLINT -> DuckDBColumnType.SMALLINT;
            case INT -> DuckDBColumnType.INTEGER;
            case BIGINT -> DuckDBColumnType.BIGINT;
            case FLOAT -> DuckDBColumnType.FLOAT;
            case DOUBLE -> DuckDBColumnType.DOUBLE;
            case DECIMAL -> DuckDBColumnType.DECIMAL;
            case DATE -> DuckDBColumnType.DATE;
            case TIMESTAMP ->
                    ((ScalarType) type).precision() > 6
                            ? DuckDBColumnType.TIMESTAMP_NS
                            : DuckDBColumnType.TIMESTAMP;
            case TIMESTAMP_LTZ -> DuckDBColumnType.TIMESTAMP_WITH_TIME_ZONE;
            case CHAR, VARCHAR, BINARY, VARBINARY, TIME, ARRAY, MAP, MULTISET, ROW ->
                    DuckDBColumnType.VARCHAR;
        };
    }
}
