package dev.millrace.ml.learner.tree;

import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.learner.Usable;
import dev.millrace.stream.state.StateWriter;

/** An inner node: a test of one attribute, and a branch for each outcome. A missing value is one of them. */
final class Split implements Node {
    final SplitTest test;

    /** Null where an outcome has not occurred since the split. */
    final Node[] children;

    /** Weight by class when the leaf was split: what is predicted where a branch is still empty. */
    final double[] weights;

    /** The branch of a missing value: one of its own, behind the others; in states of before there was one, the heaviest. */
    private final int missing;

    // The test of a number once more: one load less on the way down, which is what a tree spends most of its time on.
    private final boolean isNumber;
    private final int slot;
    private final double threshold;

    Split(SplitTest test, Node[] children, double[] weights, int missing) {
        this.test = test;
        this.children = children;
        this.weights = weights;
        this.missing = missing;
        this.isNumber = test.kind() == SplitTest.Kind.AT_MOST;
        this.slot = test.slot();
        this.threshold = test.threshold();
    }

    int branch(FeatureVector x) {
        if (isNumber) {
            double value = x.numbers()[slot];
            return Math.abs(value) <= Usable.LARGEST ? (value <= threshold ? 0 : 1) : missing;
        }
        return test.branch(x, missing, children.length);
    }

    void snapshot(StateWriter out) {
        test.snapshot(out);
        out.writeDoubles(weights);
        out.writeInt(missing);
        out.writeInt(children.length);
    }
}
