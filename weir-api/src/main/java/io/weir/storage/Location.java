package io.weir.storage;

import io.weir.error.InvalidRequestException;

/**
 * Where a file or a directory is: a scheme and an absolute path with {@code /} between names and
 * none at the end.
 *
 * @param scheme {@code file}, {@code s3} ...
 * @param path starts with {@code /}; for object stores the first name is the store's bucket
 */
public record Location(String scheme, String path) {

    public Location {
        if (!path.startsWith("/")) {
            throw new InvalidRequestException("location path " + path + " must start with /");
        }
        while (path.length() > 1 && path.endsWith("/")) {
            path = path.substring(0, path.length() - 1);
        }
    }

    /**
     * Reads {@code scheme:/path}, {@code scheme://authority/path} or a plain absolute path, which
     * is a local file.
     */
    public static Location of(String text) {
        int colon = text.indexOf(':');
        if (text.startsWith("/") || colon < 0) {
            return new Location("file", text);
        }
        String rest = text.substring(colon + 1);
        String scheme = text.substring(0, colon);
        if (rest.startsWith("//")) {
            rest = scheme.equals("file") ? rest.substring(2) : rest.substring(1);
        }
        return new Location(scheme, rest);
    }

    /**
     * A file or directory below this one; {@code name} may hold several names with {@code /}
     * between.
     */
    public Location resolve(String name) {
        return new Location(scheme, path.equals("/") ? "/" + name : path + "/" + name);
    }

    /** The last name. */
    public String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** The directory this lies in. */
    public Location parent() {
        int slash = path.lastIndexOf('/');
        return new Location(scheme, slash <= 0 ? "/" : path.substring(0, slash));
    }

    /** {@code file:/a/b}, {@code s3://bucket/key}. */
    @Override
    public String toString() {
        return scheme.equals("file") ? "file:" + path : scheme + ":/" + path;
    }
}
