package dev.millrace.ml.evaluation;

import java.util.Collections;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a policy makes of each action: how often it chooses it, how often it was logged and what it earned then, and what the policy
 * earns by it, from the events at which it was logged. The parts of an estimate by inverse propensities add up to the policy's; the
 * self-normalised one is the mean reward where the policy takes the action. Intervals are 95 %, by the normal distribution, of events that
 * depend on each other no more than by chance. O(log actions) per event. Threading: one caller.
 *
 * <p>Sources: those of {@link Metrics}' policy values; the interval of a ratio by the delta method: Owen, "Monte Carlo theory,
 * methods and examples", chapter 9.
 */
public final class ActionValues {
    private static final double STANDARD_95 = 1.959963984540054;

    private final SortedMap<String, Sums> byAction = new TreeMap<>();

    /** Events of any action whose propensity is known. */
    private long weighed;

    private static final class Sums {
        private long chosen;
        private long logged;
        private double rewards;
        private double weights;
        private double weightedRewards;
        private double squaredWeights;
        private double squaredWeightedRewards;
        private double crossed;

        void add(Sums other) {
            chosen += other.chosen;
            logged += other.logged;
            rewards += other.rewards;
            weights += other.weights;
            weightedRewards += other.weightedRewards;
            squaredWeights += other.squaredWeights;
            squaredWeightedRewards += other.squaredWeightedRewards;
            crossed += other.crossed;
        }
    }

    /** The policy has drawn an action for an event, whether or not that was taken. */
    public void chose(String action) {
        sums(action).chosen++;
    }

    /** An action that was taken has told its reward. */
    public void score(String action, Choice choice) {
        Sums sums = sums(action);
        sums.logged++;
        sums.rewards += choice.reward();
        double weight = choice.importance();
        if (Double.isNaN(weight)) {
            return;
        }
        weighed++;
        double earned = weight * choice.reward();
        sums.weights += weight;
        sums.weightedRewards += earned;
        sums.squaredWeights += weight * weight;
        sums.squaredWeightedRewards += earned * earned;
        sums.crossed += weight * earned;
    }

    /** Adds what another has counted. */
    public void merge(ActionValues other) {
        weighed += other.weighed;
        other.byAction.forEach((action, sums) -> sums(action).add(sums));
    }

    private Sums sums(String action) {
        return byAction.computeIfAbsent(action, none -> new Sums());
    }

    /** Sorted. */
    public Set<String> actions() {
        return Collections.unmodifiableSet(byAction.keySet());
    }

    /** Events for which the policy has drawn it. */
    public long chosen(String action) {
        return sums(action).chosen;
    }

    /** Events with a reward at which it was taken. */
    public long logged(String action) {
        return sums(action).logged;
    }

    /** Of these; NaN if there are none. */
    public double meanReward(String action) {
        return sums(action).rewards / sums(action).logged;
    }

    /** What the policy earns an event, of any kind, by taking this action; NaN while no propensity is known. */
    public double ips(String action) {
        return sums(action).weightedRewards / weighed;
    }

    /** Half of the interval of {@link #ips}. */
    public double ipsHalf(String action) {
        double mean = ips(action);
        double variance = sums(action).squaredWeightedRewards / weighed - mean * mean;
        return STANDARD_95 * Math.sqrt(Math.max(0, variance) / weighed);
    }

    /** Mean reward where the policy takes it; NaN if it never does where it was logged. */
    public double snips(String action) {
        return sums(action).weightedRewards / sums(action).weights;
    }

    /** Half of the interval of {@link #snips}. */
    public double snipsHalf(String action) {
        Sums sums = sums(action);
        double mean = snips(action);
        double squares = sums.squaredWeightedRewards - 2 * mean * sums.crossed + mean * mean * sums.squaredWeights;
        return STANDARD_95 * Math.sqrt(Math.max(0, squares)) / sums.weights;
    }
}
