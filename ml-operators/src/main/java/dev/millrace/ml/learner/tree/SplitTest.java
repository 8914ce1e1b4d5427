package dev.millrace.ml.learner.tree;

import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.Usable;
import dev.millrace.stream.state.BadState;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;

/**
 * A question about one attribute.
 *
 * @param kind what is asked
 * @param slot of the number or category
 * @param threshold for {@code AT_MOST}
 * @param code for {@code IS_CODE}
 */
record SplitTest(Kind kind, int slot, double threshold, int code) {

    /**
     * The branch that a vector takes.
     *
     * @param missing what a missing value takes
     * @param branches how many there are; codes beyond take the last
     */
    int branch(FeatureVector x, int missing, int branches) {
        if (kind == Kind.AT_MOST) {
            double value = x.numbers()[slot];
            return Usable.isUsable(value) ? (value <= threshold ? 0 : 1) : missing;
        }
        int given = x.categories()[slot];
        if (given < 0) {
            return missing;
        }
        if (kind == Kind.IS_CODE) {
            return given == code ? 0 : 1;
        }
        return Math.min(given, branches - 1);
    }

    void snapshot(StateWriter out) {
        out.writeByte(kind.number);
        out.writeInt(slot);
        out.writeDouble(threshold);
        out.writeInt(code);
    }

    /** Reads a test, and looks whether it fits the layout. */
    static SplitTest restore(StateReader in, Layout layout) {
        SplitTest test = new SplitTest(Kind.numbered(in.readByte()), in.readInt(), in.readDouble(), in.readInt());
        int slots = test.kind == Kind.AT_MOST
                ? layout.numbers().size()
                : layout.categories().size();
        if (test.slot < 0 || test.slot >= slots) {
            throw new BadState("a tree that splits on attribute " + test.slot + " of " + slots
                    + "; the snapshot belongs to other features");
        }
        return test;
    }

    enum Kind {
        /** Is the number at most the threshold? Branches: yes, no. */
        AT_MOST(0),
        /** Is the category this code? Branches: yes, no. */
        IS_CODE(1),
        /** Which code is the category? A branch per code. */
        EACH_CODE(2);

        /** What stands for it in snapshots. */
        final int number;

        Kind(int number) {
            this.number = number;
        }

        static Kind numbered(int number) {
            for (Kind kind : values()) {
                if (kind.number == number) {
                    return kind;
                }
            }
            throw new BadState("a split of kind " + number + "; the snapshot is damaged or of a newer version");
        }
    }
}
