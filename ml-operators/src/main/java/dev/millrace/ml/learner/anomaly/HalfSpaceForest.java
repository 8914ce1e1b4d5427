package dev.millrace.ml.learner.anomaly;

import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.learner.Usable;
import dev.millrace.stream.random.Random64;
import dev.millrace.stream.state.BadState;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import java.util.Arrays;

/**
 * The trees of {@link HalfSpaceTrees} over the first numbers and categories of a layout, with the windows that they count in.
 * Threading: one caller; {@link #score} with a buffer of one's own shares nothing.
 */
final class HalfSpaceForest {
    private static final double SHARE_LOOKED_INTO = 0.1;

    private final HalfSpaceSettings settings;
    private final int numbers;
    private final int categories;
    private long seed;
    private HalfSpaceTree[] trees;

    /** Smallest and largest values: those that the reference, and those that the latest masses, were measured by; and now. */
    private Ranges referenceRanges;

    private Ranges latestRanges;
    private Ranges ranges;

    /** Events of the window at hand. */
    private int events;

    /** Windows that are full. */
    private long windows;

    private double referenceWeight;
    private double latestWeight;
    private final double[] point;

    HalfSpaceForest(HalfSpaceSettings settings, int numbers, int categories, long seed) {
        this.settings = settings;
        this.numbers = numbers;
        this.categories = categories;
        this.point = new double[numbers];
        this.referenceRanges = new Ranges(numbers);
        this.latestRanges = new Ranges(numbers);
        this.ranges = new Ranges(numbers);
        grow(seed);
    }

    int numbers() {
        return numbers;
    }

    int categories() {
        return categories;
    }

    long seed() {
        return seed;
    }

    /** Whether there is a window to compare with. */
    boolean isReady() {
        return windows >= 2;
    }

    private void grow(long newSeed) {
        seed = newSeed;
        trees = new HalfSpaceTree[settings.trees()];
        for (int i = 0; i < trees.length; i++) {
            trees[i] = new HalfSpaceTree(Random64.seedOf(seed, "tree", i), settings.depth(), numbers, categories);
        }
    }

    /** By a buffer of one's own, as long as there are numbers. */
    double score(FeatureVector x, double[] measured) {
        if (!isReady()) {
            return 0;
        }
        referenceRanges.measure(x.numbers(), measured);
        double least = SHARE_LOOKED_INTO * referenceWeight;
        double one = referenceWeight / settings.window(); // the event itself, of an average weight
        double mass = 0;
        for (HalfSpaceTree tree : trees) {
            mass += tree.mass(measured, x.categories(), least, one);
        }
        return 1 / (1 + mass / (trees.length * referenceWeight));
    }

    /** The same as {@link #score(FeatureVector, double[])}, for whoever alone may use it now. */
    double scoreAlone(FeatureVector x) {
        return score(x, point);
    }

    void learn(FeatureVector x, double weight) {
        if (windows > 0) {
            latestRanges.measure(x.numbers(), point);
            for (HalfSpaceTree tree : trees) {
                tree.add(point, x.categories(), weight);
            }
            latestWeight += weight;
        }
        ranges.include(x.numbers());
        if (++events == settings.window()) {
            turn();
        }
    }

    private void turn() {
        for (HalfSpaceTree tree : trees) {
            tree.turn();
        }
        referenceWeight = latestWeight;
        latestWeight = 0;
        referenceRanges = latestRanges;
        latestRanges = ranges;
        ranges = new Ranges(numbers);
        events = 0;
        windows++;
    }

    void snapshot(StateWriter out) {
        out.writeLong(seed);
        out.writeInt(events);
        out.writeLong(windows);
        out.writeDouble(referenceWeight);
        out.writeDouble(latestWeight);
        referenceRanges.snapshot(out);
        latestRanges.snapshot(out);
        ranges.snapshot(out);
        out.writeInt(trees.length);
        for (HalfSpaceTree tree : trees) {
            tree.snapshot(out);
        }
    }

    void restore(StateReader in) {
        grow(in.readLong());
        events = in.readInt();
        windows = in.readLong();
        referenceWeight = in.readDouble();
        latestWeight = in.readDouble();
        referenceRanges.restore(in);
        latestRanges.restore(in);
        ranges.restore(in);
        int stored = in.readInt();
        if (stored != trees.length) {
            throw new BadState("the snapshot has " + stored + " trees, the settings say " + trees.length);
        }
        for (HalfSpaceTree tree : trees) {
            tree.restore(in);
        }
    }

    /** Smallest and largest value of each number; both infinite, the wrong way round, before the first. */
    private static final class Ranges {
        private final double[] low;
        private final double[] high;

        Ranges(int numbers) {
            low = new double[numbers];
            high = new double[numbers];
            Arrays.fill(low, Double.POSITIVE_INFINITY);
            Arrays.fill(high, Double.NEGATIVE_INFINITY);
        }

        void include(double[] values) {
            for (int i = 0; i < low.length; i++) {
                if (Usable.isUsable(values[i])) {
                    low[i] = Math.min(low[i], values[i]);
                    high[i] = Math.max(high[i], values[i]);
                }
            }
        }

        /** Puts 0 for the smallest and 1 for the largest; NaN, which lies right of nothing, for what is missing. */
        void measure(double[] values, double[] to) {
            for (int i = 0; i < to.length; i++) {
                double value = values[i];
                if (!Usable.isUsable(value) || low[i] > high[i]) {
                    to[i] = Double.NaN;
                } else if (low[i] == high[i]) {
                    to[i] = value == low[i] ? 0.5 : value < low[i] ? -1 : 2; // clearly off what was always the same
                } else {
                    to[i] = (value - low[i]) / (high[i] - low[i]);
                }
            }
        }

        void snapshot(StateWriter out) {
            out.writeDoubles(low);
            out.writeDoubles(high);
        }

        void restore(StateReader in) {
            fill(low, in.readDoubles());
            fill(high, in.readDoubles());
        }

        private static void fill(double[] target, double[] stored) {
            if (stored.length != target.length) {
                throw new BadState("the snapshot has ranges of " + stored.length + " numbers where this layout has "
                        + target.length + "; it belongs to other features");
            }
            System.arraycopy(stored, 0, target, 0, stored.length);
        }
    }
}
