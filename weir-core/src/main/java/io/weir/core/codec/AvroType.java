package io.weir.core.codec;

import java.util.List;

/** The types of an Avro schema, as far as our files have them. */
public sealed interface AvroType {

    /** The types without parts. */
    enum Scalar implements AvroType {
        NULL,
        BOOLEAN,
        INT,
        LONG,
        FLOAT,
        DOUBLE,
        BYTES,
        STRING
    }

    /** A field of a record. */
    record Field(String name, AvroType type) {}

    /** Fields one after the other. */
    record Structure(List<Field> fields) implements AvroType {}

    /** Blocks of items, each with a count in front. */
    record Sequence(AvroType items) implements AvroType {}

    /** Blocks of text keys and values. */
    record Dictionary(AvroType values) implements AvroType {}

    /** The number of a branch, then its value. */
    record Union(List<AvroType> branches) implements AvroType {}

    /** So many bytes. */
    record Fixed(int sizeBytes) implements AvroType {}

    /** The number of a symbol. */
    record Enumeration(int symbols) implements AvroType {}
}
