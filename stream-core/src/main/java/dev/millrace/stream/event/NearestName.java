package dev.millrace.stream.event;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Finds the known name that somebody most likely meant, for messages such as {@code unknown field 'amout'; did you mean
 * 'amount'?}. O(names · length²); for error paths. Threading: any thread. Source: Damerau, "A technique for computer
 * detection and correction of spelling errors", CACM 7 (1964), as optimal string alignment.
 */
public final class NearestName {
    /** Names in one message. */
    private static final int MOST = 60;

    private NearestName() {}

    /** The nearest known name, if one is near enough: at most a third of its letters differ, case aside. */
    public static Optional<String> of(String given, Collection<String> known) {
        String nearest = null;
        int least = Integer.MAX_VALUE;
        for (String name : known) {
            int distance = distance(given.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT));
            int allowed = Math.max(1, Math.max(given.length(), name.length()) / 3);
            if (distance <= allowed && distance < least) {
                nearest = name;
                least = distance;
            }
        }
        return Optional.ofNullable(nearest);
    }

    /** {@code ; did you mean 'amount'?}, or where nothing is near, {@code ; known are a, b, c}. */
    public static String hint(String given, Collection<String> known) {
        return of(given, known)
                .map(name -> "; did you mean '" + name + "'?")
                .orElseGet(() -> known.isEmpty() ? "; there are none" : "; known are " + some(known));
    }

    /** All names if they are not too many to read, else the first of them: {@code c0, c1, c2 and 4,998 more}. */
    public static String some(Collection<String> names) {
        if (names.size() <= MOST) {
            return String.join(", ", names);
        }
        return names.stream().limit(MOST).collect(Collectors.joining(", "))
                + String.format(Locale.ROOT, " and %,d more", names.size() - MOST);
    }

    /** How many insertions, deletions, replacements and swaps of neighbours turn one text into the other. */
    static int distance(String one, String other) {
        int[] beforeLast = new int[other.length() + 1];
        int[] last = new int[other.length() + 1];
        int[] row = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int change = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(Math.min(row[j - 1], last[j]) + 1, last[j - 1] + change);
                if (i > 1
                        && j > 1
                        && one.charAt(i - 1) == other.charAt(j - 2)
                        && one.charAt(i - 2) == other.charAt(j - 1)) {
                    row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
                }
            }
            int[] spare = beforeLast;
            beforeLast = last;
            last = row;
            row = spare;
        }
        return last[other.length()];
    }
}
