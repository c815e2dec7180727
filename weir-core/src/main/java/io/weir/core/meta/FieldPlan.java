package io.weir.core.meta;

import io.weir.core.codec.AvroSkip;
import io.weir.core.codec.AvroType;
import io.weir.core.codec.ByteReader;
import io.weir.error.CorruptFileException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How to read the records of one Avro file: its fields in the order they are written, each with the
 * field of ours it is, by name. Fields that nobody knows are passed over; a nullable field that is
 * not there is null; another one that is not there is an error.
 */
final class FieldPlan {

    /** Target of a field that is passed over. */
    static final int SKIPPED = -1;

    /**
     * A field of ours.
     *
     * @param nullable whether the file may leave it out
     */
    record Wanted(String name, Shape shape, boolean nullable) {

        static Wanted of(String name, Shape shape) {
            return new Wanted(name, shape, false);
        }

        static Wanted nullable(String name, Shape shape) {
            return new Wanted(name, shape, true);
        }
    }

    /** What a field's values look like. */
    enum Shape {
        NUMBER,
        BYTES,
        SEQUENCE,
        STRUCTURE
    }

    /** Number of the field of ours for each field of the file, or {@link #SKIPPED}. */
    final int[] targets;

    /** Branch of null in a field's union: 0 or 1, -1 if the field is no union. */
    final int[] nullBranches;

    /** Types of the fields, for nested plans and for passing over; unions as they are. */
    private final AvroType[] types;

    private FieldPlan(int[] targets, int[] nullBranches, AvroType[] types) {
        this.targets = targets;
        this.nullBranches = nullBranches;
        this.types = types;
    }

    /**
     * @param wanted fields of ours; their position is their number
     * @param file for errors
     */
    static FieldPlan of(AvroType.Structure written, List<Wanted> wanted, String file) {
        List<String> names = wanted.stream().map(Wanted::name).toList();
        int count = written.fields().size();
        int[] targets = new int[count];
        int[] nullBranches = new int[count];
        AvroType[] types = new AvroType[count];
        Set<String> found = new LinkedHashSet<>();
        for (int field = 0; field < count; field++) {
            AvroType.Field given = written.fields().get(field);
            types[field] = given.type();
            targets[field] = names.indexOf(given.name());
            nullBranches[field] = -1;
            found.add(given.name());
            if (targets[field] != SKIPPED) {
                nullBranches[field] = nullBranch(given.type());
                checkShape(wanted.get(targets[field]), given, nullBranches[field], file);
            }
        }
        checkMissing(wanted, found, names.containsAll(found), file);
        return new FieldPlan(targets, nullBranches, types);
    }

    /**
     * A newer version of the format has all our fields and more; an older one has less. A file that
     * lacks some and has others is taken for damaged: a field must not vanish because its name was
     * hit.
     */
    private static void checkMissing(
            List<Wanted> wanted, Set<String> found, boolean allKnown, String file) {
        for (Wanted field : wanted) {
            if (!found.contains(field.name()) && !(field.nullable() && allKnown)) {
                throw new CorruptFileException(
                        file, "has no field " + field.name() + ", it has " + found);
            }
        }
    }

    private static void checkShape(
            Wanted wanted, AvroType.Field given, int nullBranch, String file) {
        AvroType type = valueType(given.type(), nullBranch);
        boolean fits =
                type != null
                        && switch (wanted.shape()) {
                            case NUMBER ->
                                    type == AvroType.Scalar.INT || type == AvroType.Scalar.LONG;
                            case BYTES ->
                                    type == AvroType.Scalar.BYTES || type == AvroType.Scalar.STRING;
                            case SEQUENCE -> type instanceof AvroType.Sequence;
                            case STRUCTURE -> type instanceof AvroType.Structure;
                        };
        if (!fits) {
            throw new CorruptFileException(
                    file, "field " + given.name() + " has type " + given.type());
        }
    }

    private static int nullBranch(AvroType type) {
        if (!(type instanceof AvroType.Union union) || union.branches().size() != 2) {
            return -1;
        }
        return union.branches().indexOf(AvroType.Scalar.NULL);
    }

    private static @Nullable AvroType valueType(AvroType type, int nullBranch) {
        if (type instanceof AvroType.Union union) {
            return nullBranch < 0 ? null : union.branches().get(1 - nullBranch);
        }
        return type;
    }

    int fieldCount() {
        return targets.length;
    }

    /** Whether the fields of these numbers all come before field {@code last} in the file. */
    boolean areBefore(int last, int... numbers) {
        int lastAt = at(last);
        for (int number : numbers) {
            if (at(number) > lastAt) {
                return false;
            }
        }
        return true;
    }

    private int at(int number) {
        for (int field = 0; field < targets.length; field++) {
            if (targets[field] == number) {
                return field;
            }
        }
        return targets.length;
    }

    boolean hasUnknownFields() {
        for (int target : targets) {
            if (target == SKIPPED) {
                return true;
            }
        }
        return false;
    }

    /** The record type of a nested field, null if the file has no such field. */
    AvroType.@Nullable Structure structure(int number) {
        int field = at(number);
        return field < targets.length
                        && valueType(types[field], nullBranches[field])
                                instanceof AvroType.Structure structure
                ? structure
                : null;
    }

    /** The items of a nested sequence, null if the file has no such field. */
    @Nullable AvroType items(int number) {
        int field = at(number);
        return field < targets.length
                        && valueType(types[field], nullBranches[field])
                                instanceof AvroType.Sequence sequence
                ? sequence.items()
                : null;
    }

    /**
     * Reads the branch of a field that may be null.
     *
     * @return whether a value follows
     */
    boolean hasValue(int field, ByteReader source) {
        int nullBranch = nullBranches[field];
        if (nullBranch < 0) {
            return true;
        }
        long branch = source.readLong();
        if (branch < 0 || branch > 1) {
            throw source.corrupt("branch " + branch + " of a union of 2");
        }
        return branch != nullBranch;
    }

    /** Passes over a field. */
    void skip(int field, ByteReader source) {
        AvroSkip.skip(types[field], source);
    }
}
