package dev.millrace.ml.learner.bandit;

import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.ContextualBandit;
import dev.millrace.ml.learner.Mergeable;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import java.util.List;

/**
 * Probability matching: each action is taken as often as it is believed to be the best. The reward of an action is believed to
 * be normal with mean θ·x and deviation v·√(xᵀA⁻¹x), from a ridge regression of its own. The paper draws one θ for each action
 * and takes the best; the reward of an action under such a θ is just that normal number, so the probability that an action
 * comes out best is an integral over one line ({@link LargestOfNormals}). It is computed, and one number is drawn against it:
 * the same policy, with probabilities that are exact for what is done, and no generator that moves on. What is missing counts
 * as 0; propensities are not used.
 *
 * <p>Cost: O(d²) for each action when asked, and O(24·K²) for K of up to sixteen actions that may be best, O(400·K) for more;
 * O(d²) to learn, 8·d² bytes for each action (all squares together at most 512 MiB, d at most 4,096). Source: see
 * {@link #PAPER}.
 */
public final class LinearThompson implements ContextualBandit, Mergeable {
    static final String PAPER =
            "Agrawal and Goyal, \"Thompson sampling for contextual bandits with linear payoffs\", ICML (2013); a regression"
                    + " for each action";

    private final double spread;
    private final Chance chance;
    private final RidgeByAction ridge;

    /** For whoever alone may use this learner. */
    private Room own;

    /** What a prediction needs beside its answer. */
    private static final class Room {
        final double[] column;
        final double[] deviations;
        final LargestOfNormals largest;

        Room(int size, int actions) {
            column = new double[size];
            deviations = new double[actions];
            largest = new LargestOfNormals(actions);
        }
    }

    public LinearThompson(LinearThompsonSettings settings, Layout layout, long seed) {
        spread = settings.spread();
        chance = new Chance(seed, settings.explore());
        ridge = new RidgeByAction("linear Thompson sampling", settings.lambda(), settings.intercept(), layout);
        own = new Room(ridge.size(), 0);
    }

    @Override
    public void predict(FeatureVector x, double[] rewards, double[] probabilities) {
        predict(x, rewards, probabilities, new Room(ridge.size(), rewards.length));
    }

    @Override
    public void predictAlone(FeatureVector x, double[] rewards, double[] probabilities) {
        if (own.deviations.length != rewards.length) {
            own = new Room(ridge.size(), rewards.length);
        }
        predict(x, rewards, probabilities, own);
    }

    private void predict(FeatureVector x, double[] rewards, double[] probabilities, Room room) {
        ridge.spread(x, room.column);
        for (int a = 0; a < rewards.length; a++) {
            rewards[a] = ridge.mean(a, x);
            room.deviations[a] = spread * Math.sqrt(ridge.variance(a, room.column));
        }
        room.largest.probabilities(rewards, room.deviations, probabilities);
        chance.mix(probabilities);
    }

    @Override
    public int choose(double[] probabilities, long identity) {
        return chance.choose(probabilities, identity);
    }

    @Override
    public void learn(FeatureVector x, int action, double reward, double propensity, double weight) {
        ridge.learn(x, action, reward, weight);
    }

    @Override
    public void merge(List<Part> parts) {
        ridge.merge(
                parts,
                parts.stream()
                        .map(part -> ((LinearThompson) part.learner()).ridge)
                        .toList());
    }

    @Override
    public int mostActions() {
        return ridge.mostActions();
    }

    @Override
    public void snapshot(StateWriter out) {
        ridge.snapshot(out);
    }

    @Override
    public void restore(StateReader in) {
        ridge.restore(in, ridge.layout());
    }

    @Override
    public void restore(StateReader in, Layout before) {
        ridge.restore(in, before);
    }
}
