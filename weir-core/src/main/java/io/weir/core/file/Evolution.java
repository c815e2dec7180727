package io.weir.core.file;

import io.weir.data.ArrayVector;
import io.weir.data.ColumnVector;
import io.weir.data.MapVector;
import io.weir.data.RowVector;
import io.weir.data.VectorBuilder;
import io.weir.type.ArrayType;
import io.weir.type.DataType;
import io.weir.type.Field;
import io.weir.type.MapType;
import io.weir.type.MultisetType;
import io.weir.type.RowType;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a column of a file becomes a column of the wanted type (format section 2.5): fields of rows
 * are matched by id at every depth, those that are not wanted are not read, those that are missing
 * are null, scalar values are cast.
 *
 * @param readType what is read of the file: its own names and types, without nested fields nobody
 *     wants
 * @param conversion from that to the wanted type
 */
record Evolution(DataType readType, Conversion conversion) {

    /**
     * The evolution from a type in a file to a wanted one.
     *
     * @return null if the file has nothing of it: a row type of which no wanted field is there
     */
    static @Nullable Evolution of(DataType inFile, DataType wanted, ZoneId zone) {
        if (inFile instanceof RowType from && wanted instanceof RowType to) {
            return ofRow(from, to, zone);
        }
        if (inFile instanceof ArrayType from && wanted instanceof ArrayType to) {
            return ofArray(from, to, zone);
        }
        if (isMap(inFile) && inFile.kind() == wanted.kind()) {
            return ofMap(inFile, wanted, zone);
        }
        return new Evolution(inFile, Casts.of(inFile, wanted, zone));
    }

    private static boolean isMap(DataType type) {
        return type instanceof MapType || type instanceof MultisetType;
    }

    private static @Nullable Evolution ofRow(RowType from, RowType to, ZoneId zone) {
        int count = to.size();
        int[] sources = new int[count];
        Conversion[] conversions = new Conversion[count];
        List<Field> read = new ArrayList<>();
        boolean same = true;
        for (int child = 0; child < count; child++) {
            Field found = fieldOf(from, to.field(child).id());
            Evolution evolution = found == null ? null : of(found.type(), to.type(child), zone);
            if (found == null || evolution == null) {
                sources[child] = -1;
                conversions[child] = nulls(to.type(child));
                same = false;
            } else {
                sources[child] = read.size();
                conversions[child] = evolution.conversion();
                same &= evolution.conversion() == Conversion.NONE;
                read.add(found.withType(evolution.readType()));
            }
        }
        if (read.isEmpty()) {
            return null;
        }
        RowType readType = new RowType(read, from.nullable());
        return new Evolution(
                readType, same ? Conversion.NONE : source -> row(source, sources, conversions));
    }

    static @Nullable Field fieldOf(RowType type, int id) {
        for (Field field : type.fields()) {
            if (field.id() == id) {
                return field;
            }
        }
        return null;
    }

    private static Conversion nulls(DataType type) {
        return source -> VectorBuilder.nulls(type, source.length());
    }

    private static ColumnVector row(ColumnVector source, int[] sources, Conversion[] conversions) {
        RowVector vector = (RowVector) source;
        ColumnVector[] children = new ColumnVector[sources.length];
        for (int child = 0; child < children.length; child++) {
            // A missing child only takes the length of what it is given.
            ColumnVector from = sources[child] < 0 ? vector : vector.children()[sources[child]];
            children[child] = conversions[child].apply(from);
        }
        return new RowVector(children, vector.length(), vector.validity());
    }

    private static Evolution ofArray(ArrayType from, ArrayType to, ZoneId zone) {
        Evolution element = orNulls(from.element(), to.element(), zone);
        ArrayType readType = new ArrayType(element.readType(), from.nullable());
        Conversion conversion = element.conversion();
        if (conversion == Conversion.NONE) {
            return new Evolution(readType, Conversion.NONE);
        }
        return new Evolution(
                readType,
                source -> {
                    ArrayVector vector = (ArrayVector) source;
                    return new ArrayVector(
                            vector.offsets(),
                            conversion.apply(vector.elements()),
                            vector.length(),
                            vector.validity());
                });
    }

    /** A map's own type, or the map that has a multiset's layout. */
    static MapType mapType(DataType type) {
        return type instanceof MultisetType multiset ? multiset.asMap() : (MapType) type;
    }

    private static Evolution ofMap(DataType inFile, DataType wanted, ZoneId zone) {
        MapType from = mapType(inFile);
        MapType to = mapType(wanted);
        Evolution key = orNulls(from.key(), to.key(), zone);
        Evolution value = orNulls(from.value(), to.value(), zone);
        DataType readType =
                inFile instanceof MultisetType
                        ? new MultisetType(key.readType(), inFile.nullable())
                        : new MapType(key.readType(), value.readType(), inFile.nullable());
        if (key.conversion() == Conversion.NONE && value.conversion() == Conversion.NONE) {
            return new Evolution(readType, Conversion.NONE);
        }
        return new Evolution(
                readType,
                source -> {
                    MapVector vector = (MapVector) source;
                    return new MapVector(
                            vector.offsets(),
                            key.conversion().apply(vector.keys()),
                            value.conversion().apply(vector.values()),
                            vector.length(),
                            vector.validity());
                });
    }

    /** Inside a collection something must be read to know how many values there are. */
    private static Evolution orNulls(DataType inFile, DataType wanted, ZoneId zone) {
        Evolution evolution = of(inFile, wanted, zone);
        return evolution != null ? evolution : new Evolution(inFile, nulls(wanted));
    }
}
