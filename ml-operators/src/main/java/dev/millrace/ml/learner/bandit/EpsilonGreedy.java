package dev.millrace.ml.learner.bandit;

import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.ContextualBandit;
import dev.millrace.ml.learner.Regressor;
import dev.millrace.ml.learner.linear.LinearProvider;
import dev.millrace.ml.learner.linear.LinearSettings;
import dev.millrace.ml.learner.linear.LinearSettings.Loss;
import dev.millrace.ml.learner.linear.Optimizer;
import dev.millrace.stream.state.BadState;
import dev.millrace.stream.state.ScopedStateReader;
import dev.millrace.stream.state.ScopedStateWriter;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * The action with the largest expected reward, but for a share ε of the events, whose action is drawn evenly from all. Expected
 * rewards are linear in the event, learned by normalised steps (see {@code linear}) for each action apart, so that it bears any
 * number of features. Equals share the probability. What is missing contributes nothing.
 *
 * <p>A reward may count as often as its action is rare: its step then has the weight 1/propensity, up to {@code
 * max-importance}, which makes up for a policy that took an action in some contexts only. Off at 1.
 *
 * <p>Cost: O(non-zeros) for each action when asked, that once to learn; about 24 bytes for each coordinate and action (all
 * together at most about 1.6 GiB). Sources: see {@link #PAPER}.
 */
public final class EpsilonGreedy implements ContextualBandit {
    static final String PAPER =
            "Sutton and Barto, \"Reinforcement Learning\", MIT Press (1998), section 2.2, over linear models"
                    + " of the reward; Langford and Zhang, \"The epoch-greedy algorithm for multi-armed bandits with side"
                    + " information\", NIPS (2007)";
    private static final int FORMAT = 1;

    /** Weights of all actions together. */
    private static final long MOST_WEIGHTS = 1L << 26;

    private final EpsilonGreedySettings settings;
    private final Layout layout;
    private final Chance chance;
    private final List<Regressor> actions = new ArrayList<>();

    public EpsilonGreedy(EpsilonGreedySettings settings, Layout layout, long seed) {
        this.settings = settings;
        this.layout = layout;
        this.chance = new Chance(seed, settings.epsilon());
    }

    private Regressor fresh() {
        return (Regressor) new LinearProvider()
                .create(new LinearSettings(Loss.SQUARED, Optimizer.NORMALIZED, settings.rate()), layout, 0);
    }

    @Override
    public void predict(FeatureVector x, double[] rewards, double[] probabilities) {
        for (int a = 0; a < rewards.length; a++) {
            rewards[a] = a < actions.size() ? actions.get(a).predict(x) : 0;
        }
        chance.greedy(rewards, probabilities);
    }

    @Override
    public int choose(double[] probabilities, long identity) {
        return chance.choose(probabilities, identity);
    }

    @Override
    public void learn(FeatureVector x, int action, double reward, double propensity, double weight) {
        while (actions.size() <= action) {
            actions.add(fresh());
        }
        double importance = propensity > 0 ? Math.min(settings.maxImportance(), 1 / propensity) : 1;
        actions.get(action).learn(x, reward, weight * importance);
    }

    @Override
    public int mostActions() {
        return (int) Math.max(1, Math.min(MOST_ACTIONS, MOST_WEIGHTS / (layout.width() + 1L)));
    }

    @Override
    public void snapshot(StateWriter out) {
        out.writeInt(FORMAT);
        out.writeInt(actions.size());
        for (int a = 0; a < actions.size(); a++) {
            actions.get(a).snapshot(new ScopedStateWriter(out, "action-" + a + "-"));
        }
    }

    @Override
    public void restore(StateReader in) {
        restore(in, layout);
    }

    @Override
    public void restore(StateReader in, Layout before) {
        int format = in.readInt();
        if (format != FORMAT) {
            throw new BadState("epsilon-greedy of format " + format + " is unknown here; this is format " + FORMAT);
        }
        int stored = in.readInt();
        if (stored < 0 || stored > mostActions()) {
            throw new BadState("epsilon-greedy has room for " + mostActions() + " actions, got " + stored);
        }
        actions.clear();
        for (int a = 0; a < stored; a++) {
            Regressor regressor = fresh();
            regressor.restore(new ScopedStateReader(in, "action-" + a + "-"), before);
            actions.add(regressor);
        }
    }
}
