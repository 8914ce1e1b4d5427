package dev.millrace.ml.learner.bayes;

import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.Classifier;
import dev.millrace.ml.learner.Mergeable;
import dev.millrace.ml.learner.Scores;
import dev.millrace.stream.state.BadState;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import java.util.List;

/**
 * Bayes' rule with attributes taken as independent given the class: normal distributions for numbers, smoothed counts for
 * categories ({@link ClassConditionals}). A class never learned scores 0; where the likelihood of every class is 0, the
 * classes' shares answer. An event's weight counts it that many times.
 *
 * <p>Cost: values times classes per prediction, values per event learned. Source: see {@link #PAPER}.
 */
public final class NaiveBayes implements Classifier, Mergeable {
    static final String PAPER =
            "John and Langley, \"Estimating continuous distributions in Bayesian classifiers\", UAI 1995";
    private static final int FORMAT = 3;

    private final Layout layout;
    private final ClassConditionals conditionals;
    private final ClassPriors priors = new ClassPriors();

    /** For learning only: predicting shares nothing. */
    private double[] scratch = new double[2];

    public NaiveBayes(Layout layout) {
        this.layout = layout;
        conditionals = new ClassConditionals(layout);
    }

    @Override
    public void predict(FeatureVector x, double[] scores) {
        predict(x, scores, new double[priors.classes()]);
    }

    private void predict(FeatureVector x, double[] scores, double[] factors) {
        int classes = priors.classes();
        if (classes == 0) {
            Scores.uniform(scores);
        } else if (conditionals.posterior(x, priors.weights(), classes, scores, factors)) {
            Scores.normalize(scores);
        } else {
            priors.shares(scores);
        }
    }

    @Override
    public void predictAndLearn(FeatureVector x, int label, double weight, double[] scores) {
        if (scratch.length < priors.classes()) {
            scratch = new double[priors.classes()];
        }
        predict(x, scores, scratch);
        learn(x, label, weight);
    }

    @Override
    public void learn(FeatureVector x, int label, double weight) {
        priors.observe(label, weight);
        conditionals.observe(x, label, weight);
    }

    @Override
    public void merge(List<Part> parts) {
        for (Part part : parts) {
            NaiveBayes other = (NaiveBayes) part.learner();
            priors.add(other.priors, part.classes());
            ConditionalsMerge.add(conditionals, other.conditionals, part);
        }
    }

    @Override
    public void snapshot(StateWriter out) {
        out.writeInt(FORMAT);
        priors.snapshot(out);
        conditionals.snapshot(out);
    }

    @Override
    public void restore(StateReader in) {
        restore(in, layout);
    }

    @Override
    public void restore(StateReader in, Layout before) {
        int format = in.readInt();
        if (format < 1 || format > FORMAT) {
            throw new BadState(
                    "naive Bayes of format " + format + " is unknown here; this reads formats up to " + FORMAT);
        }
        priors.restore(in);
        conditionals.restore(
                in, format, before.numbers().size(), before.categories().size());
    }
}
