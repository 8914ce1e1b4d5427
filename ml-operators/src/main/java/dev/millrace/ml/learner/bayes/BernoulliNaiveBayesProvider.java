package dev.millrace.ml.learner.bayes;

import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.Learner;
import dev.millrace.ml.learner.LearnerProvider;
import dev.millrace.ml.learner.Merging;

/** Makes {@link BernoulliNaiveBayes}. */
public final class BernoulliNaiveBayesProvider implements LearnerProvider<SmoothingSettings> {
    @Override
    public String name() {
        return "bernoulli-naive-bayes";
    }

    @Override
    public String summary() {
        return "Naive Bayes over presence: what is absent counts as well as what is there";
    }

    @Override
    public String paper() {
        return BernoulliNaiveBayes.PAPER;
    }

    @Override
    public SmoothingSettings defaults() {
        return SmoothingSettings.DEFAULT;
    }

    @Override
    public Task task() {
        return Task.CLASSIFICATION;
    }

    @Override
    public Merging merging(SmoothingSettings settings, boolean scaled) {
        return scaled ? Merging.VOTE : Merging.EXACT;
    }

    @Override
    public boolean takesNewFeatures() {
        return true;
    }

    @Override
    public Learner create(SmoothingSettings settings, Layout layout, long seed) {
        return new BernoulliNaiveBayes(settings, layout);
    }
}
