package dev.millrace.ml.learner.ensemble;

import dev.millrace.ml.math.Elementary;
import dev.millrace.stream.state.BadState;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import java.util.Arrays;

/**
 * How much each of several experts is trusted: weights that sum to 1, multiplied by β^loss after each event and then shared: each
 * gives a part α of its weight to the others, in equal parts, so that one that was bad for long can come back at once. Without
 * sharing no weight falls below 1e-300. O(experts) per event. Threading: one caller that judges.
 *
 * <p>Sources: Littlestone and Warmuth (1994) for β^loss, Herbster and Warmuth (1998), "fixed share", for α.
 */
final class ExpertWeights {
    static final String SHARING = "Herbster and Warmuth, \"Tracking the best expert\", Machine Learning 32 (1998)";
    private static final double LEAST = 1e-300;

    private final double logBeta;
    private final double share;
    private final double[] weights;

    ExpertWeights(int experts, double beta, double share) {
        this.logBeta = Elementary.log(beta);
        this.share = share;
        this.weights = new double[experts];
        Arrays.fill(weights, 1.0 / experts);
    }

    /** Refuses a β that forgets nothing or everything, and an α that leaves nothing. */
    static void check(double beta, double share) {
        if (!(beta > 0 && beta < 1)) {
            throw new IllegalArgumentException("beta must be between 0 and 1, got " + beta);
        }
        if (!(share >= 0 && share < 1)) {
            throw new IllegalArgumentException("share must be at least 0 and below 1, got " + share);
        }
    }

    double of(int expert) {
        return weights[expert];
    }

    /**
     * @param losses of each expert on an event, in 0 … 1
     * @param times how often the event counts
     */
    void judge(double[] losses, double times) {
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            weights[i] = Math.max(LEAST, weights[i] * Elementary.exp(logBeta * losses[i] * times));
            sum += weights[i];
        }
        double others = weights.length > 1 ? share / (weights.length - 1) : 0;
        for (int i = 0; i < weights.length; i++) {
            double own = weights[i] / sum;
            weights[i] = Math.max(LEAST, others == 0 ? own : (1 - share) * own + others * (1 - own));
        }
    }

    void snapshot(StateWriter out) {
        out.writeDoubles(weights);
    }

    void restore(StateReader in) {
        double[] stored = in.readDoubles();
        if (stored.length != weights.length) {
            throw new BadState(
                    "the snapshot has " + stored.length + " learners where the settings have " + weights.length);
        }
        System.arraycopy(stored, 0, weights, 0, stored.length);
    }
}
