package dev.millrace.ml.learner.tree;

import dev.millrace.ml.learner.bayes.ClassConditionals;
import dev.millrace.stream.state.BadState;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import java.util.Arrays;

/** A node of an {@link ExtremelyFastTree}: it remembers what each attribute's best split would have gained so far. */
abstract sealed class RevisableNode {
    /** Sum of the gains seen at every search, by index of the attribute in the layout; handed on when the node is replaced. */
    final double[] gains;

    /** Categories that were split on above: once on a path is enough. */
    final boolean[] used;

    /** Searches since this node was made. */
    int searches;

    RevisableNode(double[] gains, boolean[] used) {
        this.gains = gains;
        this.used = used;
    }

    /** Adds the gains of one search. */
    void remember(SplitSearch search) {
        searches++;
        for (int a = 0; a < gains.length; a++) {
            if (!Double.isNaN(search.gain(a))) {
                gains[a] += search.gain(a);
            }
        }
    }

    double averageGain(int attribute) {
        return gains[attribute] / searches;
    }

    void snapshot(StateWriter out) {
        out.writeDoubles(gains);
        out.writeInt(searches);
        for (boolean one : used) {
            out.writeBoolean(one);
        }
    }

    /** A leaf. */
    static final class Learning extends RevisableNode {
        final Leaf leaf;
        int events;

        Learning(Leaf leaf, double[] gains, boolean[] used) {
            super(gains, used);
            this.leaf = leaf;
        }
    }

    /** An inner node that goes on counting. */
    static final class Revisable extends RevisableNode {
        final SplitTest test;

        /** Index in the layout of the attribute that is tested. */
        final int attribute;

        /** Null where an outcome has not occurred since the split. */
        final RevisableNode[] children;

        /** The branch of a missing value, as in {@link Split}. */
        final int missing;

        final ClassConditionals seen;

        /** Classes when it was split, for the range of a gain. */
        final int classesAtSplit;

        double[] weights;

        Revisable(
                SplitTest test,
                int attribute,
                RevisableNode[] children,
                int missing,
                ClassConditionals seen,
                int classesAtSplit,
                double[] weights,
                double[] gains,
                boolean[] used) {
            super(gains, used);
            this.test = test;
            this.attribute = attribute;
            this.children = children;
            this.missing = missing;
            this.seen = seen;
            this.classesAtSplit = classesAtSplit;
            this.weights = weights;
        }

        void count(int label, double weight) {
            if (label >= weights.length) {
                weights = Arrays.copyOf(weights, label + 1);
            }
            weights[label] += weight;
        }

        double total() {
            double sum = 0;
            for (double weight : weights) {
                sum += weight;
            }
            return sum;
        }
    }

    private static final int NOTHING = 0;
    private static final int LEARNING = 1;
    private static final int REVISABLE = 2;

    static void write(RevisableNode node, StateWriter out) {
        if (node == null) {
            out.writeByte(NOTHING);
        } else if (node instanceof Learning learning) {
            out.writeByte(LEARNING);
            learning.snapshot(out);
            learning.leaf.snapshot(out);
            out.writeInt(learning.events);
        } else if (node instanceof Revisable split) {
            out.writeByte(REVISABLE);
            split.snapshot(out);
            split.test.snapshot(out);
            out.writeInt(split.attribute);
            out.writeInt(split.missing);
            split.seen.snapshot(out);
            out.writeInt(split.classesAtSplit);
            out.writeDoubles(split.weights);
            out.writeInt(split.children.length);
            for (RevisableNode child : split.children) {
                write(child, out);
            }
        }
    }

    static RevisableNode read(StateReader in, StoredAttributes attributes, int format) {
        int kind = in.readByte();
        if (kind == NOTHING) {
            return null;
        }
        if (kind != LEARNING && kind != REVISABLE) {
            throw new BadState("a node of kind " + kind + " in an EFDT; the snapshot is damaged");
        }
        double[] gains = in.readDoubles();
        if (gains.length != attributes.before()) {
            throw new BadState("an EFDT over " + gains.length + " attributes where there were " + attributes.before()
                    + "; the snapshot belongs to other features");
        }
        int searches = in.readInt();
        boolean[] used = new boolean[gains.length];
        for (int a = 0; a < used.length; a++) {
            used[a] = in.readBoolean();
        }
        int now = attributes.layout().attributes().size();
        if (now > gains.length) {
            searches = averagesBeginAnew(gains, searches);
            gains = Arrays.copyOf(gains, now);
            used = Arrays.copyOf(used, now);
        }
        RevisableNode node = kind == LEARNING
                ? readLearning(in, attributes, format, gains, used)
                : readRevisable(in, attributes, format, gains, used);
        node.searches = searches;
        return node;
    }

    /** Averages stay what they are, as if of one search: an attribute that has come has none, and is not to carry that for ever. */
    private static int averagesBeginAnew(double[] gains, int searches) {
        for (int a = 0; searches > 0 && a < gains.length; a++) {
            gains[a] /= searches;
        }
        return Math.min(searches, 1);
    }

    private static Learning readLearning(
            StateReader in, StoredAttributes attributes, int format, double[] gains, boolean[] used) {
        Learning learning = new Learning(Leaf.restore(in, attributes, format), gains, used);
        learning.events = in.readInt();
        return learning;
    }

    private static Revisable readRevisable(
            StateReader in, StoredAttributes attributes, int format, double[] gains, boolean[] used) {
        SplitTest test = SplitTest.restore(in, attributes.layout());
        int attribute = in.readInt();
        int missing = in.readInt();
        ClassConditionals seen = attributes.readAll(in, format);
        int classesAtSplit = in.readInt();
        double[] weights = in.readDoubles();
        int count = in.readInt();
        if (count < 1 || count > in.remaining() || attribute < 0 || attribute >= gains.length) {
            throw new BadState("a split with " + count + " branches in an EFDT; the snapshot is damaged");
        }
        RevisableNode[] children = new RevisableNode[count];
        for (int b = 0; b < count; b++) {
            children[b] = read(in, attributes, format);
        }
        return new Revisable(test, attribute, children, missing, seen, classesAtSplit, weights, gains, used);
    }
}
