package io.weir.sql.arrow;

import io.weir.type.ArrayType;
import io.weir.type.DataType;
import io.weir.type.MapType;
import io.weir.type.MultisetType;
import io.weir.type.RowType;
import io.weir.type.ScalarType;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.jspecify.annotations.Nullable;

/**
 * The Arrow type in which values of a type travel. Timestamps go as microseconds, those of more
 * than six fraction digits as nanoseconds; instants always as microseconds, which is all that the
 * query engine has; a multiset is a map to counts.
 */
public final class ArrowTypes {

    private ArrowTypes() {}

    /** The Arrow field for a column; every field may be null, map keys and entries excepted. */
    static Field field(String name, DataType type, @Nullable DictionaryEncoding dictionary) {
        return new Field(name, new FieldType(true, arrowType(type), dictionary), children(type));
    }

    private static ArrowType arrowType(DataType type) {
        return switch (type.kind()) {
            case BOOLEAN -> ArrowType.Bool.INSTANCE;
            case TINYINT -> new ArrowType.Int(8, true);
            case SMALLINT -> new ArrowType.Int(16, true);
            case INT -> new ArrowType.Int(32, true);
            case BIGINT -> new ArrowType.Int(64, true);
            case FLOAT -> new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE);
            case DOUBLE -> new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE);
            case DECIMAL -> {
                ScalarType decimal = (ScalarType) type;
                yield new ArrowType.Decimal(decimal.precision(), decimal.scale(), 128);
            }
            case CHAR, VARCHAR -> ArrowType.Utf8.INSTANCE;
            case BINARY, VARBINARY -> ArrowType.Binary.INSTANCE;
            case DATE -> new ArrowType.Date(DateUnit.DAY);
            case TIME -> new ArrowType.Time(TimeUnit.MILLISECOND, 32);
            case TIMESTAMP ->
                    new ArrowType.Timestamp(
                            ((ScalarType) type).precision() > 6
                                    ? TimeUnit.NANOSECOND
                                    : TimeUnit.MICROSECOND,
                            null);
            case TIMESTAMP_LTZ -> new ArrowType.Timestamp(TimeUnit.MICROSECOND, "UTC");
            case ARRAY -> ArrowType.List.INSTANCE;
            case MAP, MULTISET -> new ArrowType.Map(false);
            case ROW -> ArrowType.Struct.INSTANCE;
        };
    }

    private static List<Field> children(DataType type) {
        return switch (type.kind()) {
            case ARRAY -> List.of(field("l", ((ArrayType) type).element(), null));
            case MAP -> entries((MapType) type);
            case MULTISET -> entries(((MultisetType) type).asMap());
            case ROW -> {
                List<Field> fields = new ArrayList<>();
                for (io.weir.type.Field field : ((RowType) type).fields()) {
                    fields.add(field(field.name(), field.type(), null));
                }
                yield fields;
            }
            default -> List.of();
        };
    }

    private static List<Field> entries(MapType type) {
        Field key =
                new Field(
                        "key", FieldType.notNullable(arrowType(type.key())), children(type.key()));
        Field value = field("value", type.value(), null);
        return List.of(
                new Field(
                        "entries",
                        FieldType.notNullable(ArrowType.Struct.INSTANCE),
                        List.of(key, value)));
    }
}
