package dev.millrace.ml.learner.tree;

import dev.millrace.ml.drift.Adwin;
import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.stream.state.BadState;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;

/** A node of a {@link HoeffdingAdaptiveTree}: it watches the error of the subtree below it. */
abstract sealed class AdaptiveNode {
    private static final int NOTHING = 0;
    private static final int LEARNING = 1;
    private static final int BRANCHING = 2;

    /** Errors, 0 or 1 an event. */
    final Adwin error;

    AdaptiveNode(Adwin error) {
        this.error = error;
    }

    /** Takes the next error; true if the error has changed for the worse. */
    boolean worsens(boolean wrong) {
        double before = error.mean();
        return error.update(wrong ? 1 : 0) && before <= error.mean();
    }

    /** A leaf. */
    static final class Learning extends AdaptiveNode {
        final Leaf leaf;

        Learning(Leaf leaf, Adwin error) {
            super(error);
            this.leaf = leaf;
        }
    }

    /** An inner node. */
    static final class Branching extends AdaptiveNode {
        final SplitTest test;

        /** Null where an outcome has not occurred since the split. */
        final AdaptiveNode[] children;

        /** The branch of a missing value, as in {@link Split}. */
        final int missing;

        /** Weight by class when it was split. */
        final double[] weights;

        /** What grows to take its place, or null. */
        AdaptiveNode alternate;

        Branching(SplitTest test, AdaptiveNode[] children, int missing, double[] weights, Adwin error) {
            super(error);
            this.test = test;
            this.children = children;
            this.missing = missing;
            this.weights = weights;
        }

        int branch(FeatureVector x) {
            return test.branch(x, missing, children.length);
        }
    }

    static int count(AdaptiveNode node) {
        if (node instanceof Branching branching) {
            int sum = 1 + count(branching.alternate);
            for (AdaptiveNode child : branching.children) {
                sum += count(child);
            }
            return sum;
        }
        return node == null ? 0 : 1;
    }

    static void write(AdaptiveNode node, StateWriter out) {
        if (node == null) {
            out.writeByte(NOTHING);
            return;
        }
        out.writeByte(node instanceof Learning ? LEARNING : BRANCHING);
        node.error.snapshot(out);
        if (node instanceof Learning learning) {
            learning.leaf.snapshot(out);
        } else if (node instanceof Branching branching) {
            branching.test.snapshot(out);
            out.writeInt(branching.missing);
            out.writeDoubles(branching.weights);
            write(branching.alternate, out);
            out.writeInt(branching.children.length);
            for (AdaptiveNode child : branching.children) {
                write(child, out);
            }
        }
    }

    static AdaptiveNode read(StateReader in, StoredAttributes attributes, double delta, int format) {
        int kind = in.readByte();
        if (kind == NOTHING) {
            return null;
        }
        Adwin error = new Adwin(delta);
        error.restore(in);
        return switch (kind) {
            case LEARNING -> new Learning(Leaf.restore(in, attributes, format), error);
            case BRANCHING -> readBranching(in, attributes, delta, error, format);
            default -> throw new BadState("a node of kind " + kind + " in an adaptive tree; the snapshot is damaged");
        };
    }

    private static Branching readBranching(
            StateReader in, StoredAttributes attributes, double delta, Adwin error, int format) {
        SplitTest test = SplitTest.restore(in, attributes.layout());
        int missing = in.readInt();
        double[] weights = in.readDoubles();
        AdaptiveNode alternate = read(in, attributes, delta, format);
        int count = in.readInt();
        if (count < 1 || count > in.remaining()) {
            throw new BadState("a split with " + count + " branches in an adaptive tree; the snapshot is damaged");
        }
        AdaptiveNode[] children = new AdaptiveNode[count];
        for (int b = 0; b < count; b++) {
            children[b] = read(in, attributes, delta, format);
        }
        Branching branching = new Branching(test, children, missing, weights, error);
        branching.alternate = alternate;
        return branching;
    }
}
