package io.weir.option;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Keys and values as users give them. Immutable, ordered by key. */
public final class Options {

    private static final Options EMPTY = new Options(Map.of());
    private final Map<String, String> values;

    private Options(Map<String, String> values) {
        this.values = java.util.Collections.unmodifiableMap(new TreeMap<>(values));
    }

    public static Options of(Map<String, String> values) {
        return values.isEmpty() ? EMPTY : new Options(values);
    }

    public static Options empty() {
        return EMPTY;
    }

    /** The value of an option, or its default. */
    public <T> T get(Option<T> option) {
        return option.read(values);
    }

    /** The value of an option if it was given. */
    public <T> Optional<T> find(Option<T> option) {
        return values.containsKey(option.key())
                ? Optional.of(option.read(values))
                : Optional.empty();
    }

    public Optional<String> find(String key) {
        return Optional.ofNullable(values.get(key));
    }

    public boolean has(Option<?> option) {
        return values.containsKey(option.key());
    }

    /** The same options with others laid over them. */
    public Options with(Map<String, String> others) {
        Map<String, String> joined = new TreeMap<>(values);
        joined.putAll(others);
        return of(joined);
    }

    public Map<String, String> asMap() {
        return values;
    }
}
