package dev.millrace.ml.learner.tree;

import dev.millrace.ml.drift.Adwin;
import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.Classifier;
import dev.millrace.ml.learner.Scores;
import dev.millrace.ml.learner.bayes.AttributeChoice;
import dev.millrace.ml.learner.tree.AdaptiveNode.Branching;
import dev.millrace.ml.learner.tree.AdaptiveNode.Learning;
import dev.millrace.ml.math.Elementary;
import dev.millrace.stream.random.Poisson;
import dev.millrace.stream.random.Random64;
import dev.millrace.stream.state.BadState;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.function.Supplier;

/**
 * A Hoeffding tree that forgets: each node watches its error with ADWIN; when that rises, an alternate subtree starts to grow
 * beside the old one and takes its place once its own error is, with the wanted confidence, lower. Alternates that
 * have split vote with the main path, each leaf by the inverse square of its error. Leaves weigh events by a Poisson
 * number of mean 1 (at least 1). Missing values and weights as in {@link HoeffdingTree}; hashed values are not used.
 *
 * <p>Cost: one ADWIN step per node on the path per event learned. Memory: bounded by {@code max-nodes} times classes times
 * attributes. Source: see {@link #PAPER}.
 */
public final class HoeffdingAdaptiveTree implements Classifier {
    static final String PAPER =
            "Bifet and Gavaldà, \"Adaptive learning from evolving data streams\", Advances in Intelligent Data Analysis 2009";
    private static final int FORMAT = 3;

    /** Keeps the vote of a leaf that has never erred finite. */
    private static final double LEAST_ERROR = 1e-3;

    private static final int MOST_SPARE = 256;
    private static final Poisson ONE = new Poisson(1);

    private final AdaptiveTreeSettings settings;

    /** Of the confidence with which an alternate takes over. */
    private final double switchLogs;

    private final Layout layout;
    private final SplitSearch search;
    private final AttributeChoice all;
    private final Random64 random;

    private final Supplier<AttributeChoice> everything;

    /** Detectors of nodes that are gone: trees grow and lose branches all the time. Not part of the state. */
    private final ArrayDeque<Adwin> spare = new ArrayDeque<>();

    private AdaptiveNode root;
    private int nodes = 1;

    /** For learning only: predicting shares nothing. */
    private double[] scratch = new double[2];

    private double[] factors = new double[2];
    private double[] votes = new double[2];

    // What the main path below the node at hand predicts, and its leaf by naive Bayes alone.
    private int predicted;
    private int bayes;

    public HoeffdingAdaptiveTree(AdaptiveTreeSettings settings, Layout layout, long seed) {
        this.settings = settings;
        this.switchLogs = Elementary.log(2 / settings.switchConfidence());
        this.layout = layout;
        this.search =
                new SplitSearch(layout, settings.splitPoints(), settings.minBranchFraction(), settings.binarySplits());
        this.all = AttributeChoice.all(layout);
        this.everything = () -> all;
        this.random = new Random64(seed);
        this.root = seedling(new double[0]);
    }

    /** Nodes, inner ones, leaves and those of alternates. */
    public int nodes() {
        return nodes;
    }

    private Learning seedling(double[] weights) {
        return new Learning(new Leaf(weights), detector());
    }

    /** A new detector, if need be one that a node that is gone has left. */
    private Adwin detector() {
        Adwin left = spare.poll();
        return left == null ? new Adwin(settings.driftDelta()) : left;
    }

    /** Takes a subtree out of the count and keeps its detectors and statistics for others. */
    private void drop(AdaptiveNode node) {
        if (node == null) {
            return;
        }
        nodes--;
        if (node instanceof Branching branching) {
            drop(branching.alternate);
            for (AdaptiveNode child : branching.children) {
                drop(child);
            }
        } else if (node instanceof Learning learning) {
            learning.leaf.release();
        }
        keep(node.error);
    }

    private void keep(Adwin left) {
        if (spare.size() < MOST_SPARE) {
            left.clear();
            spare.add(left);
        }
    }

