package io.weir.core.meta;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Tells a damaged name from one that a newer version of the format brought. */
final class NearMiss {

    private NearMiss() {}

    /**
     * The known name that an unknown one differs from in one character, null if there is none or if
     * the name is known itself.
     */
    static @Nullable String of(String name, Collection<String> known) {
        if (known.contains(name)) {
            return null;
        }
        for (String candidate : known) {
            if (candidate.length() == name.length() && candidate.length() > 2) {
                int different = 0;
                for (int index = 0; index < name.length(); index++) {
                    if (name.charAt(index) != candidate.charAt(index)) {
                        different++;
                    }
                }
                if (different == 1) {
                    return candidate;
                }
            }
        }
        return null;
    }
}
