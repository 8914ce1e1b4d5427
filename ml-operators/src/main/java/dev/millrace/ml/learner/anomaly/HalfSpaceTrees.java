package dev.millrace.ml.learner.anomaly;

import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.AnomalyDetector;
import dev.millrace.ml.learner.Usable;
import dev.millrace.stream.random.Random64;
import dev.millrace.stream.state.BadState;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import java.util.Arrays;

/**
 * Half-space trees: random trees over the space of events count where the events of a window fell; an event where few of the
 * window before fell is strange. As in the source, a point's mass is the reference mass of the first node on its way that has
 * a tenth of the window or less (or is a leaf), times 2^depth, and masses of all trees are added. The score is 1 / (1 + mean
 * mass / window): 1 where nothing was, ½ where it is as sparse as if all were spread evenly; so the order is the source's.
 *
 * <p>The source takes numbers in [0, 1]; here each is measured by its smallest and largest value in the window before the one
 * that is learned, so ranges may change. So the first two windows score 0. Of a category, a cut sends each code to one side by
 * chance. What is missing goes left; hashed values are not looked at. Weights multiply masses.
 *
 * <p>Cost: trees · depth steps per score and per event learned; 36 bytes for each node that something came by, of which there
 * are at most 2^(depth + 1) in a tree. Source: see {@link #PAPER}.
 */
public final class HalfSpaceTrees implements AnomalyDetector {
    static final String PAPER = "Tan, Ting and Liu, \"Fast anomaly detection for streaming data\", IJCAI 2011";
    private static final int FORMAT = 1;
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

    public HalfSpaceTrees(HalfSpaceSettings settings, Layout layout, long seed) {
        this.settings = settings;
        this.numbers = layout.numbers().size();
        this.categories = layout.categories().size();
        if (numbers + categories == 0) {
            throw new IllegalArgumentException(
                    "half-space-trees look at numbers and categories, and there are none among"
                            + " the features; add one");
        }
        this.point = new double[numbers];
        this.referenceRanges = new Ranges(numbers);
        this.latestRanges = new Ranges(numbers);
        this.ranges = new Ranges(numbers);
        grow(seed);
    }

    private void grow(long newSeed) {
        seed = newSeed;
        trees = new HalfSpaceTree[settings.trees()];
        for (int i = 0; i < trees.length; i++) {
            trees[i] = new HalfSpaceTree(Random64.seedOf(seed, "tree", i), settings.depth(), numbers, categories);
        }
    }

    @Override
    public double score(FeatureVector x) {
        return score(x, new double[numbers]);
    }

    private double score(FeatureVector x, double[] measured) {
        if (windows < 2) {
            return 0;
        }
        referenceRanges.measure(x.numbers(), measured);
        double least = SHARE_LOOKED_INTO * referenceWeight;
        double mass = 0;
        for (HalfSpaceTree tree : trees) {
            mass += tree.mass(measured, x.categories(), least);
        }
        return 1 / (1 + mass / (trees.length * referenceWeight));
    }

    @Override
    public double scoreAndLearn(FeatureVector x, double weight) {
        double score = score(x, point);
        learn(x, weight);
        return score;
    }

    @Override
    public void learn(FeatureVector x, double weight) {
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

    @Override
    public void snapshot(StateWriter out) {
        out.writeInt(FORMAT);
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

    @Override
    public void restore(StateReader in) {
        int format = in.readInt();
        if (format != FORMAT) {
            throw new BadState("half-space trees of format " + format + " are unknown here; this is format " + FORMAT);
        }
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
