package dev.millrace.ml.learner.linear;

import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.learner.Usable;
import dev.millrace.ml.math.Elementary;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;

/**
 * One vector of weights with an intercept after the last, and an optimiser that moves it down the gradient of a loss.
 *
 * <p>Weights stay within ±1e100, gradients too, so that margins are always finite. L1 and L2 act at the coordinates that an
 * event uses, never at the intercept. With averaging (Polyak and Juditsky, "Acceleration of stochastic approximation by
 * averaging", SIAM Journal on Control and Optimization 30, 1992) the mean of all weights so far answers, the last ones
 * learn: w̄ = w − Σ (r − 1)·Δ_r ÷ t, so that only coordinates in use cost anything.
 *
 * <p>Cost: O(non-zeros) per margin and per step. Threading: one caller that steps; margins share nothing.
 */
abstract class Descent {
    static final String LAGS = "lags";

    final StepSettings settings;
    final Parameters parameters;
    final double[] weights;
    final Coordinates coordinates;

    /** Σ (r − 1)·Δ_r of every coordinate, or null without averaging. */
    final double[] lags;

    /** A slope of 0 moves nothing: most classes of a hinge loss. */
    private final boolean rests;

    private long steps;

    /** @param kept names of what the optimiser keeps beside the weights */
    Descent(StepSettings settings, Coordinates coordinates, String... kept) {
        this.settings = settings;
        this.coordinates = coordinates;
        this.rests = settings.l1() == 0
                && settings.l2() == 0
                && (settings.optimizer() == Optimizer.SGD || settings.optimizer() == Optimizer.ADAGRAD);
        String[] names = new String[1 + kept.length + (settings.average() ? 1 : 0)];
        names[0] = Parameters.WEIGHTS;
        System.arraycopy(kept, 0, names, 1, kept.length);
        if (settings.average()) {
            names[names.length - 1] = LAGS;
        }
        this.parameters = new Parameters(coordinates.width + 1, names);
        this.weights = parameters.weights();
        this.lags = parameters.array(LAGS);
    }

    static Descent of(StepSettings settings, Coordinates coordinates) {
        return switch (settings.optimizer()) {
            case SGD -> new GradientDescent(settings, coordinates);
            case ADAGRAD -> new AdaGradDescent(settings, coordinates);
            case ADAM -> new AdamDescent(settings, coordinates);
            case FTRL -> new FtrlDescent(settings, coordinates);
            case NORMALIZED -> new NormalizedDescent(settings, coordinates);
        };
    }

    /**
     * w·x + b with the weights that learn; {@link #meet} of the same event comes next.
     *
     * @param event has gathered x
     */
    double margin(Support event, FeatureVector x) {
        return event.dot(weights, x);
    }

    /** w·x + b with the weights that answer. */
    final double answer(FeatureVector x) {
        double margin = dot(weights, x);
        return lags == null || steps == 0 ? margin : margin - dot(lags, x) / steps;
    }

    /** With a vector like the weights, w·x + b: the same bits as {@link #margin}. */
    double dot(double[] w, FeatureVector x) {
        return dot(w, coordinates, x, 0);
    }

    /** What {@link #margin} and {@link #step} want to be told of an event. */
    Support support() {
        return new Support(coordinates, settings.intercept());
    }

    /** Whether other weights answer than those that learn. */
    final boolean isAveraging() {
        return lags != null;
    }

    /**
     * With a fixed shape: what is not 0 of numbers, categories and the intercept goes to four sums in turn, then come hashed values. By
     * turns, not by slots, so that zeros need not be looked at (see {@link FeatureVector#notZero}).
     *
     * @param from the first number that counts
     */
    static double dot(double[] w, Coordinates coordinates, FeatureVector x, int from) {
        double[] values = x.numbers();
        int[] at = coordinates.numbers;
        double a0 = 0;
        double a1 = 0;
        double a2 = 0;
        double a3 = 0;
        int turns = 0;
        for (int i = from; i < at.length; i++) {
            double value = Usable.orZero(values[i]);
            if (value != 0) {
                turns++;
                double next = a0 + w[at[i]] * value;
                a0 = a1;
                a1 = a2;
                a2 = a3;
                a3 = next;
            }
        }
        int[] codes = x.categories();
        for (int j = 0; j < coordinates.categories.length; j++) {
            if (codes[j] >= 0) {
                turns++;
                double next = a0 + w[coordinates.ofCode(j, codes[j])];
                a0 = a1;
                a1 = a2;
                a2 = a3;
                a3 = next;
            }
        }
        a0 += w[coordinates.width];
        // Sums are paired by their turns, wherever these have ended.
        double sum = (turns & 1) == 0 ? (a0 + a1) + (a2 + a3) : (a1 + a2) + (a3 + a0);
        for (int j = 0; j < x.hashedCount(); j++) {
            sum += w[x.hashedIndex(j)] * Usable.orZero(x.hashedValue(j));
        }
        return sum;
    }

