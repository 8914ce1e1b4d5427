package dev.millrace.ml.learner.factorization;

import dev.millrace.ml.feature.Attribute;
import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.Usable;
import dev.millrace.ml.learner.linear.Coordinates;
import dev.millrace.ml.learner.linear.Parameters;
import dev.millrace.ml.learner.linear.Support;
import dev.millrace.stream.random.Random64;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import java.util.Arrays;
import java.util.List;

/**
 * One margin b + Σᵢ wᵢ·xᵢ + Σ_{i&lt;j} ⟨vᵢ, vⱼ⟩·xᵢ·xⱼ and its gradient steps. The pairs cost no more than the coordinates, as
 * Σ_{i&lt;j} ⟨vᵢ, vⱼ⟩·xᵢ·xⱼ = ½·Σ_f ((Σᵢ v_if·xᵢ)² − Σᵢ (v_if·xᵢ)²).
 *
 * <p>A coordinate has one row: its weight, then its factors. All are 0 and say nothing until the first event that uses it is
 * learned, which draws the factors: from the seed, the attribute's name and the place within the attribute, whatever came
 * before. So new features are rows of 0 behind the others, and what no event uses is 0 in snapshots. Values count in full up to 1e6 and as
 * 1e6 beyond; weights and factors stay within ±1e100.
 *
 * <p>Cost: O(factors · non-zeros) per margin and per step; 8 · (1 + factors) bytes per coordinate, twice that with AdaGrad, three
 * times with FTRL. Threading: one caller that steps; margins share nothing but the caller's buffers.
 */
final class Factors {
    private static final double LARGEST_VALUE = 1e6;
    private static final int MOST_NUMBERS = 1 << 28;
    private static final String PULLS = "pulls";

    private final FactorizationSettings settings;
    private final List<Attribute> attributes;
    private final int rank;
    private final int stride;
    private final int intercept;
    private final int output;
    private final Parameters parameters;
    private final double[] weights;

    /** Sums of squared gradients; null with SGD. */
    private final double[] squares;

    /** What FTRL has been told; else null. */
    private final double[] pulls;

    /** @param output which margin of its learner it is: each begins with factors of its own */
    Factors(FactorizationSettings settings, Layout layout, int output) {
        this.settings = settings;
        this.attributes = layout.attributes();
        this.rank = settings.factors();
        this.stride = 1 + rank;
        this.output = output;
        check(settings, layout);
        this.intercept = layout.width() * stride;
        this.parameters = switch (settings.optimizer()) {
            case SGD -> new Parameters(intercept + 1, Parameters.WEIGHTS);
            case ADAGRAD -> new Parameters(intercept + 1, Parameters.WEIGHTS, Parameters.SQUARES);
            case FTRL -> new Parameters(intercept + 1, Parameters.WEIGHTS, PULLS, Parameters.SQUARES);
        };
        this.weights = parameters.weights();
        this.squares = parameters.squares();
        this.pulls = parameters.array(PULLS);
    }

    /** @throws IllegalArgumentException if a margin over this layout would have too many numbers */
    static void check(FactorizationSettings settings, Layout layout) {
        long numbers = (long) layout.width() * (1 + settings.factors()) + 1;
        if (numbers > MOST_NUMBERS) {
            throw new IllegalArgumentException("a factorization machine over " + layout.width() + " coordinates with "
                    + settings.factors() + " factors has " + numbers + " numbers; " + MOST_NUMBERS
                    + " are the most: hash into fewer bits, or set fewer factors");
        }
    }

    /** What gathers an event for margins: without an intercept, which is no row. */
    static Support support(Coordinates coordinates) {
        return new Support(coordinates, false);
    }

    private static double value(Support event, int i) {
        return Math.max(-LARGEST_VALUE, Math.min(LARGEST_VALUE, event.value(i)));
    }

    /**
     * @param sums of v_if·xᵢ by factor, filled for {@link #step}; then room for as many again
     */
    double margin(Support event, double[] sums) {
        Arrays.fill(sums, 0, 2 * rank, 0);
        double linear = weights[intercept];
        for (int i = 0; i < event.count(); i++) {
            int row = event.at(i) * stride;
            double x = value(event, i);
            linear += weights[row] * x;
            addRow(row + 1, x, sums);
        }
        double pairs = 0;
        for (int f = 0; f < rank; f++) {
            pairs += sums[f] * sums[f] - sums[rank + f];
        }
        return linear + 0.5 * pairs;
    }

    private void addRow(int from, double x, double[] sums) {
        for (int f = 0; f < rank; f++) {
            double term = weights[from + f] * x;
            sums[f] += term;
            sums[rank + f] += term * term;
        }
    }

    /** Draws the factors of coordinates that are used for the first time; whether there were any. */
    boolean meet(Support event, long seed) {
        boolean any = false;
        for (int i = 0; i < event.count(); i++) {
            int row = event.at(i) * stride;
            if (weights[row + 1] == 0 && isNew(row)) {
                draw(event.at(i), row, seed);
                any = true;
            }
        }
        return any;
    }

