package dev.millrace.ml.learner.bayes;

import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.Learner;
import dev.millrace.ml.learner.LearnerProvider;
import dev.millrace.ml.learner.Merging;
import dev.millrace.ml.learner.NoSettings;

/** Makes {@link NaiveBayes}. */
public final class NaiveBayesProvider implements LearnerProvider<NoSettings> {
    @Override
    public String name() {
        return "naive-bayes";
    }

    @Override
    public String summary() {
        return "Naive Bayes: normal distributions for numbers, smoothed counts for categories";
    }

    @Override
    public String paper() {
        return NaiveBayes.PAPER;
    }

    @Override
    public NoSettings defaults() {
        return new NoSettings();
    }

    @Override
    public Task task() {
        return Task.CLASSIFICATION;
    }

    @Override
    public Merging merging(NoSettings settings, boolean scaled) {
        return scaled ? Merging.AVERAGE : Merging.EXACT;
    }

    @Override
    public boolean takesNewFeatures() {
        return true;
    }

    @Override
    public Learner create(NoSettings settings, Layout layout, long seed) {
        return new NaiveBayes(layout);
    }
}
