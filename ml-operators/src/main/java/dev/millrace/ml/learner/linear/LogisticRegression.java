package dev.millrace.ml.learner.linear;

import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.Classifier;
import dev.millrace.ml.learner.Mergeable;
import dev.millrace.ml.learner.Scores;
import dev.millrace.ml.math.Elementary;
import dev.millrace.stream.event.NumberTable;
import dev.millrace.stream.state.BadState;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import java.util.Arrays;
import java.util.List;

/**
 * Logistic regression, one gradient step per event; softmax regression from the third class on.
 *
 * <p>Two classes share one vector of weights: p(second) = 1 / (1 + e^−(w·x + b)). At the third class the vector becomes the
 * second of two columns, the first being 0, which predicts the same, and each further class starts at 0. Numbers are taken as they are
 * (scale them), categories one coordinate per code, hashed values by their coordinate. What is missing (see
 * {@link dev.millrace.ml.learner.Usable}) contributes nothing and is not changed. An event's weight multiplies its gradient.
 * L2 pulls only at coordinates that the event uses, never at the intercept. A class never learned scores 0.
 *
 * <p>Cost: one pass over the event's values per predict and one per learn, times the classes; 8 bytes per weight, 16 with
 * AdaGrad. Source: see {@link #PAPER}.
 */
public final class LogisticRegression implements Classifier, LinearModel, Mergeable {
    static final String PAPER =
            "Robbins and Monro, \"A stochastic approximation method\", Annals of Mathematical Statistics 22"
                    + " (1951); Duchi, Hazan and Singer, \"Adaptive subgradient methods for online learning and stochastic"
                    + " optimization\", JMLR 12 (2011)";
    private static final int FORMAT = 1;

    private final LogisticSettings settings;
    private final Layout layout;
    private final Coordinates coordinates;

    /** Classes learned: one more than the largest label. */
    private int classes;

    /** With up to two classes; else null. */
    private MarginWeights margin;

    /** With three classes or more; else null. */
    private ClassWeights perClass;

    private double[] residuals = new double[0];

    public LogisticRegression(LogisticSettings settings, Layout layout) {
        this.settings = settings;
        this.layout = layout;
        this.coordinates = new Coordinates(layout);
        this.margin = new MarginWeights(settings, coordinates);
    }

    @Override
    public void predict(FeatureVector x, double[] scores) {
        if (classes == 0) {
            Scores.uniform(scores);
        } else if (classes == 1) {
            Arrays.fill(scores, 0);
            scores[0] = 1;
        } else if (margin != null) {
            Arrays.fill(scores, 0);
            scores[1] = probability(margin.margin(x));
            scores[0] = 1 - scores[1];
        } else {
            double[] padded = new double[perClass.stride()];
            probabilities(x, padded);
            Arrays.fill(scores, 0);
            System.arraycopy(padded, 0, scores, 0, Math.min(classes, scores.length));
        }
    }

    @Override
    public void predictAll(FeatureVector each, NumberTable x, int scored, double[] scores) {
        if (margin == null || classes < 2) {
            Classifier.super.predictAll(each, x, scored, scores);
            return;
        }
        int rows = x.rows();
        double[] margins = new double[rows];
        margin.margins(x, margins);
        Elementary.logistic(margins);
        Arrays.fill(scores, 0, rows * scored, 0);
        for (int r = 0; r < rows; r++) {
            double p = Double.isNaN(margins[r]) ? 0.5 : margins[r];
            scores[r * scored] = 1 - p;
            scores[r * scored + 1] = p;
        }
    }

    @Override
    public void learn(FeatureVector x, int label, double weight) {
        grow(label);
        if (margin != null) {
            double p = classes == 1 ? 0 : probability(margin.margin(x));
            marginStep(x, label, weight, p);
        } else {
            probabilities(x, residuals);
            classStep(x, label, weight);
        }
    }

    @Override
    public void predictAndLearn(FeatureVector x, int label, double weight, double[] scores) {
        if (label >= classes || margin != null) {
            predict(x, scores);
            if (label >= classes || classes == 1) {
                learn(x, label, weight);
            } else {
                marginStep(x, label, weight, scores[1]);
            }
            return;
        }
        probabilities(x, residuals);
        System.arraycopy(residuals, 0, scores, 0, classes);
        Arrays.fill(scores, classes, scores.length, 0);
        classStep(x, label, weight);
    }

    /** Into an array as long as the stride. */
    private void probabilities(FeatureVector x, double[] padded) {
        perClass.scores(x, padded);
        if (!Scores.softmaxOfEights(padded, classes)) {
            Arrays.fill(padded, 0, classes, 1.0 / classes);
        }
    }

    /** NaN, which only weights beyond all bounds give, is indifference. */
    private static double probability(double margin) {
        return Double.isNaN(margin) ? 0.5 : Elementary.logistic(margin);
    }

    private void marginStep(FeatureVector x, int label, double weight, double p) {
        if (classes == 2) {
            margin.step(x, (label == 1 ? 1 : 0) - p, weight);
        }
    }

    private void classStep(FeatureVector x, int label, double weight) {
        for (int k = 0; k < classes; k++) {
            residuals[k] = (k == label ? 1 : 0) - residuals[k];
        }
        perClass.step(x, residuals, weight);
    }

    private void grow(int label) {
        if (label < classes) {
            return;
        }
        classes = label + 1;
        if (classes > 2 && margin != null) {
            perClass = new ClassWeights(settings, coordinates, classes);
            perClass.start(margin);
            margin = null;
        } else if (perClass != null) {
            perClass.grow(classes);
        }
        if (perClass != null) {
            residuals = new double[perClass.stride()];
        }
    }

    /** Classes learned so far. */
    public int classes() {
        return classes;
    }

    @Override
    public int outputs() {
        return classes;
    }

    @Override
    public Link link() {
        return Link.SOFTMAX;
    }

    @Override
    public void start(double[][] byOutput) {
        StartingWeights.check(byOutput, classes, coordinates.width);
        grow(byOutput.length - 1);
        if (margin != null) {
            margin.start(StartingWeights.difference(byOutput));
        } else {
            perClass.start(byOutput);
        }
    }

    /**
     * Weights of a class at every coordinate of {@link #layout}, the intercept last (0 where there is none). With two
     * classes the first has the negative half and the second the positive half of the shared vector, so that for any
     * number of classes the scores are the softmax of w·x + b.
     */
    @Override
    public double[] weights(int label) {
        if (label < 0 || label >= classes) {
            throw new IllegalArgumentException("there is no class " + label + ", only " + classes + " were learned");
        }
        if (perClass != null) {
            return perClass.column(label);
        }
        double[] weights = margin.weights();
        for (int i = 0; i < weights.length; i++) {
            weights[i] *= label == 1 ? 0.5 : -0.5;
        }
        return weights;
    }

    @Override
    public double[] squaredGradients(int label) {
        return perClass != null ? perClass.squares(label) : margin.squares();
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
    public Layout layout() {
        return layout;
    }

    @Override
    public void snapshot(StateWriter out) {
        out.writeInt(FORMAT);
        out.writeInt(classes);
        if (margin != null) {
            margin.snapshot(out);
        } else {
            perClass.snapshot(out);
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
            throw new BadState(
                    "logistic regression of format " + format + " is unknown here; this is format " + FORMAT);
        }
        classes = 0;
        margin = new MarginWeights(settings, coordinates);
        perClass = null;
        int known = in.readInt();
        if (known > 0) {
            grow(known - 1);
        }
        if (margin != null) {
            margin.restore(in, before.width());
        } else {
            perClass.restore(in, before.width());
        }
    }
}
