package dev.millrace.ml.learner;

import dev.millrace.ml.feature.FeatureVector;

/**
 * Learns which of a few actions earns most, from the rewards of actions that were taken: of the others nothing is known.
 * Actions are numbered 0, 1, … in the order in which they arrived.
 *
 * <p>A bandit is a policy: for an event it gives every action a probability, and {@link #choose} draws one. Chance is no part
 * of its state. The draw is a pure function of the learner's seed and of what identifies the event, so asking changes nothing,
 * asking again gives the same answer, and a replay takes the same actions; different events have independent draws. The
 * probability of the chosen action is exact: with it, logged rewards estimate what any other policy would have earned.
 */
public non-sealed interface ContextualBandit extends Learner {
    /** Actions for which the places of classes elsewhere (metrics, snapshots) have room. */
    int MOST_ACTIONS = 32_000;

    /**
     * What it would do. Both arrays have the length of the number of actions known to the caller, at least that of the
     * actions learned.
     *
     * @param rewards filled whole: the expected reward of each action, finite; of an action never learned what the learner's
     *     theory gives it
     * @param probabilities filled whole: with which it chooses each action; ≥ 0, summing to 1. Before anything was learned
     *     all are equal
     */
    void predict(FeatureVector x, double[] rewards, double[] probabilities);

    /** The same as {@link #predict}, for whoever alone may use this learner now: may use buffers of the learner. */
    default void predictAlone(FeatureVector x, double[] rewards, double[] probabilities) {
        predict(x, rewards, probabilities);
    }

    /**
     * Draws an action: a pure function of the probabilities, the learner's seed and the identity.
     *
     * @param identity of the event that is asked about; events with different ones are drawn independently
     */
    int choose(double[] probabilities, long identity);

    /**
     * Learns from one action that was taken, by whichever policy.
     *
     * @param action ≥ 0; a number one past the largest so far is a new action
     * @param reward finite
     * @param propensity probability with which the action was chosen when it was taken, in (0, 1]; NaN if nobody knows
     * @param weight of the event: one that {@link Usable#isWeight} takes
     */
    void learn(FeatureVector x, int action, double reward, double propensity, double weight);

    /** How many actions it has room for. */
    default int mostActions() {
        return MOST_ACTIONS;
    }
}