    /** Whether no event that uses the coordinate of a row was learned. */
    boolean isNew(int row) {
        for (int f = 1; f <= rank; f++) {
            if (weights[row + f] != 0) {
                return false;
            }
        }
        return true;
    }

    private void draw(int coordinate, int row, long seed) {
        int low = 0;
        for (int high = attributes.size() - 1; low < high; ) {
            int middle = (low + high + 1) >>> 1;
            if (attributes.get(middle).start() <= coordinate) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        Attribute attribute = attributes.get(low);
        long own = Random64.seedOf(seed, attribute.name(), coordinate - attribute.start());
        Random64 random = new Random64(Random64.seedOf(own, "factors", output));
        parameters.touch(row, row + stride);
        for (int f = 1; f <= rank; f++) {
            double drawn = settings.spread() * random.nextGaussian();
            weights[row + f] = drawn;
            if (pulls != null) {
                pulls[row + f] = -hold(0, settings.factorL2()) * drawn;
            }
        }
    }

    /**
     * One step down.
     *
     * @param sums as {@link #margin} left them
     * @param slope of the loss by the margin, without the event's weight
     */
    void step(Support event, double[] sums, double slope, double weight) {
        double scaled = settings.optimizer() == FactorizationSettings.Step.SGD
                ? slope * Math.min(weight, 1 / (settings.rate() * squaredGradient(event, sums)))
                : slope * weight;
        for (int i = 0; i < event.count(); i++) {
            int row = event.at(i) * stride;
            double x = value(event, i);
            double gradient = scaled * x;
            parameters.touch(row, row + stride);
            move(row, gradient, weight * settings.l2(), settings.l2(), settings.l1());
            for (int f = 0; f < rank; f++) {
                double others = sums[f] - weights[row + 1 + f] * x;
                move(row + 1 + f, gradient * others, weight * settings.factorL2(), settings.factorL2(), 0);
            }
        }
        if (settings.intercept()) {
            parameters.touch(intercept, intercept + 1);
            move(intercept, scaled, 0, 0, 0);
        }
    }

    /** Of the margin: a step of size r and slope s moves the margin by about r · s times this. */
    private double squaredGradient(Support event, double[] sums) {
        double sum = settings.intercept() ? 1 : 0;
        for (int i = 0; i < event.count(); i++) {
            int from = event.at(i) * stride + 1;
            double x = value(event, i);
            double row = 1;
            for (int f = 0; f < rank; f++) {
                double others = sums[f] - weights[from + f] * x;
                row += others * others;
            }
            sum += row * x * x;
        }
        return sum;
    }

    /**
     * @param pull of L2 in this step, the event's weight counted
     * @param l2 without that: what FTRL's closed form takes
     */
    private void move(int at, double gradient, double pull, double l2, double l1) {
        if (pulls != null) {
            follow(at, bounded(gradient), l2, l1);
            return;
        }
        double g = bounded(gradient + pull * weights[at]);
        double rate = settings.rate();
        if (squares != null) {
            squares[at] += g * g;
            rate /= Parameters.EPSILON + Math.sqrt(squares[at]);
        }
        weights[at] = bounded(weights[at] - rate * g);
    }

    private void follow(int at, double gradient, double l2, double l1) {
        double root = Math.sqrt(squares[at]);
        squares[at] += gradient * gradient;
        double grown = Math.sqrt(squares[at]);
        pulls[at] = bounded(pulls[at] + gradient - (grown - root) / settings.rate() * weights[at]);
        double z = pulls[at];
        weights[at] = Math.abs(z) <= l1 ? 0 : bounded((Math.copySign(l1, z) - z) / hold(grown, l2));
    }

    /** How strongly FTRL holds a number where it is; the reference's β is 1. */
    private double hold(double root, double l2) {
        return (1 + root) / settings.rate() + l2;
    }

    private static double bounded(double value) {
        return Math.max(-Usable.LARGEST, Math.min(Usable.LARGEST, value));
    }

    /** The weight of a coordinate, then its factors; a copy. */
    double[] row(int coordinate) {
        return Arrays.copyOfRange(weights, coordinate * stride, (coordinate + 1) * stride);
    }

    double intercept() {
        return weights[intercept];
    }

    /** All weights and factors, row by row, the intercept last; a copy. */
    double[] numbers() {
        return Arrays.copyOf(weights, intercept + 1);
    }

    /** Sums of squared gradients of the same; null with SGD. */
    double[] squaredGradients() {
        return squares == null ? null : Arrays.copyOf(squares, intercept + 1);
    }

    /** Becomes what it is given, to answer only. */
    void start(double[] numbers) {
        parameters.touch(0, intercept + 1);
        System.arraycopy(numbers, 0, weights, 0, intercept + 1);
    }

    void snapshot(StateWriter out) {
        parameters.snapshot(out);
    }

    /** Reads a snapshot, perhaps of a layout that had not all coordinates of this one yet: the new ones are rows of 0. */
    void restore(StateReader in, Layout before) {
        parameters.restore(in, 1, before.width() * stride + 1);
    }
}