    @Override
    public void predict(FeatureVector x, double[] scores) {
        if (hasVotingAlternate(x)) {
            vote(x, scores, new double[scores.length], new double[scores.length]);
        } else {
            scoresOfMainPath(root, x, scores, new double[scores.length]);
        }
    }

    @Override
    public void predictAndLearn(FeatureVector x, int label, double weight, double[] scores) {
        ensureRoom(Math.max(label + 1, scores.length));
        if (hasVotingAlternate(x)) {
            Arrays.fill(votes, 0);
            vote(x, scores, votes, factors);
            look(root, x, scratch);
        } else {
            look(root, x, scores);
        }
        root = learn(root, x, label, weight);
    }

    private boolean hasVotingAlternate(FeatureVector x) {
        AdaptiveNode node = root;
        while (node instanceof Branching branching) {
            if (branching.alternate instanceof Branching) {
                return true;
            }
            node = branching.children[branching.branch(x)];
        }
        return false;
    }

    /** Scores of the leaf that the main path leads to; returns its error. */
    private static double scoresOfMainPath(AdaptiveNode from, FeatureVector x, double[] scores, double[] factors) {
        AdaptiveNode node = from;
        while (node instanceof Branching branching) {
            AdaptiveNode child = branching.children[branching.branch(x)];
            if (child == null) {
                Leaf.shares(branching.weights, scores);
                return branching.error.mean();
            }
            node = child;
        }
        Leaf leaf = ((Learning) node).leaf;
        if (leaf.classes() == 0 || leaf.prefersMajority()) {
            leaf.shares(scores);
        } else {
            leaf.bayesOrShares(x, scores, factors);
        }
        return node.error.mean();
    }

    private void vote(FeatureVector x, double[] scores, double[] votes, double[] factors) {
        vote(root, x, scores, votes, factors);
        System.arraycopy(votes, 0, scores, 0, scores.length);
        Scores.normalize(scores);
    }

    /** Adds the votes of the leaves below a node, alternates included. */
    private static void vote(AdaptiveNode from, FeatureVector x, double[] scores, double[] votes, double[] factors) {
        AdaptiveNode node = from;
        while (node instanceof Branching branching) {
            if (branching.alternate instanceof Branching alternate) {
                vote(alternate, x, scores, votes, factors);
            }
            node = branching.children[branching.branch(x)];
        }
        double error = Math.max(LEAST_ERROR, scoresOfMainPath(from, x, scores, factors));
        for (int k = 0; k < scores.length; k++) {
            votes[k] += scores[k] / (error * error);
        }
    }

    /**
     * What the main path below a node predicts. All nodes on it share one leaf, so one look serves the errors of them all.
     * The scores are those of {@link #scoresOfMainPath}.
     */
    private void look(AdaptiveNode from, FeatureVector x, double[] scores) {
        AdaptiveNode node = from;
        while (node instanceof Branching branching) {
            node = branching.children[branching.branch(x)];
            if (node == null) {
                Leaf.shares(branching.weights, scores);
                predicted = Scores.argmax(scores, scores.length);
                return;
            }
        }
        Leaf leaf = ((Learning) node).leaf;
        boolean possible = leaf.bayes(x, scores, factors);
        bayes = Scores.argmax(scores, leaf.classes());
        if (!possible || leaf.classes() == 0 || leaf.prefersMajority()) {
            leaf.shares(scores);
        } else {
            Scores.normalize(scores);
        }
        predicted = Scores.argmax(scores, scores.length);
    }

    @Override
    public void learn(FeatureVector x, int label, double weight) {
        ensureRoom(label + 1);
        root = lookAndLearn(root, x, label, weight);
    }

    private void ensureRoom(int classes) {
        if (scratch.length < classes) {
            scratch = new double[classes];
            factors = new double[classes];
            votes = new double[classes];
        }
    }

    private AdaptiveNode lookAndLearn(AdaptiveNode node, FeatureVector x, int label, double weight) {
        look(node, x, scratch);
        return learn(node, x, label, weight);
    }

