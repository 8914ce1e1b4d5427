package dev.millrace.ml.learner.tree;

import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.Classifier;
import dev.millrace.ml.learner.Scores;
import dev.millrace.ml.learner.bayes.AttributeChoice;
import dev.millrace.ml.learner.bayes.ClassConditionals;
import dev.millrace.ml.learner.tree.RevisableNode.Learning;
import dev.millrace.ml.learner.tree.RevisableNode.Revisable;
import dev.millrace.stream.random.Random64;
import dev.millrace.stream.state.BadState;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import java.util.function.Supplier;

/**
 * A Hoeffding "anytime" tree: a leaf is split as soon as its best split is, with the wanted confidence, better than none, on the
 * average of the searches so far; every split goes on counting, is looked at again, and gives way to a better one together with
 * what hangs below it. Leaves predict as those of {@link HoeffdingTree} do, missing values and weights are handled
 * likewise, and hashed values are not used.
 *
 * <p>Cost: statistics of every node on the path per event learned. Memory: bounded by {@code max-nodes} times classes times
 * attributes. Source: see {@link #PAPER}.
 */
public final class ExtremelyFastTree implements Classifier {
    static final String PAPER = "Manapragada, Webb and Salehi, \"Extremely fast decision tree\", KDD 2018";
    private static final int FORMAT = 3;
    private static final double LEAST_GAIN = 1e-10;

    private final EfdtSettings settings;
    private final Layout layout;
    private final SplitSearch search;
    private final AttributeChoice all;
    private final Supplier<AttributeChoice> everything;

    private RevisableNode root;
    private int nodes;
    private long events;

    /** For learning only: predicting shares nothing. */
    private double[] scratch = new double[2];

    private double[] factors = new double[2];

    /** The leaf that the event at hand was predicted by, and what naive Bayes said there; null between events. */
    private Leaf judged;

    private int bayes;

