package dev.millrace.ml.learner.bayes;

import dev.millrace.stream.state.BadState;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;

/**
 * How {@link ClassConditionals} are written: per class what was counted, and nothing that follows from it. The bytes do not
 * depend on how much room there was.
 */
final class ConditionalsFormat {
    private ConditionalsFormat() {}

    static void write(ClassConditionals from, StateWriter out) {
        AttributeChoice choice = from.choice();
        out.writeInt(from.lateNumbers());
        out.writeInt(from.lateCategories());
        out.writeInt(from.classes());
        for (int k = 0; k < from.classes(); k++) {
            double[] row = from.rows()[k];
            out.writeBoolean(row != null);
            if (row != null) {
                double[] numbers = new double[5 * choice.numberSlots.length];
                for (int i = 0; i < choice.numberSlots.length; i++) {
                    numbers[5 * i] = row[1 + 2 * i];
                    System.arraycopy(row, choice.learnAt + 4 * i, numbers, 5 * i + 1, 4);
                }
                out.writeDoubles(numbers);
                for (int j = 0; j < choice.categorySlots.length; j++) {
                    double[] counts = new double[(int) row[choice.totalsAt + 2 * j + 1]];
                    System.arraycopy(row, choice.countsAt + from.offsets()[j], counts, 0, counts.length);
                    out.writeDouble(row[choice.totalsAt + 2 * j]);
                    out.writeDoubles(counts);
                }
            }
        }
    }

    /** Reads statistics of the first so many of the numbers and categories. */
    static void read(ClassConditionals to, StateReader in, int storedNumbers, int storedCategories) {
        AttributeChoice choice = to.choice();
        int classes = classes(in);
        to.grow(classes);
        for (int k = 0; k < classes; k++) {
            if (!in.readBoolean()) {
                continue;
            }
            double[] numbers = in.readDoubles();
            check(numbers.length, 5 * storedNumbers);
            double[] row = to.row(k);
            for (int i = 0; i < storedNumbers; i++) {
                row[1 + 2 * i] = numbers[5 * i];
                System.arraycopy(numbers, 5 * i + 1, row, choice.learnAt + 4 * i, 4);
            }
            for (int j = 0; j < storedCategories; j++) {
                double total = in.readDouble();
                double[] counts = in.readDoubles();
                codes(to, k, j, total, counts, 0, counts.length);
            }
            derive(to, k);
        }
    }

    /** Reads what the first format wrote: a value for every class, number and code that there could be. */
    static void readFirst(ClassConditionals to, StateReader in, int numbers, int categories) {
        AttributeChoice choice = to.choice();
        int classes = classes(in);
        double[][] stored = new double[7][]; // weights, means, squares, lowest, highest; counts, totals
        for (int i = 0; i < stored.length; i++) {
            stored[i] = in.readDoubles();
        }
        int[] codes = in.readInts();
        int cells = 0;
        for (int j = 0; j < categories; j++) {
            cells += choice.widths[j];
        }
        check(stored[0].length, classes * numbers);
        check(stored[5].length, classes * cells);
        check(codes.length, classes * categories);
        to.grow(classes);
        for (int k = 0; k < classes; k++) {
            double[] row = to.row(k);
            for (int i = 0; i < numbers; i++) {
                int from = k * numbers + i;
                int at = choice.learnAt + 4 * i;
                row[1 + 2 * i] = stored[1][from];
                row[at] = stored[0][from];
                row[at + 1] = stored[2][from];
                row[at + 2] = stored[3][from];
                row[at + 3] = stored[4][from];
            }
            int start = k * cells;
            for (int j = 0; j < categories; j++) {
                codes(to, k, j, stored[6][k * categories + j], stored[5], start, codes[k * categories + j]);
                start += choice.widths[j];
            }
            derive(to, k);
        }
    }

    private static int classes(StateReader in) {
        int classes = in.readInt();
        if (classes < 0 || classes > in.remaining()) {
            throw new BadState("statistics of " + classes + " classes; the snapshot is damaged");
        }
        return classes;
    }

    private static void codes(ClassConditionals to, int k, int j, double total, double[] counts, int from, int codes) {
        AttributeChoice choice = to.choice();
        if (codes < 0 || codes > choice.widths[j]) {
            throw new BadState("a category with " + codes + " codes where this layout has room for " + choice.widths[j]
                    + "; the snapshot belongs to other features");
        }
        if (codes > to.offsets()[j + 1] - to.offsets()[j]) {
            to.widen(j, codes);
        }
        double[] row = to.row(k);
        System.arraycopy(counts, from, row, choice.countsAt + to.offsets()[j], codes);
        row[choice.totalsAt + 2 * j] = total;
        row[choice.totalsAt + 2 * j + 1] = codes;
        row[choice.scalesAt + j] = codes == 0 ? 0 : 1 / (total + codes);
    }

    /** What follows from the statistics of the numbers. */
    static void derive(ClassConditionals to, int k) {
        AttributeChoice choice = to.choice();
        double[] row = to.row(k);
        for (int i = 0; i < choice.numberSlots.length; i++) {
            int at = choice.learnAt + 4 * i;
            row[2 + 2 * i] = ClassConditionals.halfPrecision(row[at], row[at + 1]);
        }
        row[0] = to.logHeight(row, null, false);
    }

    private static void check(int stored, int expected) {
        if (stored != expected) {
            throw new BadState("the snapshot has " + stored + " statistics where this layout needs " + expected
                    + "; it belongs to other features");
        }
    }
}
