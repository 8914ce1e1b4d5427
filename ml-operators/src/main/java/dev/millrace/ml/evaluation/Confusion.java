package dev.millrace.ml.evaluation;

import dev.millrace.stream.state.BadState;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import java.util.Arrays;

/**
 * Counts of (true class, predicted class), growing with the classes. A class number −1 as the prediction stands for "no
 * prediction": always wrong. O(1) per event, O(classes²) memory. Threading: one caller.
 */
final class Confusion {
    private int classes;
    private int stride = 2;

    /** At truth · stride + predicted. */
    private long[] counts = new long[stride * stride];

    /** Events of a class for which nothing was predicted. */
    private long[] unpredicted = new long[stride];

    private long total;
    private long correct;

    void ensure(int size) {
        if (size > stride) {
            int room = Math.max(size, stride * 2);
            long[] wider = new long[room * room];
            for (int truth = 0; truth < classes; truth++) {
                System.arraycopy(counts, truth * stride, wider, truth * room, classes);
            }
            counts = wider;
            unpredicted = Arrays.copyOf(unpredicted, room);
            stride = room;
        }
        classes = Math.max(classes, size);
    }

    void add(int truth, int predicted) {
        total++;
        if (truth == predicted) {
            correct++;
        }
        if (predicted >= 0) {
            counts[truth * stride + predicted]++;
        } else {
            unpredicted[truth]++;
        }
    }

    /** Adds another's counts; {@code ids[i]} is the number here of class i there. */
    void merge(Confusion other, int[] ids) {
        for (int truth = 0; truth < other.classes; truth++) {
            for (int predicted = 0; predicted < other.classes; predicted++) {
                counts[ids[truth] * stride + ids[predicted]] += other.counts[truth * other.stride + predicted];
            }
            unpredicted[ids[truth]] += other.unpredicted[truth];
        }
        total += other.total;
        correct += other.correct;
    }

    long total() {
        return total;
    }

    long count(int truth, int predicted) {
        return counts[truth * stride + predicted];
    }

    /** Events of a class. */
    long actual(int truth) {
        long sum = unpredicted[truth];
        for (int predicted = 0; predicted < classes; predicted++) {
            sum += counts[truth * stride + predicted];
        }
        return sum;
    }

    /** Events for which a class was predicted. */
    long predicted(int predicted) {
        long sum = 0;
        for (int truth = 0; truth < classes; truth++) {
            sum += counts[truth * stride + predicted];
        }
        return sum;
    }

    double accuracy() {
        return correct / (double) total;
    }

    /** Mean recall of the classes that occurred. */
    double balancedAccuracy() {
        double sum = 0;
        int occurred = 0;
        for (int k = 0; k < classes; k++) {
            long actual = actual(k);
            if (actual > 0) {
                sum += count(k, k) / (double) actual;
                occurred++;
            }
        }
        return sum / occurred;
    }

    /** Agreement beyond chance. Source: Cohen, "A coefficient of agreement for nominal scales" (1960). */
    double kappa() {
        double chance = 0;
        for (int k = 0; k < classes; k++) {
            chance += (actual(k) / (double) total) * (predicted(k) / (double) total);
        }
        return Metrics.beyond(accuracy(), chance);
    }

    void snapshot(StateWriter out) {
        out.writeInt(classes);
        long[] cells = new long[classes * (classes + 1)];
        for (int truth = 0; truth < classes; truth++) {
            System.arraycopy(counts, truth * stride, cells, truth * (classes + 1), classes);
            cells[truth * (classes + 1) + classes] = unpredicted[truth];
        }
        out.writeLongs(cells);
    }

    void restore(StateReader in) {
        int size = in.readInt();
        long[] cells = in.readLongs();
        if (size < 0 || cells.length != (long) size * (size + 1L)) {
            throw new BadState("a confusion matrix of " + size + " classes has " + cells.length + " cells");
        }
        stride = 2;
        counts = new long[stride * stride];
        unpredicted = new long[stride];
        classes = 0;
        total = 0;
        correct = 0;
        ensure(size);
        for (int truth = 0; truth < size; truth++) {
            System.arraycopy(cells, truth * (size + 1), counts, truth * stride, size);
            unpredicted[truth] = cells[truth * (size + 1) + size];
            total += actual(truth);
            correct += count(truth, truth);
        }
    }
}
