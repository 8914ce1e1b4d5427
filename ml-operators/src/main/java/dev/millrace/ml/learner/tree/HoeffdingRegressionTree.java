package dev.millrace.ml.learner.tree;

import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.Regressor;
import dev.millrace.ml.learner.Usable;
import dev.millrace.ml.learner.bayes.AttributeChoice;
import dev.millrace.ml.learner.tree.RegressionNode.Leaf;
import dev.millrace.ml.learner.tree.RegressionNode.Split;
import dev.millrace.ml.learner.tree.RegressionTreeSettings.LeafModel;
import dev.millrace.stream.random.Random64;
import dev.millrace.stream.state.BadState;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import java.util.function.Supplier;

/**
 * A tree for values (FIMT-DD) that splits a leaf once the Hoeffding bound says that its best split takes more of the standard
 * deviation away than the second, for the whole stream. Leaves predict by their mean or by a linear model, whichever has erred
 * less of late. Each inner node watches its error with the Page-Hinkley test; when that rises, an alternate subtree starts to
 * grow, and takes its place once it errs less.
 *
 * <p>A missing value takes the branch that was heaviest when its node was split, and stands for the mean in linear models;
 * hashed values are not used; values beyond ±1e100 are not learned. An event's weight counts it that many times. Cost: one path
 * and one leaf's statistics per event, a search for splits each grace period. Memory: up to 32 bins per number and leaf,
 * bounded by {@code max-nodes}. Source: see {@link #PAPER}.
 */
public final class HoeffdingRegressionTree implements Regressor {
    static final String PAPER =
            "Ikonomovska, Gama and Džeroski, \"Learning model trees from evolving data streams\", Data"
                    + " Mining and Knowledge Discovery 23 (2011)";
    private static final int FORMAT = 2;

    /** Events between two comparisons of a subtree with its alternate, and how many of these an alternate may lose. */
    private static final int COMPARE_EVERY = 150;

    private static final int PATIENCE = 10;

    private final RegressionTreeSettings settings;

    /** Whether leaves have linear models. */
    private final boolean fits;

    /** Whether inner nodes watch their errors. */
    private final boolean watches;

    private final Layout layout;
    private final InputScale scale;
    private final VarianceSearch search;

    private final SpareParts spare;

    /** All attributes that leaves may split on. */
    private final AttributeChoice all;

    private final Random64 random;

    /** What a new leaf may split on. */
    private final Supplier<AttributeChoice> attributes;

    private RegressionNode root;
    private int nodes = 1;

    /** A tree every leaf of which may split on every attribute. */
    public HoeffdingRegressionTree(RegressionTreeSettings settings, Layout layout) {
        this(settings, layout, Integer.MAX_VALUE, 0);
    }

    /**
     * @param attributesPerLeaf how many attributes a leaf may split on, drawn by chance for each leaf: a tree for a forest
     * @param seed of that chance
     */
    public HoeffdingRegressionTree(RegressionTreeSettings settings, Layout layout, int attributesPerLeaf, long seed) {
        this.settings = settings;
        this.fits = settings.leafModel() != LeafModel.MEAN;
        this.watches = settings.driftThreshold() < Double.POSITIVE_INFINITY;
        this.layout = layout;
        this.scale = new InputScale(layout.numbers().size());
        this.search = new VarianceSearch(settings.minBranchFraction());
        this.spare = new SpareParts(layout);
        this.all = AttributeChoice.all(layout);
        this.random = new Random64(seed);
        boolean every = attributesPerLeaf >= layout.attributes().size();
        this.attributes = every ? () -> all : () -> AttributeChoice.random(layout, attributesPerLeaf, random);
        int numbers = layout.numbers().size();
        this.root = spare.leaf(0, new LeafLine(numbers, layout.categories().size()), attributes.get());
    }

    /** Nodes, inner ones, leaves and those of alternates. */
    public int nodes() {
        return nodes;
    }

    @Override
    public double predict(FeatureVector x) {
        return predict(root, x);
    }

    private double predict(RegressionNode from, FeatureVector x) {
        RegressionNode node = from;
        while (node instanceof Split split) {
            node = split.children[split.branch(x)];
        }
        return ((Leaf) node).predict(x, settings.leafModel(), scale);
    }

    @Override
    public void learn(FeatureVector x, double value, double weight) {
        predictAndLearn(x, value, weight);
    }

    @Override
    public double predictAndLearn(FeatureVector x, double value, double weight) {
        double predicted = predict(root, x);
        if (Usable.isUsable(value)) {
            if (fits) {
                scale.observe(x, weight);
            }
            scale.observe(value, weight);
            root = learn(root, x, value, weight, predicted);
        }
        return predicted;
    }

