package io.weir.format;

/** Brings a file format. Found by {@code ServiceLoader}. */
public interface FormatProvider {

    FileFormat format();
}
