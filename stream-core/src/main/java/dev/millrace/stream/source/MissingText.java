package dev.millrace.stream.source;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/**
 * What files of separated values write where there is no value: nothing or blanks, {@code NA}, {@code N/A}, {@code NaN}, {@code null},
 * {@code none}, {@code \N}, a question mark or a dash, in any case. So it is for numbers, integers, truths and times; for texts any of
 * these may be a name, and only an empty field is missing.
 */
final class MissingText {
    private static final Set<String> WRITTEN = Set.of("", "na", "n/a", "#n/a", "nan", "null", "none", "\\n", "?", "-");
    private static final int LONGEST = 4;

    private MissingText() {}

    static boolean is(byte[] bytes, int from, int to) {
        int first = from;
        int end = to;
        while (first < end && bytes[first] == ' ') {
            first++;
        }
        while (end > first && bytes[end - 1] == ' ') {
            end--;
        }
        return end - first <= LONGEST
                && WRITTEN.contains(
                        new String(bytes, first, end - first, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT));
    }
}
