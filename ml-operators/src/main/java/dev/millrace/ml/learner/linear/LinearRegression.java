package dev.millrace.ml.learner.linear;

import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.Mergeable;
import dev.millrace.ml.learner.Regressor;
import dev.millrace.ml.learner.Usable;
import dev.millrace.stream.state.BadState;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import java.util.List;

/**
 * A value from w·x + b, by a {@link ValueRule} and a {@link Descent} of any kind.
 *
 * <p>Before anything was learned it predicts 0. With {@code sgd}, {@code adagrad} and {@code adam} the intercept begins
 * with the first target, but for Poisson's loss and passive-aggressive steps: from 0, a target far from it (prices of houses) takes
 * hundreds of events to reach, and meanwhile bends all other weights. Targets count up to ±1e100, slopes up to ±1e12, so that numbers without
 * scale cannot break it for good; a prediction is within ±1e100. What is missing contributes nothing and is not changed.
 *
 * <p>Cost: O(non-zeros) per predict and two to three times that per learn; 8 bytes per weight and for each number that its optimiser keeps
 * beside it; nothing is allocated. Sources: those of its rule and its optimiser.
 */
final class LinearRegression implements Regressor, LinearModel, Mergeable {
    /** 2 and 3: what {@link NormalizedDescent} keeps. */
    private static final int FORMAT = 3;

    private static final double STEEPEST = 1e12;

    private final StepSettings settings;
    private final Layout layout;
    private final Coordinates coordinates;
    private final ValueRule rule;
    private final Support event;
    private final boolean beginsWithTarget;
    private Descent column;
    private boolean hasLearned;

    LinearRegression(StepSettings settings, ValueRule rule, Layout layout) {
        this.settings = settings;
        this.layout = layout;
        this.coordinates = new Coordinates(layout);
        this.rule = rule;
        this.column = Descent.of(settings, coordinates);
        this.event = column.support();
        this.beginsWithTarget = settings.intercept()
                && rule.link() != Link.EXPONENTIAL
                && !rule.weighsItself()
                && (settings.optimizer() == Optimizer.SGD
                        || settings.optimizer() == Optimizer.ADAGRAD
                        || settings.optimizer() == Optimizer.ADAM);
    }

    @Override
    public double predict(FeatureVector x) {
        if (!hasLearned) {
            return 0;
        }
        double margin = column.answer(x);
        return rule.link() == Link.EXPONENTIAL ? PoissonRule.mean(margin) : Descent.bounded(margin);
    }

    @Override
    public void learn(FeatureVector x, double value, double weight) {
        double target = Math.max(-Usable.LARGEST, Math.min(Usable.LARGEST, value));
        if (!hasLearned && beginsWithTarget) {
            column.start(target);
        }
        hasLearned = true;
        event.gather(x);
        double margin = column.margin(event, x);
        double slope = steep(rule.slope(margin, target, weight, event.squaredNorm()));
        double reach = column.meet(event, slope, weight);
        if (reach > 0) {
            slope = rule.travelled(margin, target, reach, weight, slope);
        } else if (!rule.weighsItself()) {
            slope *= weight;
        }
        column.step(event, slope, weight);
    }

    private static double steep(double slope) {
        return Math.max(-STEEPEST, Math.min(STEEPEST, slope));
    }

    @Override
    public Link link() {
        return rule.link();
    }

    @Override
    public Layout layout() {
        return layout;
    }

    @Override
    public int outputs() {
        return 1;
    }

    @Override
    public double[] weights(int output) {
        if (output != 0) {
            throw new IllegalArgumentException("a value has one output, 0; there is no " + output);
        }
        return column.answering();
    }

    @Override
    public double[] squaredGradients(int output) {
        return column.squaredGradients();
    }

    @Override
    public void merge(List<Part> parts) {
        LinearMerge.merge(this, parts, null);
    }

    @Override
    public void merge(List<Part> parts, Base base) {
        LinearMerge.merge(this, parts, base);
    }

    @Override
    public void start(double[][] byOutput) {
        if (hasLearned) {
            throw new IllegalStateException("the model has learned already; start a new one");
        }
        if (byOutput.length != 1) {
            throw new IllegalArgumentException("a value starts from one vector of weights, got " + byOutput.length);
        }
        StartingWeights.check(byOutput[0], coordinates.width);
        column.start(byOutput[0]);
        hasLearned = true;
    }

    @Override
    public void snapshot(StateWriter out) {
        out.writeInt(FORMAT);
        out.writeBoolean(hasLearned);
        column.snapshot(out);
    }

    @Override
    public void restore(StateReader in) {
        restore(in, layout);
    }

    @Override
    public void restore(StateReader in, Layout before) {
        int format = in.readInt();
        if (format < 1 || format > FORMAT) {
            throw new BadState("a linear regression of format " + format + " is unknown here; formats up to " + FORMAT
                    + " are read");
        }
        hasLearned = in.readBoolean();
        column = Descent.of(settings, coordinates);
        column.restore(in, before.width(), format);
    }
}
