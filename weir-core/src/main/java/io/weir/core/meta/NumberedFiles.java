package io.weir.core.meta;

import io.weir.storage.FileStatus;
import io.weir.storage.ListPage;
import io.weir.storage.Location;
import io.weir.storage.Storage;
import java.util.ArrayList;
import java.util.List;

/** Files named {@code <prefix><number>} in one directory. */
final class NumberedFiles {

    private static final int PAGE = 1000;

    private NumberedFiles() {}

    /** The numbers in ascending order; other names are passed over. */
    static List<Long> list(Storage storage, Location directory, String prefix) {
        List<Long> numbers = new ArrayList<>();
        // All names with the prefix are greater than the prefix itself.
        String after = prefix;
        while (true) {
            ListPage page = storage.list(directory, after, PAGE);
            for (FileStatus entry : page.entries()) {
                after = entry.location().name();
                if (!after.startsWith(prefix)) {
                    numbers.sort(null);
                    return numbers;
                }
                long number = number(after, prefix);
                if (number >= 0 && !entry.directory()) {
                    numbers.add(number);
                }
            }
            if (page.last() || page.entries().isEmpty()) {
                numbers.sort(null);
                return numbers;
            }
        }
    }

    /** The number in a name, -1 if it is not of this kind. */
    private static long number(String name, String prefix) {
        String digits = name.substring(prefix.length());
        if (digits.isEmpty() || digits.length() > 18) {
            return -1;
        }
        for (int index = 0; index < digits.length(); index++) {
            if (digits.charAt(index) < '0' || digits.charAt(index) > '9') {
                return -1;
            }
        }
        return Long.parseLong(digits);
    }
}
