package dev.millrace.ml.learner.bandit;

import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.learner.ContextualBandit;
import dev.millrace.ml.learner.Mergeable;
import dev.millrace.ml.learner.Usable;
import dev.millrace.ml.math.Elementary;
import dev.millrace.stream.state.BadState;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import java.util.Arrays;
import java.util.List;

/**
 * Optimism without a context: for every event the action is taken whose mean reward so far plus scale·√(2·ln n / nₐ) is largest,
 * n being all actions learned and nₐ those of this kind; what was never tried comes first. It looks at no feature: what a
 * contextual bandit has to beat. A weight counts like so many events.
 *
 * <p>Cost: O(actions) when asked, O(1) to learn, 16 bytes for each action. Source: see {@link #PAPER}.
 */
public final class UpperConfidenceBound implements ContextualBandit, Mergeable {
    static final String PAPER =
            "Auer, Cesa-Bianchi and Fischer, \"Finite-time analysis of the multiarmed bandit problem\","
                    + " Machine Learning 47 (2002), UCB1";
    private static final int FORMAT = 1;

    private final double scale;
    private final Chance chance;
    private int learned;
    private double[] weights = new double[4];
    private double[] means = new double[4];

    /** For whoever alone may use this learner. */
    private double[] ownBounds = new double[0];

    public UpperConfidenceBound(UpperConfidenceBoundSettings settings, long seed) {
        scale = settings.scale();
        chance = new Chance(seed, settings.explore());
    }

    @Override
    public void predict(FeatureVector x, double[] rewards, double[] probabilities) {
        predict(rewards, probabilities, new double[rewards.length]);
    }

    @Override
    public void predictAlone(FeatureVector x, double[] rewards, double[] probabilities) {
        if (ownBounds.length != rewards.length) {
            ownBounds = new double[rewards.length];
        }
        predict(rewards, probabilities, ownBounds);
    }

    private void predict(double[] rewards, double[] probabilities, double[] bounds) {
        double all = Elementary.sum(weights, learned);
        double spread = all > 1 ? 2 * Elementary.log(all) : 0;
        for (int a = 0; a < rewards.length; a++) {
            boolean tried = a < learned && weights[a] > 0;
            rewards[a] = tried ? means[a] : 0;
            bounds[a] = tried ? means[a] + scale * Math.sqrt(spread / weights[a]) : Double.POSITIVE_INFINITY;
        }
        chance.greedy(bounds, probabilities);
    }

    @Override
    public int choose(double[] probabilities, long identity) {
        return chance.choose(probabilities, identity);
    }

    @Override
    public void learn(FeatureVector x, int action, double reward, double propensity, double weight) {
        if (action >= weights.length) {
            int room = Math.max(action + 1, 2 * weights.length);
            weights = Arrays.copyOf(weights, room);
            means = Arrays.copyOf(means, room);
        }
        learned = Math.max(learned, action + 1);
        double target = Math.max(-Usable.LARGEST, Math.min(Usable.LARGEST, reward));
        weights[action] += weight;
        means[action] += (target - means[action]) * (weight / weights[action]);
    }

    /** Counts add up, and means by their counts: exactly. */
    @Override
    public void merge(List<Part> parts) {
        for (Part part : parts) {
            UpperConfidenceBound other = (UpperConfidenceBound) part.learner();
            for (int a = 0; a < other.learned; a++) {
                if (other.weights[a] > 0) {
                    learn(null, part.classes()[a], other.means[a], Double.NaN, other.weights[a]);
                }
            }
        }
    }

    @Override
    public void snapshot(StateWriter out) {
        out.writeInt(FORMAT);
        out.writeDoubles(Arrays.copyOf(weights, learned));
        out.writeDoubles(Arrays.copyOf(means, learned));
    }

    @Override
    public void restore(StateReader in) {
        int format = in.readInt();
        if (format != FORMAT) {
            throw new BadState("UCB of format " + format + " is unknown here; this is format " + FORMAT);
        }
        double[] storedWeights = in.readDoubles();
        double[] storedMeans = in.readDoubles();
        if (storedWeights.length != storedMeans.length) {
            throw new BadState("UCB has " + storedWeights.length + " counts for " + storedMeans.length + " means");
        }
        learned = storedWeights.length;
        weights = Arrays.copyOf(storedWeights, Math.max(4, learned));
        means = Arrays.copyOf(storedMeans, Math.max(4, learned));
    }
}
