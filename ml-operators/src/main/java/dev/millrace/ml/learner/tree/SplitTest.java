package dev.millrace.ml.learner.tree;

import dev.millrace.stream.state.BadState;

/**
 * A question about one attribute.
 *
 * @param kind what is asked
 * @param slot of the number or category
 * @param threshold for {@code AT_MOST}
 * @param code for {@code IS_CODE}
 */
record SplitTest(Kind kind, int slot, double threshold, int code) {

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
