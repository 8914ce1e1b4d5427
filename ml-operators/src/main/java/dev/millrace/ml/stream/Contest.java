package dev.millrace.ml.stream;

import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import java.util.Arrays;

/**
 * Which of several learners answers: compares the losses of each with those of the one that does, event by event, and says
 * when another has proved better.
 *
 * <p>Against each challenger six bets of different size are laid on every event: evidence of a bet is multiplied by
 * 1 + bet · d, where d in [−1, 1] is the difference of the losses, and never falls below 1 before it. As long as the
 * challenger is no better, the mean of the six reaches a threshold c not before c events on average (an e-detector: Shin,
 * Ramdas and Rinaldo, "E-detectors", New England Journal of Statistics in Data Science 2, 2024). Losses that have no bound
 * are compared as (a − b) / (a + b).
 *
 * <p>Cost: six multiplications per challenger and event; 48 bytes of state each. Threading: the partition's thread.
 */
final class Contest {
    private static final double[] BETS = {1.0 / 2, 1.0 / 4, 1.0 / 8, 1.0 / 16, 1.0 / 32, 1.0 / 64};

    private final double threshold;
    private final boolean bounded;
    private final double[][] evidence;
    private int answering;
    private long changes;

    /**
     * @param tracks learners, the first of which answers
     * @param bounded whether losses are in [0, 1]
     */
    Contest(double threshold, int tracks, boolean bounded) {
        this.threshold = threshold;
        this.bounded = bounded;
        this.evidence = new double[tracks][BETS.length];
        forget();
    }

    int answering() {
        return answering;
    }

    /** How often another one took over. */
    long changes() {
        return changes;
    }

    /**
     * Takes in how all did on one event.
     *
     * @param losses by track, ≥ 0; what is not finite loses against what is
     * @return whether another one answers from now on
     */
    boolean update(double[] losses) {
        int best = answering;
        double most = threshold;
        for (int track = 0; track < evidence.length; track++) {
            if (track != answering) {
                double found = bet(evidence[track], difference(losses[answering], losses[track]));
                if (found >= most) {
                    best = track;
                    most = found;
                }
            }
        }
        if (best == answering) {
            return false;
        }
        answering = best;
        changes++;
        forget();
        return true;
    }

    private double difference(double answered, double other) {
        if (answered == other) {
            return 0;
        }
        if (!Double.isFinite(answered) || !Double.isFinite(other)) {
            return Double.isFinite(other) ? 1 : Double.isFinite(answered) ? -1 : 0;
        }
        if (bounded) {
            return answered - other;
        }
        return (answered - other) / (answered + other);
    }

    private static double bet(double[] evidence, double difference) {
        double sum = 0;
        for (int i = 0; i < BETS.length; i++) {
            evidence[i] = Math.max(1, evidence[i]) * (1 + BETS[i] * difference);
            sum += evidence[i];
        }
        return sum / BETS.length;
    }

    /** What was found against the one that answered says nothing about its successor. */
    private void forget() {
        for (double[] each : evidence) {
            Arrays.fill(each, 1);
        }
    }

    void snapshot(StateWriter out) {
        out.writeInt(answering);
        out.writeLong(changes);
        for (double[] each : evidence) {
            out.writeDoubles(each);
        }
    }

    void restore(StateReader in) {
        answering = in.readInt();
        changes = in.readLong();
        for (double[] each : evidence) {
            System.arraycopy(in.readDoubles(), 0, each, 0, each.length);
        }
    }
}