    /**
     * Takes an event in; must stand before {@link #step}.
     *
     * @param slope of the loss at the event's margin, without its weight
     * @return how far the margin would move per unit of slope if the optimiser wants the path of the loss followed
     *     (see {@link NormalizedDescent}); else 0
     */
    final double meet(Support event, double slope, double weight) {
        steps++;
        return prepare(event, slope, weight);
    }

    /** Gets ready for the moves of one step; see {@link #meet}. */
    abstract double prepare(Support event, double slope, double weight);

    /**
     * One step down.
     *
     * @param slope of the loss by the margin, times the event's weight
     * @param weight the event's, for the penalties
     */
    void step(Support event, double slope, double weight) {
        if (slope == 0 && rests) {
            return;
        }
        for (int i = 0; i < event.count(); i++) {
            int at = event.at(i);
            move(at, bounded(slope * event.value(i)), at == coordinates.width ? 0 : weight);
        }
    }

    /** Moves one weight by one gradient; a penalty of 0 leaves L1 and L2 out. */
    final void move(int at, double gradient, double penalty) {
        parameters.touch(at, at + 1);
        double before = weights[at];
        double after = moved(at, gradient, penalty);
        if (Double.isNaN(after)) {
            return;
        }
        after = bounded(after);
        if (lags != null) {
            lags[at] += (steps - 1) * (after - before);
        }
        weights[at] = after;
    }

    /** Where a weight goes; what the optimiser keeps beside it is changed. */
    abstract double moved(int at, double gradient, double penalty);

    /** The rate of this step. */
    final double rate() {
        double decay = settings.decay();
        if (decay == 0) {
            return settings.rate();
        }
        double age = 1 + (steps - 1) / settings.decayStart();
        if (decay == 1) {
            return settings.rate() / age;
        }
        return settings.rate() / (decay == 0.5 ? Math.sqrt(age) : Elementary.pow(age, decay));
    }

    /** The gradient with the pull of L2. */
    final double pulled(int at, double gradient, double penalty) {
        return settings.l2() == 0 ? gradient : bounded(gradient + penalty * settings.l2() * weights[at]);
    }

    /** A weight brought nearer to 0 by L1, not beyond. */
    final double cut(double weight, double rate, double penalty) {
        if (settings.l1() == 0 || penalty == 0) {
            return weight;
        }
        double by = rate * penalty * settings.l1();
        return Math.abs(weight) <= by ? 0 : weight - Math.copySign(by, weight);
    }

    static double bounded(double value) {
        return Math.max(-Usable.LARGEST, Math.min(Usable.LARGEST, value));
    }

    /** Weights that answer, the intercept last; a copy. */
    final double[] answering() {
        double[] copy = weights.clone();
        for (int i = 0; lags != null && steps > 0 && i < copy.length; i++) {
            copy[i] -= lags[i] / steps;
        }
        return copy;
    }

    /** Sums of squared gradients, the intercept last; a copy, null if none are kept. */
    double[] squaredGradients() {
        double[] squares = parameters.squares();
        return squares == null ? null : squares.clone();
    }

    final long steps() {
        return steps;
    }

    /** Starts from given weights, the intercept last; the optimiser begins anew. */
    void start(double[] from) {
        parameters.touch(0, weights.length);
        Parameters.fill(weights, from);
    }

    /** Begins with an intercept, all else 0. */
    final void start(double intercept) {
        parameters.touch(coordinates.width, coordinates.width + 1);
        weights[coordinates.width] = intercept;
    }

    /** A vector of 0 that has seen the same scales and sizes of gradients. */
    final Descent beside() {
        Descent other = of(settings, coordinates);
        other.parameters.touch(0, weights.length);
        for (String name : new String[] {Parameters.SQUARES, NormalizedDescent.LARGEST}) {
            double[] mine = parameters.array(name);
            if (mine != null) {
                System.arraycopy(mine, 0, other.parameters.array(name), 0, mine.length);
            }
        }
        other.steps = steps;
        other.sharePast(this);
        return other;
    }

    /** Takes over what a vector beside this one has kept apart from its arrays. */
    void sharePast(Descent past) {}

    void snapshot(StateWriter out) {
        out.writeLong(steps);
        parameters.snapshot(out);
    }

    /**
     * @param before coordinates of the snapshot's layout
     * @param format of the learner: 1 had sums where {@link NormalizedDescent} has inverse roots now, 2 not yet what it began with
     */
    void restore(StateReader in, int before, int format) {
        steps = in.readLong();
        parameters.restore(in, 1, before + 1);
    }
}
