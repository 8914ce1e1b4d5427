package dev.millrace.datasets.generator;

import java.util.Arrays;

/**
 * A reader's way through the concepts of a {@link Drift}, record by record. Where they follow each other once, a change stands
 * between a concept and all that come after it: it has chance of its own, from the same seed, and counts the records that come to it,
 * as do streams that are joined one within the other in MOA. Where they go round, each record looks at the nearest change.
 * O(1) a record, and more where changes overlap. Threading: one caller.
 */
final class Changes {
    /** Further from a change, in quarters of its width, a sigmoid is 0 or 1 to the last bit of a draw. */
    private static final double CERTAIN = 37.5;

    private final Drift drift;
    private final Random48 chance;
    private final Change[] changes;
    /** The first of those that may still show what was before them. */
    private int open;

    private long records;

    Changes(Drift drift, long seed) {
        this.drift = drift;
        this.chance = new Random48(seed);
        this.changes = new Change[drift.concepts().size() - 1];
        Arrays.setAll(changes, i -> new Change(seed));
    }

    /** Place in {@link Drift#concepts} of the concept that the next record shows. */
    int next() {
        long index = records++;
        if (changes.length == 0) {
            return 0;
        }
        if (drift.width() == 1) {
            return drift.place(index / drift.every());
        }
        return drift.recurring() ? besideTheNearest(index) : afterThoseBehind();
    }

    private int besideTheNearest(long index) {
        long change = StrictMath.max(1, (index + drift.every() / 2) / drift.every());
        return drift.place(isBehind(chance, index - change * drift.every()) ? change : change - 1);
    }

    private int afterThoseBehind() {
        int place = open;
        while (place < changes.length && changes[place].letsPass()) {
            place++;
        }
        while (open < changes.length && changes[open].isOver()) {
            open++;
        }
        return place;
    }

    /** Whether a record so far from a change shows what follows it: likelier along a sigmoid. */
    private boolean isBehind(Random48 drawing, long distance) {
        double exponent = 4.0 * distance / drift.width();
        return drawing.nextDouble() <= (exponent < -CERTAIN ? 0 : 1 / (1 + StrictMath.exp(-exponent)));
    }

    private final class Change {
        private final Random48 own;
        private long seen;

        Change(long seed) {
            own = new Random48(seed);
        }

        boolean letsPass() {
            seen++;
            return isBehind(own, seen - drift.every());
        }

        boolean isOver() {
            return 4.0 * (seen - drift.every()) / drift.width() > CERTAIN;
        }
    }
}
