package dev.millrace.ml.learner.tree;

import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.Classifier;
import dev.millrace.ml.learner.Scores;
import dev.millrace.ml.learner.bayes.AttributeChoice;
import dev.millrace.ml.learner.tree.HoeffdingTreeSettings.LeafPrediction;
import dev.millrace.stream.random.Random64;
import dev.millrace.stream.state.BadState;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import java.util.function.Supplier;

/**
 * A decision tree that splits a leaf once the Hoeffding bound says that its best split is, with the wanted confidence, the
 * best for the whole stream. Leaves predict by the classes' shares or by naive Bayes, whichever has been right more
 * often there. A missing value is an outcome of a test like any, with a branch of its own; hashed values are not used. An event's
 * weight counts it that many times.
 *
 * <p>Cost: one path plus one leaf's naive Bayes per event, a search for splits each grace period. Memory: bounded by
 * {@code max-nodes} times classes times attributes. Source: see {@link #PAPER}.
 */
public final class HoeffdingTree implements Classifier {
    static final String PAPER = "Domingos and Hulten, \"Mining high-speed data streams\", KDD 2000; adaptive leaves:"
            + " Holmes, Kirkby and Pfahringer, \"Stress-testing Hoeffding trees\", PKDD 2005";
    private static final int FORMAT = 3;
    private static final int LEAF = 0;
    private static final int SPLIT = 1;
    private static final int NOTHING = 2;

    private final HoeffdingTreeSettings settings;
    private final Layout layout;
    private final SplitSearch search;

    /** All attributes that leaves may look at. */
    private final AttributeChoice all;

    private final Random64 random;

    /** What a new leaf looks at. */
    private final Supplier<AttributeChoice> attributes;

    private Node root;
    private int nodes;

    /** For learning only: predicting shares nothing. */
    private double[] scratch = new double[2];

    private double[] factors = new double[2];

    // Where the last event that was routed for learning fell.
    private Split parent;
    private int parentBranch;
    private Leaf reached;

    public HoeffdingTree(HoeffdingTreeSettings settings, Layout layout) {
        this(settings, layout, Integer.MAX_VALUE, 0);
    }

    /**
     * @param attributesPerLeaf how many attributes a leaf looks at, drawn by chance for each leaf: a tree for a forest
     * @param seed of that chance
     */
    public HoeffdingTree(HoeffdingTreeSettings settings, Layout layout, int attributesPerLeaf, long seed) {
        this.settings = settings;
        this.layout = layout;
        this.search =
                new SplitSearch(layout, settings.splitPoints(), settings.minBranchFraction(), settings.binarySplits());
        this.all = AttributeChoice.all(layout);
        this.random = new Random64(seed);
        boolean every = attributesPerLeaf >= layout.attributes().size();
        this.attributes = every ? () -> all : () -> AttributeChoice.random(layout, attributesPerLeaf, random);
        this.root = new Leaf(new double[0]);
        this.nodes = 1;
    }

    /** @param choice what every leaf looks at: a tree over a part of the attributes */
    public HoeffdingTree(HoeffdingTreeSettings settings, Layout layout, AttributeChoice choice) {
        this.settings = settings;
        this.layout = layout;
        this.search =
                new SplitSearch(layout, settings.splitPoints(), settings.minBranchFraction(), settings.binarySplits());
        this.all = choice;
        this.random = new Random64(0);
        this.attributes = () -> choice;
        this.root = new Leaf(new double[0]);
        this.nodes = 1;
    }

    /** Nodes, inner ones and leaves. */
    public int nodes() {
        return nodes;
    }

    @Override
    public void predict(FeatureVector x, double[] scores) {
        predict(x, scores, null);
    }

    /** @param factors scratch space for as many classes as were learned; null to make it */
    private void predict(FeatureVector x, double[] scores, double[] factors) {
        Node node = root;
        Split above = null;
        while (node instanceof Split split) {
            above = split;
            node = split.children[split.branch(x)];
        }
        if (node == null) {
            Leaf.shares(above.weights, scores);
            return;
        }
        Leaf leaf = (Leaf) node;
        if (usesMajority(leaf)) {
            leaf.shares(scores);
        } else {
            leaf.bayesOrShares(x, scores, factors == null ? new double[leaf.classes()] : factors);
        }
    }

    private boolean usesMajority(Leaf leaf) {
        return leaf.classes() == 0
                || settings.leafPrediction() == LeafPrediction.MAJORITY
                || (settings.leafPrediction() == LeafPrediction.ADAPTIVE && leaf.prefersMajority());
    }

    @Override
    public void predictAlone(FeatureVector x, double[] scores) {
        predict(x, scores, factors);
    }

    @Override
    public void learn(FeatureVector x, int label, double weight) {
        ensureRoom(label + 1);
        Leaf leaf = leafFor(x);
        int bayes = 0;
        if (settings.leafPrediction() == LeafPrediction.ADAPTIVE) {
            leaf.bayes(x, scratch, factors);
            bayes = Scores.argmax(scratch, leaf.classes());
        }
        learn(leaf, bayes, x, label, weight);
    }

