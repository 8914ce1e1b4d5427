package dev.millrace.ml.learner.bandit;

import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.ContextualBandit;
import dev.millrace.ml.learner.Mergeable;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import java.util.List;

/**
 * Optimism: the reward of each action is a linear function of the event, learned by a ridge regression of its own, and the
 * action is taken whose reward <em>could</em> be largest, θ·x + α·√(xᵀA⁻¹x). An action of which little is known could be very
 * good, so it is tried until it is known better. Equals share the probability; all else is certain unless {@code explore}
 * leaves a part to chance. What is missing counts as 0. Propensities are not used: a regression of the rewards does not mind
 * which actions were taken.
 *
 * <p>Cost: O(d²) for each action when asked, O(d²) to learn, 8·d² bytes for each action (all squares together at most
 * 512 MiB, d at most 4,096). Source: see {@link #PAPER}.
 */
public final class LinUcb implements ContextualBandit, Mergeable {
    static final String PAPER =
            "Li, Chu, Langford and Schapire, \"A contextual-bandit approach to personalized news article"
                    + " recommendation\", WWW (2010), algorithm 1 (disjoint)";

    private final double alpha;
    private final Chance chance;
    private final RidgeByAction ridge;

    /** For whoever alone may use this learner. */
    private final double[] ownColumn;

    private double[] ownBounds = new double[0];

    public LinUcb(LinUcbSettings settings, Layout layout, long seed) {
        alpha = settings.alpha();
        chance = new Chance(seed, settings.explore());
        ridge = new RidgeByAction("LinUCB", settings.lambda(), settings.intercept(), layout);
        ownColumn = new double[ridge.size()];
    }

    @Override
    public void predict(FeatureVector x, double[] rewards, double[] probabilities) {
        predict(x, rewards, probabilities, new double[ridge.size()], new double[rewards.length]);
    }

    @Override
    public void predictAlone(FeatureVector x, double[] rewards, double[] probabilities) {
        if (ownBounds.length != rewards.length) {
            ownBounds = new double[rewards.length];
        }
        predict(x, rewards, probabilities, ownColumn, ownBounds);
    }

    private void predict(FeatureVector x, double[] rewards, double[] probabilities, double[] column, double[] bounds) {
        ridge.spread(x, column);
        for (int a = 0; a < rewards.length; a++) {
            rewards[a] = ridge.mean(a, x);
            bounds[a] = rewards[a] + alpha * Math.sqrt(ridge.variance(a, column));
        }
        chance.greedy(bounds, probabilities);
    }

    @Override
    public int choose(double[] probabilities, long identity) {
        return chance.choose(probabilities, identity);
    }

    @Override
    public void learn(FeatureVector x, int action, double reward, double propensity, double weight) {
        ridge.learn(x, action, reward, weight);
    }

    /** How far the reward of an action may plausibly lie above its expectation: √(xᵀA⁻¹x), without α. */
    public double deviation(FeatureVector x, int action) {
        double[] column = new double[ridge.size()];
        ridge.spread(x, column);
        return Math.sqrt(ridge.variance(action, column));
    }

    /** θ of an action that was learned, by coordinate, the intercept last if there is one; a copy. */
    public double[] weights(int action) {
        return ridge.weights(action);
    }

    @Override
    public void merge(List<Part> parts) {
        ridge.merge(
                parts,
                parts.stream().map(part -> ((LinUcb) part.learner()).ridge).toList());
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
