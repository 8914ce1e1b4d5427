package dev.millrace.ml.learner.linear;

import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.Classifier;
import dev.millrace.ml.learner.Mergeable;
import dev.millrace.ml.learner.Scores;
import dev.millrace.ml.math.Elementary;
import dev.millrace.stream.state.BadState;
import dev.millrace.stream.state.ScopedStateReader;
import dev.millrace.stream.state.ScopedStateWriter;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A classifier with one margin w·x + b for two classes and one per class from the third on, moved by a {@link ClassRule} and a
 * {@link Descent} of any kind. {@link LogisticRegression} is the same with faster inner loops for its plain settings.
 *
 * <p>Scores are the softmax of the margins whatever the rule: 1 ÷ (1 + e^−m) for two classes. For the logistic loss they are
 * probabilities; for hinge, perceptron and passive-aggressive rules they order events and classes as the margins do, are 0.5
 * at the boundary, and are not calibrated. At the third class the margin becomes that of the second against a first of 0, which
 * predicts the same. A class never learned scores 0. What is missing contributes nothing and is not changed.
 *
 * <p>Cost: O(non-zeros) per predict and two to three times that per learn, times the classes; 8 bytes per weight and for each number that
 * its optimiser keeps beside it; nothing is allocated but for a class that is new.
 */
final class LinearClassifier implements Classifier, LinearModel, Mergeable {
    /** 2 and 3: what {@link NormalizedDescent} keeps. */
    private static final int FORMAT = 3;

    private final StepSettings settings;
    private final Layout layout;
    private final Coordinates coordinates;
    private final ClassRule rule;
    private final ClassBalance balance;
    private final Support event;

    /** One with up to two classes, then one per class. */
    private final List<Descent> columns = new ArrayList<>();

    private int classes;
    private double[] slopes = new double[0];

    LinearClassifier(StepSettings settings, ClassRule rule, String classWeights, Layout layout) {
        this.settings = settings;
        this.layout = layout;
        this.coordinates = new Coordinates(layout);
        this.rule = rule;
        this.balance = new ClassBalance(classWeights);
        columns.add(Descent.of(settings, coordinates));
        this.event = columns.get(0).support();
    }

    @Override
    public void predict(FeatureVector x, double[] scores) {
        if (classes == 0) {
            Scores.uniform(scores);
            return;
        }
        Arrays.fill(scores, 0);
        if (classes == 1) {
            scores[0] = 1;
        } else if (classes == 2) {
            scores[1] = Elementary.logistic(columns.get(0).answer(x));
            scores[0] = 1 - scores[1];
        } else {
            for (int k = 0; k < classes; k++) {
                scores[k] = columns.get(k).answer(x);
            }
            Scores.softmax(scores, classes);
        }
    }

    @Override
    public void learn(FeatureVector x, int label, double weight) {
        grow(label + 1);
        double counted = balance.weigh(label, weight);
        if (classes < 2) {
            return;
        }
        event.gather(x);
        if (classes == 2) {
            double margin = columns.get(0).margin(event, x);
            learnOne(margin, Elementary.logistic(margin), label == 1 ? 1 : -1, counted);
        } else {
            learnEach(x, label, counted);
        }
    }

    @Override
    public void predictAndLearn(FeatureVector x, int label, double weight, double[] scores) {
        if (classes != 2 || label >= classes) {
            predict(x, scores);
            learn(x, label, weight);
            return;
        }
        Descent column = columns.get(0);
        if (column.isAveraging()) {
            predict(x, scores);
        }
        event.gather(x);
        double margin = column.margin(event, x);
        double score = Elementary.logistic(margin);
        if (!column.isAveraging()) {
            Arrays.fill(scores, 0);
            scores[1] = score;
            scores[0] = 1 - score;
        }
        learnOne(margin, score, label == 1 ? 1 : -1, balance.weigh(label, weight));
    }

    /** @param score 1 ÷ (1 + e^−margin) */
    private void learnOne(double margin, double score, int side, double weight) {
        Descent column = columns.get(0);
        double slope = rule.slope(margin, score, side, weight, event.squaredNorm());
        double reach = column.meet(event, slope, weight);
        if (reach > 0) {
            slope = rule.travelled(margin, side, reach, weight, slope);
        } else if (!rule.weighsItself()) {
            slope *= weight;
        }
        column.step(event, slope, weight);
    }

    private void learnEach(FeatureVector x, int label, double weight) {
        for (int k = 0; k < classes; k++) {
            slopes[k] = columns.get(k).margin(event, x);
        }
        rule.slopes(slopes, classes, label, weight, event.squaredNorm());
        double factor = rule.weighsItself() ? 1 : weight;
        for (int k = 0; k < classes; k++) {
            Descent column = columns.get(k);
            column.meet(event, slopes[k], weight);
            column.step(event, slopes[k] * factor, weight);
        }
    }

    private void grow(int known) {
        if (known <= classes) {
            return;
        }
        classes = known;
        if (classes > 2) {
            if (columns.size() == 1) {
                columns.add(0, columns.get(0).beside());
            }
            while (columns.size() < classes) {
                columns.add(Descent.of(settings, coordinates));
            }
            slopes = new double[classes];
        }
    }

    @Override
    public Link link() {
        return Link.SOFTMAX;
    }

    @Override
    public Layout layout() {
        return layout;
    }

    @Override
    public int outputs() {
        return classes;
    }

    @Override
    public double[] weights(int label) {
        if (label < 0 || label >= classes) {
            throw new IllegalArgumentException("there is no class " + label + ", only " + classes + " were learned");
        }
        if (classes > 2) {
            return columns.get(label).answering();
        }
        double[] weights = columns.get(0).answering();
        for (int i = 0; i < weights.length; i++) {
            weights[i] *= label == 1 ? 0.5 : -0.5;
        }
        return weights;
    }

    @Override
    public double[] squaredGradients(int output) {
        return columns.get(classes > 2 ? output : 0).squaredGradients();
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
        StartingWeights.check(byOutput, classes, coordinates.width);
        grow(byOutput.length);
        if (classes == 2) {
            columns.get(0).start(StartingWeights.difference(byOutput));
        } else {
            for (int k = 0; k < classes; k++) {
                columns.get(k).start(byOutput[k]);
            }
        }
    }

    @Override
    public void snapshot(StateWriter out) {
        out.writeInt(FORMAT);
        out.writeInt(classes);
        balance.snapshot(out);
        for (int k = 0; k < columns.size(); k++) {
            columns.get(k).snapshot(new ScopedStateWriter(out, "class-" + k + "-"));
        }
    }

    @Override
    public void restore(StateReader in) {
        restore(in, layout);
    }

    @Override
    public void restore(StateReader in, Layout before) {
        int format = in.readInt();
        if (format < 1 || format > FORMAT) {
            throw new BadState("a linear classifier of format " + format + " is unknown here; formats up to " + FORMAT
                    + " are read");
        }
        classes = 0;
        columns.clear();
        columns.add(Descent.of(settings, coordinates));
        grow(in.readInt());
        balance.restore(in);
        for (int k = 0; k < columns.size(); k++) {
            columns.get(k).restore(new ScopedStateReader(in, "class-" + k + "-"), before.width(), format);
        }
    }
}
