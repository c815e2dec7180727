package io.weir.data;

import io.weir.type.ArrayType;
import io.weir.type.DataType;
import io.weir.type.MapType;
import io.weir.type.MultisetType;
import io.weir.type.RowType;
import org.jspecify.annotations.Nullable;

/** The builders of all vector kinds. */
final class VectorBuilders {

    private VectorBuilders() {}

    static VectorBuilder of(DataType type, int rowsExpected) {
        return switch (VectorKind.of(type)) {
            case BYTE -> new ByteBuilder(type, rowsExpected);
            case INT -> new IntBuilder(type, rowsExpected);
            case LONG -> new LongBuilder(type, rowsExpected);
            case WIDE -> new WideBuilder(type, rowsExpected);
            case FLOAT -> new FloatBuilder(type, rowsExpected);
            case DOUBLE -> new DoubleBuilder(type, rowsExpected);
            case BYTES, DICTIONARY -> new BytesBuilder(type, rowsExpected);
            case ARRAY -> ListBuilder.of((ArrayType) type, rowsExpected);
            case MAP ->
                    type instanceof MultisetType multiset
                            ? ListBuilder.of(multiset, rowsExpected)
                            : ListBuilder.of((MapType) type, rowsExpected);
            case ROW -> new RowBuilder((RowType) type, rowsExpected);
        };
    }

    static ColumnVector constant(DataType type, @Nullable Object value, int length) {
        if (value == null) {
            return nulls(type, length);
        }
        VectorBuilder one = of(type, 1);
        one.appendValue(value);
        ColumnVector single = one.build();
        if (single instanceof BytesVector entry) {
            return new DictionaryVector(entry, new int[length], length, Validity.ALL);
        }
        VectorBuilder many = of(type, length);
        many.append(single, new int[length], 0, length);
        return many.build();
    }

    static ColumnVector nulls(DataType type, int length) {
        Validity none = Validity.none(length);
        return switch (VectorKind.of(type)) {
            case BYTE -> new ByteVector(new byte[length], length, none);
            case INT -> new IntVector(new int[length], length, none);
            case LONG -> new LongVector(new long[length], length, none);
            case WIDE -> new WideVector(new long[length], new long[length], length, none);
            case FLOAT -> new FloatVector(new float[length], length, none);
            case DOUBLE -> new DoubleVector(new double[length], length, none);
            case BYTES, DICTIONARY ->
                    new BytesVector(new byte[0], new int[length + 1], length, none);
            case ARRAY ->
                    new ArrayVector(
                            new int[length + 1],
                            nulls(((ArrayType) type).element(), 0),
                            length,
                            none);
            case MAP -> {
                MapType map =
                        type instanceof MultisetType multiset ? multiset.asMap() : (MapType) type;
                yield new MapVector(
                        new int[length + 1],
                        nulls(map.key(), 0),
                        nulls(map.value(), 0),
                        length,
                        none);
            }
            case ROW ->
                    new RowVector(
                            ((RowType) type)
                                    .fields().stream()
                                            .map(field -> nulls(field.type(), length))
                                            .toArray(ColumnVector[]::new),
                            length,
                            none);
        };
    }
}
