package dev.millrace.ml.learner.linear;

import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import java.util.Arrays;

/**
 * How much an event counts for its class's sake: all alike; balanced, n ÷ (classes seen · n of the class), of the events so far;
 * or given, one number per class in their order, the last one for all that follow. Threading: one caller.
 */
final class ClassBalance {
    static final String NONE = "none";
    static final String BALANCED = "balanced";

    /** Null unless given. */
    private final double[] given;

    /** Null unless balanced. */
    private long[] counts;

    private long total;

    /** @throws IllegalArgumentException for a text that is neither none, balanced, nor numbers with '/' between */
    ClassBalance(String text) {
        given = text.equals(NONE) || text.equals(BALANCED) ? null : parse(text);
        counts = text.equals(BALANCED) ? new long[2] : null;
    }

    private static double[] parse(String text) {
        String[] parts = text.split("/", -1);
        double[] weights = new double[parts.length];
        for (int i = 0; i < parts.length; i++) {
            try {
                weights[i] = Double.parseDouble(parts[i].trim());
            } catch (NumberFormatException e) {
                throw refused(text, e);
            }
            if (!(weights[i] > 0 && weights[i] <= 1e6)) {
                throw refused(text, null);
            }
        }
        return weights;
    }

    private static IllegalArgumentException refused(String text, Exception cause) {
        return new IllegalArgumentException(
                "class-weights is none, balanced, or a weight above 0 for each class in their order, as in 1/20; got '"
                        + text + "'",
                cause);
    }

    static boolean isNone(String text) {
        return text.equals(NONE);
    }

    /** The weight of an event of a class, which is counted. */
    double weigh(int label, double weight) {
        if (given != null) {
            return weight * given[Math.min(label, given.length - 1)];
        }
        if (counts == null) {
            return weight;
        }
        if (label >= counts.length) {
            counts = Arrays.copyOf(counts, Math.max(label + 1, 2 * counts.length));
        }
        counts[label]++;
        total++;
        int seen = 0;
        for (long count : counts) {
            seen += count > 0 ? 1 : 0;
        }
        return weight * total / ((double) seen * counts[label]);
    }

    void snapshot(StateWriter out) {
        if (counts != null) {
            out.writeLongs(counts);
        }
    }

    void restore(StateReader in) {
        if (counts != null) {
            counts = in.readLongs();
            total = Arrays.stream(counts).sum();
        }
    }
}
