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
 * often there. A missing value takes the branch that was heaviest when its node was split; hashed values are not used. An event's
 * weight counts it that many times.
 *
 * <p>Cost: one path plus one leaf's naive Bayes per event, a search for splits each grace period. Memory: bounded by
 * {@code max-nodes} times classes times attributes. Source: see {@link #PAPER}.
 */
public final class HoeffdingTree implements Classifier {
    static final String PAPER = "Domingos and Hulten, \"Mining high-speed data streams\", KDD 2000; adaptive leaves:"
            + " Holmes, Kirkby and Pfahringer, \"Stress-testing Hoeffding trees\", PKDD 2005";
    private static final int FORMAT = 1;
    private static final int LEAF = 0;
    private static final int SPLIT = 1;
    private static final int NOTHING = 2;

    private final HoeffdingTreeSettings settings;
    private final Layout layout;
    private final SplitSearch search;
    private final AttributeChoice all;
    private final Random64 random;

    /** What a new leaf looks at. */
    private final Supplier<AttributeChoice> attributes;

    private Node root;
    private int nodes;

    /** For learning only: predicting shares nothing. */
    private double[] scratch = new double[2];

    // Where the last event that was routed for learning fell.
    private Split parent;
    private int parentBranch;

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

    /** Nodes, inner ones and leaves. */
    public int nodes() {
        return nodes;
    }

    @Override
    public void predict(FeatureVector x, double[] scores) {
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
            leaf.bayesLogs(x, scores);
            answer(leaf, scores);
        }
    }

    private boolean usesMajority(Leaf leaf) {
        return leaf.classes() == 0
                || settings.leafPrediction() == LeafPrediction.MAJORITY
                || (settings.leafPrediction() == LeafPrediction.ADAPTIVE && leaf.prefersMajority());
    }

    private static void answer(Leaf leaf, double[] scores) {
        if (!Scores.softmax(scores, leaf.classes())) {
            leaf.shares(scores);
        }
    }

    @Override
    public void learn(FeatureVector x, int label, double weight) {
        Leaf leaf = leafFor(x);
        int bayes = 0;
        if (settings.leafPrediction() == LeafPrediction.ADAPTIVE) {
            leaf.bayesLogs(x, scratch(leaf.classes()));
            bayes = Scores.argmax(scratch, leaf.classes());
        }
        learn(leaf, bayes, x, label, weight);
    }

    @Override
    public void predictAndLearn(FeatureVector x, int label, double weight, double[] scores) {
        if (settings.leafPrediction() != LeafPrediction.ADAPTIVE) {
            predict(x, scores);
            learn(x, label, weight);
            return;
        }
        Node node = root;
        parent = null;
        while (node instanceof Split split) {
            parent = split;
            parentBranch = split.branch(x);
            node = split.children[parentBranch];
        }
        if (node == null) {
            Leaf.shares(parent.weights, scores);
            learn(x, label, weight);
            return;
        }
        Leaf leaf = (Leaf) node;
        leaf.bayesLogs(x, scores);
        int bayes = Scores.argmax(scores, leaf.classes());
        if (usesMajority(leaf)) {
            leaf.shares(scores);
        } else {
            answer(leaf, scores);
        }
        learn(leaf, bayes, x, label, weight);
    }

    private double[] scratch(int length) {
        if (scratch.length < length) {
            scratch = new double[length + 2];
        }
        return scratch;
    }

    /** The leaf where this vector belongs, made if its branch is empty. */
    private Leaf leafFor(FeatureVector x) {
        Node node = root;
        parent = null;
        while (node instanceof Split split) {
            parent = split;
            parentBranch = split.branch(x);
            node = split.children[parentBranch];
        }
        if (node == null) {
            node = new Leaf(new double[0]);
            parent.children[parentBranch] = node;
            nodes++;
        }
        return (Leaf) node;
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
        Node[] children = new Node[search.childrenOfBest()];
        for (int b = 0; b < branches.length; b++) {
            children[b] = new Leaf(branches[b]);
        }
        nodes += branches.length;
        return new Split(search.best(), children, leaf.weights(), SplitSearch.heaviest(branches));
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
        int format = in.readInt();
        if (format != FORMAT) {
            throw new BadState("Hoeffding tree of format " + format + " is unknown here; this is format " + FORMAT);
        }
        random.restore(in);
        nodes = 0;
        parent = null;
        root = read(in);
    }

    private Node read(StateReader in) {
        int kind = in.readByte();
        if (kind == NOTHING) {
            return null;
        }
        nodes++;
        if (kind == LEAF) {
            return Leaf.restore(in, layout, all);
        }
        if (kind != SPLIT) {
            throw new BadState("a node of kind " + kind + " in a Hoeffding tree; the snapshot is damaged");
        }
        SplitTest test = SplitTest.restore(in, layout);
        double[] weights = in.readDoubles();
        int heaviest = in.readInt();
        int count = in.readInt();
        if (count < 1 || count > in.remaining()) {
            throw new BadState("a split with " + count + " branches in a Hoeffding tree; the snapshot is damaged");
        }
        Node[] children = new Node[count];
        for (int b = 0; b < children.length; b++) {
            children[b] = read(in);
        }
        return new Split(test, children, weights, heaviest);
    }
}
