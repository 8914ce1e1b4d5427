package dev.millrace.ml.profile;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Counts names, exactly up to {@value #MOST} different ones; those that come later are not counted. Threading: one caller. */
public final class Names {
    /** So many different names are kept. */
    public static final int MOST = 100_000;

    private final Map<String, long[]> counts = new LinkedHashMap<>();
    private long all;
    private boolean more;

    /**
     * A name and how often it came.
     *
     * @param share of all that had a name
     */
    public record Counted(String name, long count, double share) {}

    void add(String name) {
        all++;
        long[] count = counts.get(name);
        if (count != null) {
            count[0]++;
        } else if (counts.size() < MOST) {
            counts.put(name, new long[] {1});
        } else {
            more = true;
        }
    }

    /** Different names, of those that are kept. */
    public int distinct() {
        return counts.size();
    }

    /** Whether there were more than are kept. */
    public boolean isMore() {
        return more;
    }

    /** The most frequent names; those that came first go first where they are as frequent. */
    public List<Counted> top(int most) {
        return counts.entrySet().stream()
                .map(entry -> new Counted(entry.getKey(), entry.getValue()[0], (double) entry.getValue()[0] / all))
                .sorted(Comparator.comparingLong(Counted::count).reversed())
                .limit(most)
                .toList();
    }
}
