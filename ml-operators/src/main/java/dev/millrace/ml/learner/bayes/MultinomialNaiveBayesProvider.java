package dev.millrace.ml.learner.bayes;

import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.Learner;
import dev.millrace.ml.learner.LearnerProvider;
import dev.millrace.ml.learner.Merging;

/** Makes {@link MultinomialNaiveBayes}. */
public final class MultinomialNaiveBayesProvider implements LearnerProvider<SmoothingSettings> {
    @Override
    public String name() {
        return "multinomial-naive-bayes";
    }

    @Override
    public String summary() {
        return "Naive Bayes over counts: hashed words, numbers and categories as a bag of words";
    }

    @Override
    public String paper() {
        return MultinomialNaiveBayes.PAPER;
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
        return new MultinomialNaiveBayes(settings, layout);
    }
}