    /** Lets a subtree learn whose main path was looked at; gives what stands in its place afterwards. */
    private AdaptiveNode learn(AdaptiveNode node, FeatureVector x, int label, double weight) {
        if (node instanceof Learning learning) {
            return learnLeaf(learning, x, label, weight);
        }
        Branching branching = (Branching) node;
        if (branching.worsens(predicted != label)) {
            drop(branching.alternate);
            nodes++;
            branching.alternate = seedling(new double[0]);
        } else if (branching.alternate != null) {
            int better = compare(branching.error, branching.alternate.error);
            if (better > 0) {
                AdaptiveNode winner = branching.alternate;
                branching.alternate = null;
                drop(branching);
                return lookAndLearn(winner, x, label, weight);
            }
            if (better < 0) {
                drop(branching.alternate);
                branching.alternate = null;
            }
        }
        if (branching.alternate != null) {
            int predictedHere = predicted;
            int bayesHere = bayes;
            branching.alternate = lookAndLearn(branching.alternate, x, label, weight);
            predicted = predictedHere;
            bayes = bayesHere;
        }
        int branch = branching.branch(x);
        AdaptiveNode child = branching.children[branch];
        if (child == null) {
            child = seedling(new double[0]);
            nodes++;
        }
        branching.children[branch] = learn(child, x, label, weight);
        return branching;
    }

    /** 1 if the alternate is better than the old, −1 if it is worse, 0 if nobody can tell yet. */
    private int compare(Adwin old, Adwin alternate) {
        if (old.width() <= settings.switchWidth() || alternate.width() <= settings.switchWidth()) {
            return 0;
        }
        double harmonic = 1.0 / old.width() + 1.0 / alternate.width();
        double spread = old.mean() * (1 - old.mean());
        double bound = Math.sqrt(2 * spread * switchLogs * harmonic);
        double lead = old.mean() - alternate.mean();
        return lead > bound ? 1 : lead < -bound ? -1 : 0;
    }

    private AdaptiveNode learnLeaf(Learning node, FeatureVector x, int label, double weight) {
        Leaf leaf = node.leaf;
        if (leaf.classes() == 0) { // just made: the look fell on its parent's shares
            bayes = 0;
            predicted = 0;
        }
        node.worsens(predicted != label);
        double drawn = weight * Math.max(1, ONE.draw(random));
        leaf.judge(bayes, label, drawn);
        leaf.learn(x, label, drawn, everything);
        boolean due = leaf.attemptIsDue(settings.gracePeriod());
        if (!due || nodes >= settings.maxNodes() || leaf.isPure()) {
            return node;
        }
        return search.isClear(leaf, settings.splitConfidence(), settings.tieThreshold()) ? split(node) : node;
    }

    private Branching split(Learning node) {
        Leaf leaf = node.leaf;
        node.error.clear();
        double[][] branches = search.branchesOfBest();
        SplitTest test = search.best();
        int missing = search.childrenOfBest();
        AdaptiveNode[] children = new AdaptiveNode[missing + 1];
        for (int b = 0; b < branches.length; b++) {
            children[b] = seedling(branches[b]);
        }
        nodes += branches.length;
        leaf.release();
        return new Branching(test, children, missing, leaf.weights(), node.error);
    }

    @Override
    public void snapshot(StateWriter out) {
        out.writeInt(FORMAT);
        random.snapshot(out);
        out.writeInt(scratch.length);
        AdaptiveNode.write(root, out);
    }

    @Override
    public void restore(StateReader in) {
        restore(in, layout);
    }

    /** As {@link HoeffdingTree#restore(StateReader, Layout)}. */
    @Override
    public void restore(StateReader in, Layout before) {
        int format = in.readInt();
        if (format < 1 || format > FORMAT) {
            throw new BadState(
                    "adaptive tree of format " + format + " is unknown here; this reads formats up to " + FORMAT);
        }
        random.restore(in);
        ensureRoom(in.readInt());
        root = AdaptiveNode.read(in, new StoredAttributes(layout, all, before, random), settings.driftDelta(), format);
        nodes = AdaptiveNode.count(root);
    }
}
