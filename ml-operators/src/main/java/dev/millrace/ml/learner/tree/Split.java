package dev.millrace.ml.learner.tree;

import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.learner.Usable;
import dev.millrace.stream.state.StateWriter;

/** An inner node: a test of one attribute, and a branch for each outcome. A missing value takes the heaviest branch. */
final class Split implements Node {
    final SplitTest test;

    /** Null where an outcome has not occurred since the split. */
    final Node[] children;

    /** Weight by class when the leaf was split: what is predicted where a branch is still empty. */
    final double[] weights;

    private final int heaviest;

    Split(SplitTest test, Node[] children, double[] weights, int heaviest) {
        this.test = test;
        this.children = children;
        this.weights = weights;
        this.heaviest = heaviest;
    }

    int branch(FeatureVector x) {
        if (test.kind() == SplitTest.Kind.AT_MOST) {
            double value = x.numbers()[test.slot()];
            return Usable.isUsable(value) ? (value <= test.threshold() ? 0 : 1) : heaviest;
        }
        int code = x.categories()[test.slot()];
        if (code < 0) {
            return heaviest;
        }
        if (test.kind() == SplitTest.Kind.IS_CODE) {
            return code == test.code() ? 0 : 1;
        }
        return Math.min(code, children.length - 1);
    }

    void snapshot(StateWriter out) {
        out.writeByte(test.kind().number);
        out.writeInt(test.slot());
        out.writeDouble(test.threshold());
        out.writeInt(test.code());
        out.writeDoubles(weights);
        out.writeInt(heaviest);
        out.writeInt(children.length);
    }
}