    /**
     * Lets a subtree learn; gives what stands in its place afterwards.
     *
     * @param predicted what the subtree predicted before
     */
    private RegressionNode learn(RegressionNode node, FeatureVector x, double value, double weight, double predicted) {
        if (node instanceof Leaf leaf) {
            return learnLeaf(leaf, x, value, weight);
        }
        Split split = (Split) node;
        if (watches) {
            RegressionNode instead = watch(split, x, value, weight, predicted);
            if (instead != split) {
                return instead;
            }
        }
        int branch = split.branch(x);
        split.children[branch] = learn(split.children[branch], x, value, weight, predicted);
        return split;
    }

    /** Looks at the error of a subtree, and lets its alternate learn; gives what is to stand in its place. */
    private RegressionNode watch(Split split, FeatureVector x, double value, double weight, double predicted) {
        double error = scaledError(value, predicted);
        if (split.detector.update(error) && split.alternate == null && nodes < settings.maxNodes()) {
            split.startAlternate(spare.leaf(predicted, leafOf(split, x).line, attributes.get()));
            nodes++;
        }
        if (split.alternate != null) {
            double alternative = predict(split.alternate, x);
            split.compare(error, scaledError(value, alternative));
            split.alternate = learn(split.alternate, x, value, weight, alternative);
            if (split.alternateEvents % COMPARE_EVERY == 0) {
                if (split.alternateLoss < split.loss) {
                    RegressionNode alternate = split.alternate;
                    split.alternate = null;
                    nodes -= RegressionNode.count(split);
                    RegressionNode.release(split, spare);
                    return alternate;
                }
                if (split.alternateEvents >= PATIENCE * COMPARE_EVERY) {
                    nodes -= RegressionNode.count(split.alternate);
                    RegressionNode.release(split.alternate, spare);
                    split.alternate = null;
                }
            }
        }
        return split;
    }

    private static Leaf leafOf(RegressionNode from, FeatureVector x) {
        RegressionNode node = from;
        while (node instanceof Split split) {
            node = split.children[split.branch(x)];
        }
        return (Leaf) node;
    }

    /** An error in standard deviations of all values seen; 0 as long as these are equal, or for a value that is not learned. */
    public double scaledError(double value, double predicted) {
        double deviation = scale.deviation();
        return deviation > 0 && Usable.isUsable(value) ? Math.abs(value - predicted) / deviation : 0;
    }

    private RegressionNode learnLeaf(Leaf leaf, FeatureVector x, double value, double weight) {
        if (fits) {
            double rate = settings.rate() / (1 + leaf.moments[0] * settings.rateDecay());
            leaf.fit(x, value, Math.min(1, rate * weight), scale);
        }
        leaf.count(x, value, weight, spare);
        boolean due = leaf.moments[0] - leaf.weightAtLastAttempt >= settings.gracePeriod();
        if (!due || nodes >= settings.maxNodes()) {
            return leaf;
        }
        leaf.weightAtLastAttempt = leaf.moments[0];
        search.search(leaf);
        return search.best() != null && isClear(Math.min(leaf.moments[0], search.evidence())) ? split(leaf) : leaf;
    }

    private boolean isClear(double weight) {
        double bound = SplitSearch.hoeffdingBound(1, settings.splitConfidence(), weight);
        return search.secondGain() / search.bestGain() + bound < 1 || bound < settings.tieThreshold();
    }

    private Split split(Leaf leaf) {
        RegressionNode[] children = new RegressionNode[2];
        for (int b = 0; b < 2; b++) {
            children[b] = spare.leaf(search.mean(b), leaf.line, attributes.get());
        }
        nodes += 2;
        spare.give(leaf);
        int heaviest = search.weight(0) >= search.weight(1) ? 0 : 1;
        return new Split(search.best(), children, heaviest, settings.driftThreshold());
    }

    @Override
    public void snapshot(StateWriter out) {
        out.writeInt(FORMAT);
        random.snapshot(out);
        scale.snapshot(out);
        RegressionNode.write(root, out);
    }

    @Override
    public void restore(StateReader in) {
        restore(in, layout);
    }

    /** Splits stay; leaves and their linear models begin to look at new attributes. */
    @Override
    public void restore(StateReader in, Layout before) {
        int format = in.readInt();
        if (format < 1 || format > FORMAT) {
            throw new BadState(
                    "regression tree of format " + format + " is unknown here; this reads formats up to " + FORMAT);
        }
        if (format > 1) {
            random.restore(in);
        }
        scale.restore(in, before.numbers().size());
        root = RegressionNode.read(
                in, new StoredAttributes(layout, all, before, random), settings.driftThreshold(), format);
        nodes = RegressionNode.count(root);
    }
}
