package io.weir.interop;

import io.weir.data.Row;
import io.weir.interop.TableSpecs.Kind;
import io.weir.testkit.RandomHistory;
import io.weir.testkit.RandomRows;
import io.weir.testkit.RowOracle;
import io.weir.type.DataType;
import io.weir.type.Field;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Options about files, statistics and metadata, one at a time: none changes what is read. */
class OptionsInteropTest {

    private static final int ROWS = 120;
    private static final int FILTERS = 3;

    private static final List<Field> FIELDS =
            List.of(
                    Field.of(0, "k", DataType.bigint().notNull()),
                    Field.of(1, "p", DataType.date().notNull()),
                    Field.of(2, "v", DataType.string()),
                    Field.of(3, "n", DataType.decimal(20, 3)),
                    Field.of(4, "d", DataType.doubling()),
                    Field.of(5, "flag", DataType.bool()),
                    Field.of(
                            6,
                            "list",
                            DataType.array(
                                    DataType.map(
                                            DataType.string().notNull(), DataType.timestamp(9)))));

    @TempDir private Path warehouse;

    @TestFactory
    List<DynamicTest> optionsThatMakeNoDifference() {
        List<DynamicTest> tests = new ArrayList<>();
        int number = 0;
        for (Map.Entry<String, String> option : RandomOptions.all()) {
            for (int seed = 0; seed < Seeds.count(1); seed++) {
                boolean byWeir = (number + seed) % 2 == 0;
                TableSpec spec = spec(option, number * 2 + seed);
                String name = "option/" + option + (byWeir ? "/WEIR/" : "/PAIMON/") + seed;
                tests.add(Matrix.cell(name, () -> play(spec, byWeir, spec.name().hashCode())));
            }
            number++;
        }
        return tests;
    }

    /** A table with the option; what else it is like follows from the number. */
    private static TableSpec spec(Map.Entry<String, String> option, int number) {
        Kind kind = number % 3 > 0 ? Kind.PK_FIXED_INPUT : Kind.APPEND;
        List<String> partitions = number % 4 < 2 ? List.of("p") : List.of();
        TableSpec plain =
                TableSpecs.spec(kind, "option" + number, FIELDS, List.of("k"), partitions);
        Map<String, String> options = new HashMap<>(plain.options());
        options.put(option.getKey(), option.getValue());
        return plain.withOptions(options);
    }

    private void play(TableSpec spec, boolean byWeir, long seed) {
        RandomHistory history = new RandomHistory(seed, spec.type(), spec.primaryKeys(), ROWS);
        RandomRows appends = new RandomRows(seed, 0.2);
        RowOracle oracle = new RowOracle(spec.type(), spec.primaryKeys());
        List<Row> written = new ArrayList<>();
        try (Side weir = new WeirSide(warehouse);
                Side paimon = new PaimonSide(warehouse)) {
            Side writer = byWeir ? weir : paimon;
            Side other = byWeir ? paimon : weir;
            writer.create(spec);
            for (Side side : List.of(writer, writer, other)) {
                List<Row> drawn =
                        spec.primaryKeys().isEmpty()
                                ? appends.rows(spec.type(), ROWS)
                                : history.next(ROWS, 0.2);
                List<Row> rows = TableSpecs.fewPartitions(spec, drawn);
                side.write(spec, rows);
                oracle.apply(rows);
                written.addAll(rows);
            }
            RowDiff.same("rows read by Paimon", oracle.rows(), paimon.read(spec));
            RowDiff.same("rows read by Weir", oracle.rows(), weir.read(spec));
            writer.compact(spec);
            RowDiff.same("compacted read by Paimon", oracle.rows(), paimon.read(spec));
            RowDiff.same("compacted read by Weir", oracle.rows(), weir.read(spec));
            FilterCheck.noneLost("", spec, oracle.rows(), weir, paimon, seed, FILTERS);
            RowDiff.same("changes read by Paimon", written, paimon.changelog(spec));
            RowDiff.same("changes read by Weir", written, weir.changelog(spec));
        }
    }
}
