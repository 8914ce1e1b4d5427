package dev.millrace.ml.evaluation;

import dev.millrace.stream.state.BadState;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import java.util.List;

/**
 * The last N scored predictions, two longs each; metrics are made from them when asked. Scores are kept as floats. O(1)
 * per event, O(N) per question. Threading: one caller.
 */
final class ScoreWindow {
    private static final int LARGEST_CLASS = (1 << 15) - 2;

    private final int size;
    private final long[] ring;

    /** Events ever added. */
    private long added;

    ScoreWindow(int size) {
        if (size < 1 || size > 1 << 24) {
            throw new IllegalArgumentException(
                    "the window of metrics holds 1 to 16777216 predictions, got " + size + "; set its size");
        }
        this.size = size;
        this.ring = new long[2 * size];
    }

    void add(int truth, int predicted, int noChange, int majority, double[] scores) {
        if (truth > LARGEST_CLASS) {
            throw new IllegalArgumentException("a window of metrics knows up to " + (LARGEST_CLASS + 1) + " classes");
        }
        float scoreOfTruth = Float.NaN;
        float squares = 0;
        float confidence = 0;
        if (scores != null) {
            scoreOfTruth = truth < scores.length ? (float) scores[truth] : 0;
            double sum = truth < scores.length ? 0 : 1;
            double largest = 0;
            for (int k = 0; k < scores.length; k++) {
                double miss = scores[k] - (k == truth ? 1 : 0);
                sum += miss * miss;
                largest = Math.max(largest, scores[k]);
            }
            squares = (float) sum;
            confidence = (float) largest;
        }
        long head = (long) truth << 17
                | (long) (predicted + 1) << 2
                | (truth == noChange ? 2 : 0)
                | (truth == majority ? 1 : 0);
        put(head << 32 | bits(scoreOfTruth), bits(squares) << 32 | bits(confidence));
    }

    void add(double truth, double predicted) {
        put(Double.doubleToLongBits(truth), Double.doubleToLongBits(predicted));
    }

    private void put(long high, long low) {
        int at = 2 * (int) (added++ % size);
        ring[at] = high;
        ring[at + 1] = low;
    }

    private static long bits(float value) {
        return Float.floatToIntBits(value) & 0xFFFF_FFFFL;
    }

    /** Scores everything in the window, oldest first. */
    void scoreInto(Metrics metrics, List<String> classes) {
        metrics.ensureClasses(classes);
        for (long i = Math.max(0, added - size); i < added; i++) {
            int at = 2 * (int) (i % size);
            if (metrics.isRegression()) {
                metrics.score(Double.longBitsToDouble(ring[at]), Double.longBitsToDouble(ring[at + 1]));
            } else {
                scoreInto(metrics, ring[at], ring[at + 1]);
            }
        }
    }

    private static void scoreInto(Metrics metrics, long high, long low) {
        int head = (int) (high >>> 32);
        int truth = head >>> 17;
        int predicted = (head >>> 2 & 0x7FFF) - 1;
        metrics.count(truth, predicted, (head & 2) != 0 ? truth : -1, (head & 1) != 0 ? truth : -1);
        double scoreOfTruth = Float.intBitsToFloat((int) high);
        if (!Double.isNaN(scoreOfTruth)) {
            double confidence = Float.intBitsToFloat((int) low);
            double second = truth == 1 ? scoreOfTruth : confidence > 0 ? 1 - scoreOfTruth : 0;
            double squares = Float.intBitsToFloat((int) (low >>> 32));
            metrics.addScored(truth, predicted, second, scoreOfTruth, squares, confidence);
        }
    }

    /** Oldest first, whatever place it has in the ring. */
    void snapshot(StateWriter out) {
        int held = (int) Math.min(added, size);
        long[] ordered = new long[2 * held];
        for (int i = 0; i < held; i++) {
            int at = 2 * (int) ((added - held + i) % size);
            ordered[2 * i] = ring[at];
            ordered[2 * i + 1] = ring[at + 1];
        }
        out.writeLongs(ordered);
    }

    void restore(StateReader in) {
        long[] ordered = in.readLongs();
        if (ordered.length % 2 != 0 || ordered.length > ring.length) {
            throw new BadState("a window of " + size + " predictions cannot hold " + ordered.length + " numbers");
        }
        System.arraycopy(ordered, 0, ring, 0, ordered.length);
        added = ordered.length / 2;
    }
}
