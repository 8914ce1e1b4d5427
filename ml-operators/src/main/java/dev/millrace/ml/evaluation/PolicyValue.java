package dev.millrace.ml.evaluation;

import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;

/**
 * What a policy would earn an event, estimated from rewards of actions that another policy took with known probabilities. An
 * event counts probability ÷ propensity times: with the chance that the policy had taken its action, by the chance that it was
 * taken. Without bias as long as whatever the policy may do was done with some probability. O(1) per event. Threading: one
 * caller.
 *
 * <p>Sources: Horvitz and Thompson, JASA 47 (1952), for {@link #inversePropensity}; Swaminathan and Joachims, "The
 * self-normalized estimator for counterfactual learning", NIPS (2015), for {@link #selfNormalized}; Dudík, Langford and Li,
 * "Doubly robust policy evaluation and learning", ICML (2011), for {@link #doublyRobust}; Kish, "Survey sampling" (1965), for
 * {@link #effectiveShare}.
 */
final class PolicyValue {
    private long count;

    /** Events whose propensity is known; the sums are theirs. */
    private long weighed;

    private double rewards;
    private double importances;
    private double squaredImportances;
    private double weighedRewards;
    private double corrected;

    void add(Choice choice) {
        count++;
        double importance = choice.importance();
        if (Double.isNaN(importance)) {
            return;
        }
        weighed++;
        rewards += choice.reward();
        importances += importance;
        squaredImportances += importance * importance;
        weighedRewards += importance * choice.reward();
        corrected += choice.expected() + importance * (choice.reward() - choice.estimate());
    }

    void merge(PolicyValue other) {
        count += other.count;
        weighed += other.weighed;
        rewards += other.rewards;
        importances += other.importances;
        squaredImportances += other.squaredImportances;
        weighedRewards += other.weighedRewards;
        corrected += other.corrected;
    }

    long count() {
        return count;
    }

    /** Mean reward of what was logged. */
    double logged() {
        return rewards / weighed;
    }

    /** Mean of the weighted rewards: without bias. */
    double inversePropensity() {
        return weighedRewards / weighed;
    }

    /** Weighted mean of the rewards: within their range, of less variance, and with a bias that vanishes. */
    double selfNormalized() {
        return weighedRewards / importances;
    }

    /** What the learner expects, corrected where it was wrong: without bias, of less variance if it expects well. */
    double doublyRobust() {
        return corrected / weighed;
    }

    /** Events that would tell as much if all weighed the same, as a share of those there were; 1 for the logging policy. */
    double effectiveShare() {
        return importances * importances / squaredImportances / weighed;
    }

    void snapshot(StateWriter out) {
        out.writeLong(count);
        out.writeLong(weighed);
        out.writeDoubles(new double[] {rewards, importances, squaredImportances, weighedRewards, corrected});
    }

    void restore(StateReader in) {
        count = in.readLong();
        weighed = in.readLong();
        double[] sums = in.readDoubles();
        rewards = sums[0];
        importances = sums[1];
        squaredImportances = sums[2];
        weighedRewards = sums[3];
        corrected = sums[4];
    }
}
