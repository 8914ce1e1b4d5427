package dev.millrace.ml.profile;

import dev.millrace.ml.drift.Adwin;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the mean of a number changes, by {@link Adwin}. The range of the first {@value #FIRST} values is taken as 0 … 1;
 * what lies outside counts as its end. Amortised O(log n) a value. Threading: one caller.
 */
final class ChangeWatch {
    private static final int FIRST = 500;

    private final List<Double> first = new ArrayList<>();
    private final List<Long> firstRows = new ArrayList<>();
    private final Adwin detector = new Adwin();
    private final List<Long> changes = new ArrayList<>();
    private double least = Double.POSITIVE_INFINITY;
    private double most = Double.NEGATIVE_INFINITY;
    private long taken;

    /** @param row of the stream, from 1 */
    void update(long row, double value) {
        if (taken < FIRST) {
            first.add(value);
            firstRows.add(row);
            least = Math.min(least, value);
            most = Math.max(most, value);
            if (++taken == FIRST) {
                replay();
            }
            return;
        }
        watch(row, value);
    }

    private void replay() {
        for (int i = 0; i < first.size(); i++) {
            watch(firstRows.get(i), first.get(i));
        }
        first.clear();
        firstRows.clear();
    }

    private void watch(long row, double value) {
        double share = most > least ? (value - least) / (most - least) : value > most ? 1 : value < least ? 0 : 0.5;
        if (detector.update(Math.min(1, Math.max(0, share)))) {
            changes.add(row);
        }
    }

    /** Rows at which a change showed, ascending. */
    List<Long> changes() {
        replay(); // a short stream; once it was longer there is nothing left to replay
        return List.copyOf(changes);
    }
}
