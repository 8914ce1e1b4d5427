package dev.millrace.ml.evaluation;

import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Policies that no bandit may be worse than, kept in the order of the partition: what was logged, any action with the same
 * probability, and always the one action that has earned most so far (by its weighted mean reward). What they would do is
 * taken when the event is predicted, also if its reward comes later. O(actions) per event. Threading: one caller.
 */
public final class PolicyBaselines {
    /** Name of the policy that was logged. */
    public static final String LOGGED = "logged";

    /** Name of the policy that takes any action with the same probability. */
    public static final String UNIFORM = "uniform";

    /** Name of the policy that always takes the action that has earned most so far. */
    public static final String BEST_ACTION = "best-action";

    private final Metrics logged = Metrics.ofChoices();
    private final Metrics uniform = Metrics.ofChoices();
    private final Metrics best = Metrics.ofChoices();

    /** By action: sums of the weights (1/propensity; 1 where nobody knows), and of the weighted rewards. */
    private double[] weights = new double[0];

    private double[] rewards = new double[0];
    private double meanReward;
    private long scored;

    /** Tells how many actions are known. */
    public void ensureActions(int actions) {
        if (weights.length < actions) {
            weights = Arrays.copyOf(weights, actions);
            rewards = Arrays.copyOf(rewards, actions);
        }
    }

    /** The action with the highest weighted mean reward so far, the first of equals; −1 if no action is known. */
    public int best() {
        int best = -1;
        for (int a = 0; a < weights.length; a++) {
            if (best < 0 || mean(a) > mean(best)) {
                best = a;
            }
        }
        return best;
    }

    /** 0 for an action never taken. */
    private double mean(int action) {
        return weights[action] > 0 ? rewards[action] / weights[action] : 0;
    }

    /**
     * Scores what the baselines would have done, then learns the reward.
     *
     * @param action that was taken
     * @param known actions that were known when the event was predicted
     * @param bestThen {@link #best} at that time
     */
    public void scoreAndLearn(int action, double reward, double propensity, int known, int bestThen) {
        double estimate = mean(action);
        double sum = 0;
        for (int a = 0; a < known; a++) {
            sum += mean(a);
        }
        logged.score(new Choice(reward, meanReward, meanReward, propensity, propensity));
        double even = action < known ? 1.0 / known : 0;
        uniform.score(new Choice(reward, estimate, known > 0 ? sum / known : 0, even, propensity));
        best.score(new Choice(
                reward, estimate, bestThen < 0 ? 0 : mean(bestThen), action == bestThen ? 1 : 0, propensity));
        double weight = Double.isNaN(propensity) ? 1 : 1 / propensity;
        weights[action] += weight;
        rewards[action] += weight * reward;
        meanReward += (reward - meanReward) / ++scored;
    }

    /** Metrics by the policy's name; copies. */
    public SortedMap<String, Metrics> metrics() {
        return Collections.unmodifiableSortedMap(
                new TreeMap<>(Map.of(LOGGED, logged.copy(), UNIFORM, uniform.copy(), BEST_ACTION, best.copy())));
    }

    public void snapshot(StateWriter out) {
        out.writeDoubles(weights);
        out.writeDoubles(rewards);
        out.writeDouble(meanReward);
        out.writeLong(scored);
        logged.snapshot(out);
        uniform.snapshot(out);
        best.snapshot(out);
    }

    public void restore(StateReader in) {
        weights = in.readDoubles();
        rewards = in.readDoubles();
        meanReward = in.readDouble();
        scored = in.readLong();
        logged.restore(in);
        uniform.restore(in);
        best.restore(in);
    }
}
