package dev.millrace.ml.learner.anomaly;

import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.AnomalyDetector;
import dev.millrace.stream.random.Random64;
import dev.millrace.stream.state.BadState;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;

/**
 * Half-space trees: random trees over the space of events count where the events of a window fell; an event where few of the
 * window before fell is strange. As in the source, a point's mass is the reference mass of the first node on its way that has
 * a tenth of the window or less (or is a leaf), times 2^depth, and masses of all trees are added. The score is 1 / (1 + mean
 * mass / window): ½ where it is as sparse as if all were spread evenly. To each mass the event itself is added: where nothing was, the score
 * is nearer to 1 the larger the region is in which nothing was; with the source's masses every new extreme would be as strange as any other.
 *
 * <p>The source takes numbers in [0, 1]; here each is measured by its smallest and largest value in the window before the one
 * that is learned, so ranges may change. So the first two windows score 0. Of a category, a cut sends each code to one side by
 * chance. What is missing goes left; hashed values are not looked at. Weights multiply masses.
 *
 * <p>Where features are appended, new trees over all of them learn beside the old ones, and take over once they have a window to
 * compare with: two windows later, as at the start. Trees remember no more than that anyway.
 *
 * <p>Cost: trees · depth steps per score and per event learned; 36 bytes for each node that something came by, of which there
 * are at most 2^(depth + 1) in a tree. Source: see {@link #PAPER}.
 */
public final class HalfSpaceTrees implements AnomalyDetector {
    static final String PAPER = "Tan, Ting and Liu, \"Fast anomaly detection for streaming data\", IJCAI 2011";
    private static final int FORMAT = 2;

    private final HalfSpaceSettings settings;
    private final Layout layout;
    private HalfSpaceForest forest;

    /** Looks at more features, and takes over once it has a window to compare with; mostly null. */
    private HalfSpaceForest next;

    public HalfSpaceTrees(HalfSpaceSettings settings, Layout layout, long seed) {
        this.settings = settings;
        this.layout = layout;
        if (layout.numbers().size() + layout.categories().size() == 0) {
            throw new IllegalArgumentException(
                    "half-space-trees look at numbers and categories, and there are none among"
                            + " the features; add one");
        }
        this.forest = over(layout, seed);
    }

    private HalfSpaceForest over(Layout features, long seed) {
        return new HalfSpaceForest(
                settings, features.numbers().size(), features.categories().size(), seed);
    }

    @Override
    public double score(FeatureVector x) {
        return forest.score(x, new double[forest.numbers()]);
    }

    @Override
    public double scoreAndLearn(FeatureVector x, double weight) {
        double score = forest.scoreAlone(x);
        learn(x, weight);
        return score;
    }

    @Override
    public void learn(FeatureVector x, double weight) {
        forest.learn(x, weight);
        if (next != null) {
            next.learn(x, weight);
            if (next.isReady()) {
                forest = next;
                next = null;
            }
        }
    }

    @Override
    public void snapshot(StateWriter out) {
        out.writeInt(FORMAT);
        out.writeInt(forest.numbers());
        out.writeInt(forest.categories());
        forest.snapshot(out);
        out.writeBoolean(next != null);
        if (next != null) {
            next.snapshot(out);
        }
    }

    @Override
    public void restore(StateReader in) {
        restore(in, layout);
    }

    @Override
    public void restore(StateReader in, Layout before) {
        int format = in.readInt();
        if (format < 1 || format > FORMAT) {
            throw new BadState(
                    "half-space trees of format " + format + " are unknown here; this reads formats up to " + FORMAT);
        }
        int numbers = format == 1 ? before.numbers().size() : in.readInt();
        int categories = format == 1 ? before.categories().size() : in.readInt();
        if (numbers < 0
                || categories < 0
                || numbers > before.numbers().size()
                || categories > before.categories().size()) {
            throw new BadState("half-space trees over " + numbers + " numbers and " + categories
                    + " categories; the snapshot belongs to other features");
        }
        forest = new HalfSpaceForest(settings, numbers, categories, 0);
        forest.restore(in);
        next = null;
        if (format > 1 && in.readBoolean()) {
            next = over(before, 0);
            next.restore(in);
        }
        int attributes = layout.numbers().size() + layout.categories().size();
        if (attributes > before.numbers().size() + before.categories().size()) {
            next = over(layout, Random64.seedOf(forest.seed(), "features", attributes));
        }
    }
}
