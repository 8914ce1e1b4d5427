package dev.millrace.ml.evaluation;

import dev.millrace.stream.state.BadState;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import java.util.List;

/**
 * The last N scored predictions, two longs each; metrics are made from them when asked. Scores are kept as floats. O(1)
 * per event, O(N) per question; a checkpoint writes what has changed. Threading: one caller.
 */
final class ScoreWindow {
    private static final int LARGEST_CLASS = (1 << 15) - 2;

    /** Stands where earlier states have the length of the whole window. */
    private static final int IN_CHUNKS = -1;

    private static final String SCORED = "scored";

    private final int size;
    private final ScoreRing ring;

    /** Events ever added. */
    private long added;

    /** Where the next goes: the remainder by the size, without a division for each event. */
    private int next;

    ScoreWindow(int size) {
        if (size < 1 || size > 1 << 24) {
            throw new IllegalArgumentException(
                    "the window of metrics holds 1 to 16777216 predictions, got " + size + "; set its size");
        }
        this.size = size;
        this.ring = new ScoreRing(size);
    }

    /** A prediction without scores. */
    void add(int truth, int predicted, int noChange, int majority) {
        add(truth, predicted, noChange, majority, Float.NaN, 0, 0);
    }

    /**
     * A prediction with scores.
     *
     * @param scoreOfTruth the score of the true class
     * @param squares sum over the classes of (score − truth)²
     * @param confidence the largest score
     */
    void add(
            int truth,
            int predicted,
            int noChange,
            int majority,
            double scoreOfTruth,
            double squares,
            double confidence) {
        if (truth > LARGEST_CLASS) {
            throw new IllegalArgumentException("a window of metrics knows up to " + (LARGEST_CLASS + 1) + " classes");
        }
        long head = (long) truth << 17
                | (long) (predicted + 1) << 2
                | (truth == noChange ? 2 : 0)
                | (truth == majority ? 1 : 0);
        put(head << 32 | bits((float) scoreOfTruth), bits((float) squares) << 32 | bits((float) confidence));
    }

    void add(double truth, double predicted) {
        put(Double.doubleToLongBits(truth), Double.doubleToLongBits(predicted));
    }

    /** Reward and importance, estimate and expected reward, each as a float. */
    void add(Choice choice) {
        put(
                bits((float) choice.reward()) << 32 | bits((float) choice.importance()),
                bits((float) choice.estimate()) << 32 | bits((float) choice.expected()));
    }

    /** Class and cluster; distances, each as a float. */
    void add(Grouping grouping) {
        long head = (long) (grouping.truth() + 1) << 1 | (grouping.isNew() ? 1 : 0);
        put(
                head << 32 | grouping.cluster() & 0xFFFF_FFFFL,
                bits((float) grouping.distance()) << 32 | bits((float) grouping.otherDistance()));
    }

    private static Grouping grouping(long high, long low) {
        int head = (int) (high >>> 32);
        return new Grouping(
                (int) high,
                Float.intBitsToFloat((int) (low >>> 32)),
                Float.intBitsToFloat((int) low),
                (head >>> 1) - 1,
                (head & 1) != 0);
    }

    private void put(long high, long low) {
        ring.put(next, high, low);
        added++;
        next = next + 1 == size ? 0 : next + 1;
    }

    private static long bits(float value) {
        return Float.floatToIntBits(value) & 0xFFFF_FFFFL;
    }

    /** Scores everything in the window, oldest first. */
    void scoreInto(Metrics metrics, List<String> classes) {
        metrics.ensureClasses(classes);
        for (long i = Math.max(0, added - size); i < added; i++) {
            int place = (int) (i % size);
            if (metrics.isRegression()) {
                metrics.score(Double.longBitsToDouble(ring.high(place)), Double.longBitsToDouble(ring.low(place)));
            } else if (metrics.isOfChoices()) {
                metrics.score(choice(ring.high(place), ring.low(place)));
            } else if (metrics.isOfClusters()) {
                metrics.score(grouping(ring.high(place), ring.low(place)));
            } else {
                scoreInto(metrics, ring.high(place), ring.low(place));
            }
        }
    }

    /** With the importance as it was, by way of a propensity of 1. */
    private static Choice choice(long high, long low) {
        float importance = Float.intBitsToFloat((int) high);
        return new Choice(
                Float.intBitsToFloat((int) (high >>> 32)),
                Float.intBitsToFloat((int) (low >>> 32)),
                Float.intBitsToFloat((int) low),
                importance,
                1);
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

    void snapshot(StateWriter out) {
        out.writeInt(IN_CHUNKS);
        out.writeLong(added);
        out.register(SCORED, ring);
    }

    /** Reads states of earlier versions, too: the whole window, oldest first. */
    void restore(StateReader in) {
        int length = in.readInt();
        if (length == IN_CHUNKS) {
            added = in.readLong();
            next = (int) (added % size);
            in.restore(SCORED, ring);
            return;
        }
        if (length % 2 != 0 || length < 0 || length > 2 * size) {
            throw new BadState("a window of " + size + " predictions cannot hold " + length + " numbers");
        }
        added = 0;
        next = 0;
        for (int i = 0; i < length / 2; i++) {
            put(in.readLong(), in.readLong());
        }
    }
}
