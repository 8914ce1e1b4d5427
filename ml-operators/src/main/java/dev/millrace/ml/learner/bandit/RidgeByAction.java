package dev.millrace.ml.learner.bandit;

import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.Mergeable;
import dev.millrace.ml.learner.Merging;
import dev.millrace.ml.learner.Usable;
import dev.millrace.ml.learner.linear.DenseEvent;
import dev.millrace.ml.learner.linear.InverseGram;
import dev.millrace.ml.learner.linear.NormalEquations;
import dev.millrace.stream.state.BadState;
import dev.millrace.stream.state.ScopedStateReader;
import dev.millrace.stream.state.ScopedStateWriter;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import java.util.ArrayList;
import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/**
 * A ridge regression of the reward for each action, apart from each other: A = λI + Σ w·x·xᵀ and b = Σ w·r·x, kept as A⁻¹ and
 * θ = A⁻¹b, which each event moves exactly (Sherman and Morrison). A weight w counts like w events. Made when an action is
 * first learned.
 *
 * <p>Cost: O(d²) an event learned; O(d²) for each action's variance; 8·d² bytes for each action learned. Threading: one
 * caller; {@link #mean}, {@link #variance} and {@link #spread} share nothing.
 */
final class RidgeByAction {
    /** Numbers in all squares together: 512 MiB. */
    static final long MOST_NUMBERS = 1L << 26;

    /** 2: squares in chunks. */
    private static final int FORMAT = 2;

    private final String learner;
    private final double lambda;
    private final boolean intercept;
    private final Layout layout;
    private final DenseEvent event;
    private final List<Ridge> actions = new ArrayList<>();

    private record Ridge(DMatrixRMaj weights, InverseGram inverse) {}

    /**
     * @param learner its name, for messages
     * @param lambda precision of the weights about 0
     */
    RidgeByAction(String learner, double lambda, boolean intercept, Layout layout) {
        this.learner = learner;
        this.lambda = lambda;
        this.intercept = intercept;
        this.layout = layout;
        this.event = new DenseEvent(layout, intercept);
        if (event.size() > InverseGram.MOST_COORDINATES) {
            throw new IllegalArgumentException(learner + " keeps a square of its " + event.size()
                    + " coordinates for each action; " + InverseGram.MOST_COORDINATES
                    + " are the most: hash into fewer bits, or use epsilon-greedy, which keeps a line");
        }
    }

    /** Actions for whose squares there is room. */
    int mostActions() {
        return (int) Math.max(1, MOST_NUMBERS / ((long) event.size() * event.size()));
    }

    /** Coordinates of an event. */
    int size() {
        return event.size();
    }

    void spread(FeatureVector x, double[] to) {
        event.spread(x, to);
    }

    /** Expected reward; 0 for an action never learned. */
    double mean(int action, FeatureVector x) {
        if (action >= actions.size()) {
            return 0;
        }
        double mean = event.dot(actions.get(action).weights.data, x);
        return Double.isNaN(mean) ? 0 : Math.max(-Usable.LARGEST, Math.min(Usable.LARGEST, mean));
    }

    /** xᵀA⁻¹x of a column that {@link #spread} has filled. */
    double variance(int action, double[] column) {
        if (action < actions.size()) {
            return actions.get(action).inverse.varianceOf(column);
        }
        double squares = 0;
        for (double value : column) {
            squares += value * value;
        }
        return squares / lambda;
    }

    private Ridge fresh() {
        return new Ridge(new DMatrixRMaj(event.size(), 1), new InverseGram(event.size(), 1 / lambda));
    }

    void learn(FeatureVector x, int action, double reward, double weight) {
        while (actions.size() <= action) {
            actions.add(fresh());
        }
        Ridge ridge = actions.get(action);
        double target = Math.max(-Usable.LARGEST, Math.min(Usable.LARGEST, reward));
        double error = target - mean(action, x);
        double scale = 1 / weight + ridge.inverse.variance(event.spread(x));
        if (!(scale > 0)) {
            return; // rounding has eaten the event's variance: it has nothing to tell
        }
        CommonOps_DDRM.addEquals(ridge.weights, error / scale, ridge.inverse.gain());
        ridge.inverse.shrink(1 / scale, 1);
    }

    /**
     * Becomes the merge of these: for each action A = ΣAₚ − (P − 1)·λI, and b likewise. O(d³) for each action and part.
     *
     * @param parts what the learners of the merge's parts keep, in their order
     */
    void merge(List<Mergeable.Part> parts, List<RidgeByAction> ridges) {
        actions.clear();
        List<NormalEquations> sums = new ArrayList<>();
        for (int p = 0; p < ridges.size(); p++) {
            RidgeByAction part = ridges.get(p);
            for (int a = 0; a < part.actions.size(); a++) {
                int merged = parts.get(p).classes()[a];
                while (sums.size() <= merged) {
                    sums.add(new NormalEquations(event.size(), lambda, intercept));
                }
                Ridge own = part.actions.get(a);
                sums.get(merged).add(own.inverse, own.weights, parts.get(p).features());
            }
        }
        for (NormalEquations sum : sums) {
            Ridge ridge = fresh();
            sum.solve(ridge.inverse, ridge.weights);
            actions.add(ridge);
        }
    }

    /** Whether merging is exact: whether sums are of the same coordinates everywhere. */
    static Merging merging(boolean intercept, boolean scaled) {
        if (scaled) {
            return intercept ? Merging.AVERAGE : Merging.VOTE; // where 0 was is not known any more
        }
        return Merging.EXACT;
    }

    /** θ of an action that was learned, the intercept last if there is one; a copy. */
    double[] weights(int action) {
        return actions.get(action).weights.data.clone();
    }

    void snapshot(StateWriter out) {
        out.writeInt(FORMAT);
        out.writeInt(actions.size());
        for (int a = 0; a < actions.size(); a++) {
            Ridge ridge = actions.get(a);
            out.writeDoubles(ridge.weights.data);
            ridge.inverse.snapshotInChunks(new ScopedStateWriter(out, "action-" + a + '-'));
        }
    }

    Layout layout() {
        return layout;
    }

    /** @param before layout of the snapshot: for coordinates that came since, every action begins as at first */
    void restore(StateReader in, Layout before) {
        int format = in.readInt();
        if (format < 1 || format > FORMAT) {
            throw new BadState(
                    learner + " of format " + format + " is unknown here; formats up to " + FORMAT + " are read");
        }
        int stored = in.readInt();
        if (stored < 0 || stored > mostActions()) {
            throw new BadState(learner + " with its " + event.size() + " coordinates has room for the squares of "
                    + mostActions() + " actions, and the snapshot has " + stored
                    + "; leave features out, hash into fewer bits, or use epsilon-greedy, which keeps a line");
        }
        int coordinates = before.width() + (intercept ? 1 : 0);
        actions.clear();
        for (int a = 0; a < stored; a++) {
            Ridge ridge = fresh();
            double[] weights = in.readDoubles();
            if (weights.length != coordinates) {
                throw new BadState(learner + " of " + coordinates + " coordinates cannot take " + weights.length);
            }
            int others = coordinates - (intercept ? 1 : 0);
            System.arraycopy(weights, 0, ridge.weights.data, 0, others);
            if (intercept) {
                ridge.weights.data[event.size() - 1] = weights[others];
            }
            if (format == 1) {
                ridge.inverse.restore(in, coordinates, intercept);
            } else {
                ridge.inverse.restoreChunks(new ScopedStateReader(in, "action-" + a + '-'), coordinates, intercept);
            }
            actions.add(ridge);
        }
    }
}
