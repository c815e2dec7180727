package io.weir.core.codec;

/** Passes over values of an Avro block that nobody wants. */
public final class AvroSkip {

    private AvroSkip() {}

    public static void skip(AvroType type, ByteReader source) {
        if (type instanceof AvroType.Scalar scalar) {
            skipScalar(scalar, source);
        } else if (type instanceof AvroType.Structure structure) {
            for (AvroType.Field field : structure.fields()) {
                skip(field.type(), source);
            }
        } else if (type instanceof AvroType.Union union) {
            long branch = source.readLong();
            if (branch < 0 || branch >= union.branches().size()) {
                throw source.corrupt(
                        "branch " + branch + " of a union of " + union.branches().size());
            }
            skip(union.branches().get((int) branch), source);
        } else if (type instanceof AvroType.Sequence sequence) {
            skipBlocks(false, sequence.items(), source);
        } else if (type instanceof AvroType.Dictionary dictionary) {
            skipBlocks(true, dictionary.values(), source);
        } else if (type instanceof AvroType.Fixed fixed) {
            source.skip(fixed.sizeBytes());
        } else {
            source.readLong();
        }
    }

    private static void skipScalar(AvroType.Scalar scalar, ByteReader source) {
        switch (scalar) {
            case NULL -> {}
            case BOOLEAN -> source.skip(1);
            case INT, LONG -> source.readLong();
            case FLOAT -> source.skip(4);
            case DOUBLE -> source.skip(8);
            case BYTES, STRING -> source.skip(source.readLong());
        }
    }

    private static void skipBlocks(boolean withKeys, AvroType items, ByteReader source) {
        for (int left = AvroFileReader.blockLength(source);
                left > 0;
                left = AvroFileReader.blockLength(source)) {
            for (int item = 0; item < left; item++) {
                if (withKeys) {
                    skipScalar(AvroType.Scalar.STRING, source);
                }
                skip(items, source);
            }
        }
    }
}
