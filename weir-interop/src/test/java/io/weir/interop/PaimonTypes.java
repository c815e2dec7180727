package io.weir.interop;

import io.weir.type.ArrayType;
import io.weir.type.DataType;
import io.weir.type.Field;
import io.weir.type.MapType;
import io.weir.type.MultisetType;
import io.weir.type.RowType;
import io.weir.type.ScalarType;
import java.util.ArrayList;
import java.util.List;
import org.apache.paimon.types.DataField;
import org.apache.paimon.types.DataTypes;

/** Our types as Paimon's. */
final class PaimonTypes {

    private PaimonTypes() {}

    static org.apache.paimon.types.DataType of(DataType type) {
        return nullable(type).copy(type.nullable());
    }

    static org.apache.paimon.types.RowType ofRow(RowType type) {
        List<DataField> fields = new ArrayList<>();
        for (Field field : type.fields()) {
            fields.add(new DataField(field.id(), field.name(), of(field.type())));
        }
        return new org.apache.paimon.types.RowType(fields);
    }

    private static org.apache.paimon.types.DataType nullable(DataType type) {
        int precision = type instanceof ScalarType scalar ? scalar.precision() : 0;
        return switch (type.kind()) {
            case CHAR -> DataTypes.CHAR(precision);
            case VARCHAR -> DataTypes.VARCHAR(precision);
            case BOOLEAN -> DataTypes.BOOLEAN();
            case BINARY -> DataTypes.BINARY(precision);
            case VARBINARY -> DataTypes.VARBINARY(precision);
            case DECIMAL -> DataTypes.DECIMAL(precision, ((ScalarType) type).scale());
            case TINYINT -> DataTypes.TINYINT();
            case SMALLINT -> DataTypes.SMALLINT();
            case INT -> DataTypes.INT();
            case BIGINT -> DataTypes.BIGINT();
            case FLOAT -> DataTypes.FLOAT();
            case DOUBLE -> DataTypes.DOUBLE();
            case DATE -> DataTypes.DATE();
            case TIME -> DataTypes.TIME(precision);
            case TIMESTAMP -> DataTypes.TIMESTAMP(precision);
            case TIMESTAMP_LTZ -> DataTypes.TIMESTAMP_WITH_LOCAL_TIME_ZONE(precision);
            case ARRAY -> DataTypes.ARRAY(of(((ArrayType) type).element()));
            case MAP -> DataTypes.MAP(of(((MapType) type).key()), of(((MapType) type).value()));
            case MULTISET -> DataTypes.MULTISET(of(((MultisetType) type).element()));
            case ROW -> ofRow((RowType) type);
        };
    }
}
