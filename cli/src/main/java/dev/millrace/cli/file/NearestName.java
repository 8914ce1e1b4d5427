package dev.millrace.cli.file;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds what somebody most likely meant: the name with the fewest slips of the keyboard between. */
public final class NearestName {
    private NearestName() {}

    /** {@code ; did you mean 'x'?}, or the list of what there is if nothing is near. */
    public static String hint(String wrong, Collection<String> names) {
        return nearest(wrong, names)
                .map(name -> "; did you mean '" + name + "'?")
                .orElseGet(() -> names.isEmpty()
                        ? ""
                        : "; there " + (names.size() == 1 ? "is " : "are ") + String.join(", ", names));
    }

    /** The nearest name, if it is near enough that it may have been meant: up to a third of its letters differ. */
    public static Optional<String> nearest(String wrong, Collection<String> names) {
        return names.stream()
                .filter(name -> distance(wrong, name) <= Math.max(1, Math.max(wrong.length(), name.length()) / 3))
                .min(Comparator.comparingInt((String name) -> distance(wrong, name))
                        .thenComparing(name -> name));
    }

    /** Letters to insert, delete, replace or swap with their neighbour (optimal string alignment); case is no slip. */
    static int distance(String from, String to) {
        int[][] cost = new int[from.length() + 1][to.length() + 1];
        for (int i = 0; i <= from.length(); i++) {
            for (int j = 0; j <= to.length(); j++) {
                cost[i][j] = i == 0 ? j : j == 0 ? i : cheapest(cost, from, to, i, j);
            }
        }
        return cost[from.length()][to.length()];
    }

    private static int cheapest(int[][] cost, String from, String to, int i, int j) {
        char a = Character.toLowerCase(from.charAt(i - 1));
        char b = Character.toLowerCase(to.charAt(j - 1));
        int best = Math.min(cost[i - 1][j] + 1, cost[i][j - 1] + 1);
        best = Math.min(best, cost[i - 1][j - 1] + (a == b ? 0 : 1));
        boolean swapped = i > 1
                && j > 1
                && a == Character.toLowerCase(to.charAt(j - 2))
                && b == Character.toLowerCase(from.charAt(i - 2));
        return swapped ? Math.min(best, cost[i - 2][j - 2] + 1) : best;
    }
}