    @Override
    public void predictAndLearn(FeatureVector x, int label, double weight, double[] scores) {
        ensureRoom(label + 1);
        if (settings.leafPrediction() != LeafPrediction.ADAPTIVE) {
            predict(x, scores, factors);
            learn(x, label, weight);
            return;
        }
        route(x);
        if (reached == null) {
            Leaf.shares(parent.weights, scores);
            learn(x, label, weight);
            return;
        }
        Leaf leaf = reached;
        boolean possible = leaf.bayes(x, scores, factors);
        int bayes = Scores.argmax(scores, leaf.classes());
        if (usesMajority(leaf) || !possible) {
            leaf.shares(scores);
        } else {
            Scores.normalize(scores);
        }
        learn(leaf, bayes, x, label, weight);
    }

    private void ensureRoom(int classes) {
        if (scratch.length < classes) {
            scratch = new double[classes];
            factors = new double[classes];
        }
    }

    /** Follows a vector down to a leaf, or to where one has not grown yet. */
    private void route(FeatureVector x) {
        Node node = root;
        parent = null;
        while (node instanceof Split split) {
            parent = split;
            parentBranch = split.branch(x);
            node = split.children[parentBranch];
        }
        reached = (Leaf) node;
    }

    /** The leaf where this vector belongs, made if its branch is empty. */
    private Leaf leafFor(FeatureVector x) {
        route(x);
        if (reached == null) {
            reached = new Leaf(new double[0]);
            parent.children[parentBranch] = reached;
            nodes++;
        }
        return reached;
    }

    private void learn(Leaf leaf, int bayes, FeatureVector x, int label, double weight) {
        if (settings.leafPrediction() == LeafPrediction.ADAPTIVE) {
            leaf.judge(bayes, label, weight);
        }
        leaf.learn(x, label, weight, attributes);
        if (leaf.attemptIsDue(settings.gracePeriod()) && nodes < settings.maxNodes() && !leaf.isPure()) {
            attemptToSplit(leaf);
        }
    }

    private void attemptToSplit(Leaf leaf) {
        if (search.isClear(leaf, settings.splitConfidence(), settings.tieThreshold())) {
            Split split = split(leaf);
            if (parent == null) {
                root = split;
            } else {
                parent.children[parentBranch] = split;
            }
        }
    }

    private Split split(Leaf leaf) {
        double[][] branches = search.branchesOfBest();
        int missing = search.childrenOfBest();
        Node[] children = new Node[missing + 1];
        for (int b = 0; b < branches.length; b++) {
            children[b] = new Leaf(branches[b]);
        }
        nodes += branches.length;
        leaf.release();
        return new Split(search.best(), children, leaf.weights(), missing);
    }

    @Override
    public void snapshot(StateWriter out) {
        out.writeInt(FORMAT);
        random.snapshot(out);
        write(root, out);
    }

    private static void write(Node node, StateWriter out) {
        if (node == null) {
            out.writeByte(NOTHING);
        } else if (node instanceof Leaf leaf) {
            out.writeByte(LEAF);
            leaf.snapshot(out);
        } else if (node instanceof Split split) {
            out.writeByte(SPLIT);
            split.snapshot(out);
            for (Node child : split.children) {
                write(child, out);
            }
        }
    }

    @Override
    public void restore(StateReader in) {
        restore(in, layout);
    }

    /**
     * Splits stay, and leaves begin to look at new attributes: all of them, or each with the chance that the leaf's others had.
     * Until a leaf has seen enough of one, it counts for no split there.
     */
    @Override
    public void restore(StateReader in, Layout before) {
        int format = in.readInt();
        if (format < 1 || format > FORMAT) {
            throw new BadState(
                    "Hoeffding tree of format " + format + " is unknown here; this reads formats up to " + FORMAT);
        }
        random.restore(in);
        nodes = 0;
        parent = null;
        reached = null;
        root = read(in, new StoredAttributes(layout, all, before, random), format);
        ensureRoom(classes(root));
    }

    /** Classes that a leaf below has room for. */
    private static int classes(Node node) {
        if (node instanceof Split split) {
            int most = split.weights.length;
            for (Node child : split.children) {
                most = Math.max(most, classes(child));
            }
            return most;
        }
        return node == null ? 0 : ((Leaf) node).classes();
    }

    private Node read(StateReader in, StoredAttributes attributes, int format) {
        int kind = in.readByte();
        if (kind == NOTHING) {
            return null;
        }
        nodes++;
        if (kind == LEAF) {
            return Leaf.restore(in, attributes, format);
        }
        if (kind != SPLIT) {
            throw new BadState("a node of kind " + kind + " in a Hoeffding tree; the snapshot is damaged");
        }
        SplitTest test = SplitTest.restore(in, layout);
        double[] weights = in.readDoubles();
        int missing = in.readInt();
        int count = in.readInt();
        if (count < 1 || count > in.remaining()) {
            throw new BadState("a split with " + count + " branches in a Hoeffding tree; the snapshot is damaged");
        }
        Node[] children = new Node[count];
        for (int b = 0; b < children.length; b++) {
            children[b] = read(in, attributes, format);
        }
        return new Split(test, children, weights, missing);
    }
}