    public ExtremelyFastTree(EfdtSettings settings, Layout layout) {
        this.settings = settings;
        this.layout = layout;
        this.search =
                new SplitSearch(layout, settings.splitPoints(), settings.minBranchFraction(), settings.binarySplits());
        this.all = AttributeChoice.all(layout);
        this.everything = () -> all;
        int attributes = layout.attributes().size();
        this.root = new Learning(new Leaf(new double[0]), new double[attributes], new boolean[attributes]);
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

    @Override
    public void predictAlone(FeatureVector x, double[] scores) {
        ensureRoom(scores.length);
        predict(x, scores, factors);
    }

    /** @param factors scratch space for as many classes as were learned; null to make it */
    private void predict(FeatureVector x, double[] scores, double[] factors) {
        RevisableNode node = root;
        while (node instanceof Revisable split) {
            RevisableNode child = split.children[branch(split, x)];
            if (child == null) {
                Leaf.shares(split.weights, scores);
                return;
            }
            node = child;
        }
        Leaf leaf = ((Learning) node).leaf;
        if (leaf.classes() == 0 || leaf.prefersMajority()) {
            leaf.shares(scores);
            return;
        }
        leaf.bayesOrShares(x, scores, factors == null ? new double[leaf.classes()] : factors);
    }

    private static int branch(Revisable split, FeatureVector x) {
        return split.test.branch(x, split.missing, split.children.length);
    }

    @Override
    public void predictAndLearn(FeatureVector x, int label, double weight, double[] scores) {
        ensureRoom(scores.length);
        RevisableNode node = root;
        Revisable above = null;
        while (node instanceof Revisable split) {
            above = split;
            node = split.children[branch(split, x)];
        }
        if (node == null) {
            Leaf.shares(above.weights, scores);
        } else {
            Leaf leaf = ((Learning) node).leaf;
            boolean possible = leaf.bayes(x, scores, factors);
            bayes = Scores.argmax(scores, leaf.classes());
            judged = leaf;
            if (!possible || leaf.classes() == 0 || leaf.prefersMajority()) {
                leaf.shares(scores);
            } else {
                Scores.normalize(scores);
            }
        }
        learn(x, label, weight);
        judged = null;
    }

    private void ensureRoom(int classes) {
        if (scratch.length < classes) {
            scratch = new double[classes];
            factors = new double[classes];
        }
    }

    @Override
    public void learn(FeatureVector x, int label, double weight) {
        Revisable parent = null;
        int parentBranch = 0;
        RevisableNode node = root;
        boolean look = events % settings.reEvaluationPeriod() == 0;
        events++;
        while (node instanceof Revisable split) {
            split.count(label, weight);
            split.seen.observe(x, label, weight);
            int branch = branch(split, x);
            if (split.children[branch] == null) {
                split.children[branch] = new Learning(
                        new Leaf(new double[0]), new double[layout.attributes().size()], usedBelow(split));
                nodes++;
            }
            Revisable better = look ? revised(split) : null;
            if (better != null) {
                replace(parent, parentBranch, better);
                nodes += count(better) - count(split);
                releaseBelow(split);
                return; // what hung below is gone: there is nobody to learn
            }
            parent = split;
            parentBranch = branch;
            node = split.children[branch];
        }
        learn((Learning) node, parent, parentBranch, x, label, weight);
    }

    private void learn(Learning node, Revisable parent, int parentBranch, FeatureVector x, int label, double weight) {
        Leaf leaf = node.leaf;
        if (leaf != judged) {
            ensureRoom(leaf.classes());
            leaf.bayes(x, scratch, factors);
            bayes = Scores.argmax(scratch, leaf.classes());
        }
        leaf.judge(bayes, label, weight);
        leaf.learn(x, label, weight, everything);
        node.events++;
        if (node.events % settings.gracePeriod() == 0 && nodes < settings.maxNodes() && !leaf.isPure()) {
            search.search(leaf);
            node.remember(search);
            if (isWorthSplitting(node)) {
                Revisable split = split(node, leaf.conditionals(), leaf.weights());
                replace(parent, parentBranch, split);
                nodes += count(split) - 1;
            }
        }
    }

    private boolean isWorthSplitting(Learning node) {
        if (search.best() == null || search.bestGain() < LEAST_GAIN) {
            return false;
        }
        int attribute = search.bestAttribute();
        if (node.used[attribute]) {
            return false;
        }
        double bound = bound(node.leaf.classes(), Math.min(node.leaf.total(), search.bestEvidence()));
        return node.averageGain(attribute) > bound || bound < settings.tieThreshold();
    }

    private double bound(int classes, double total) {
        return SplitSearch.hoeffdingBound(SplitSearch.log2(Math.max(2, classes)), settings.splitConfidence(), total);
    }

    /** A better split for this node's place, or null if there is none. */
    private Revisable revised(Revisable node) {
        search.search(node.seen, node.weights);
        node.remember(search);
        if (search.best() == null) {
            return null;
        }
        double lead = node.averageGain(search.bestAttribute()) - node.averageGain(node.attribute);
        double bound = bound(node.classesAtSplit, Math.min(node.total(), search.bestEvidence()));
        if (lead > bound || (bound < settings.tieThreshold() && lead > settings.tieThreshold() / 2)) {
            return split(node, node.seen, node.weights);
        }
        return null;
    }

    private Revisable split(RevisableNode node, ClassConditionals seen, double[] weights) {
        double[][] branches = search.branchesOfBest();
        int missing = search.childrenOfBest();
        Revisable split = new Revisable(
                search.best(),
                search.bestAttribute(),
                new RevisableNode[missing + 1],
                missing,
                seen,
                weights.length,
                weights,
                node.gains,
                node.used);
        for (int b = 0; b < branches.length; b++) {
            split.children[b] = new Learning(
                    new Leaf(branches[b]), new double[layout.attributes().size()], usedBelow(split));
        }
        return split;
    }

    private static boolean[] usedBelow(Revisable split) {
        boolean[] used = split.used.clone();
        if (split.test.kind() != SplitTest.Kind.AT_MOST) {
            used[split.attribute] = true;
        }
        return used;
    }

    private void replace(Revisable parent, int parentBranch, RevisableNode by) {
        if (parent == null) {
            root = by;
        } else {
            parent.children[parentBranch] = by;
        }
    }

    /** What has been counted below a split that was replaced may be forgotten; what it has counted itself goes on. */
    private static void releaseBelow(Revisable split) {
        for (RevisableNode child : split.children) {
            if (child instanceof Revisable below) {
                releaseBelow(below);
                below.seen.release();
            } else if (child instanceof Learning learning) {
                learning.leaf.release();
            }
        }
    }

    private static int count(RevisableNode node) {
        if (node instanceof Revisable split) {
            int sum = 1;
            for (RevisableNode child : split.children) {
                sum += count(child);
            }
            return sum;
        }
        return node == null ? 0 : 1;
    }

    @Override
    public void snapshot(StateWriter out) {
        out.writeInt(FORMAT);
        out.writeLong(events);
        RevisableNode.write(root, out);
    }

    @Override
    public void restore(StateReader in) {
        restore(in, layout);
    }

    /** As {@link HoeffdingTree#restore(StateReader, Layout)}; splits give way to better ones of new attributes, too. */
    @Override
    public void restore(StateReader in, Layout before) {
        int format = in.readInt();
        if (format < 1 || format > FORMAT) {
            throw new BadState("EFDT of format " + format + " is unknown here; this reads formats up to " + FORMAT);
        }
        events = in.readLong();
        root = RevisableNode.read(in, new StoredAttributes(layout, all, before, new Random64(0)), format);
        nodes = count(root);
    }
}
