package io.weir.core.file;

import io.weir.error.InvalidRequestException;
import io.weir.format.FileFormat;
import io.weir.format.FormatProvider;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** The file formats there are, by name. Immutable. */
public final class FileFormats {

    private final Map<String, FileFormat> byName;

    private FileFormats(Map<String, FileFormat> byName) {
        this.byName = byName;
    }

    /** The formats on the class path. */
    public static FileFormats installed() {
        Map<String, FileFormat> found = new TreeMap<>();
        for (FormatProvider provider :
                ServiceLoader.load(FormatProvider.class, FileFormats.class.getClassLoader())) {
            FileFormat format = provider.format();
            found.put(format.name(), format);
        }
        return new FileFormats(found);
    }

    public static FileFormats of(FileFormat... formats) {
        Map<String, FileFormat> given = new TreeMap<>();
        for (FileFormat format : formats) {
            given.put(format.name(), format);
        }
        return new FileFormats(given);
    }

    /**
     * The format of a name.
     *
     * @throws InvalidRequestException there is none
     */
    public FileFormat named(String name) {
        FileFormat format = byName.get(name);
        if (format == null) {
            throw new InvalidRequestException(
                    "no file format '" + name + "'; there are " + byName.keySet());
        }
        return format;
    }

    /** The format of a file by its name's extension. */
    FileFormat ofFile(String fileName) {
        return named(fileName.substring(fileName.lastIndexOf('.') + 1));
    }
}
