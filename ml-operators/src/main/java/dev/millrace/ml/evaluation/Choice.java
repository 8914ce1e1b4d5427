package dev.millrace.ml.evaluation;

/**
 * What one logged action tells about a policy.
 *
 * @param reward of the action that was taken; finite
 * @param estimate the reward that the policy's learner expected of that action
 * @param expected the reward that it expected of its own choices: its estimates, weighted by its probabilities
 * @param probability with which the policy would have taken that action
 * @param propensity with which the action was taken; NaN if nobody knows
 */
public record Choice(double reward, double estimate, double expected, double probability, double propensity) {

    /** How many events of the policy this event stands for; NaN if nobody knows. */
    public double importance() {
        return probability / propensity;
    }
}
