package dev.millrace.ml.learner.linear;

import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.Learner;
import dev.millrace.ml.learner.LearnerProvider;
import dev.millrace.ml.learner.Merging;
import java.util.List;
import java.util.Optional;

/** Makes a {@link LinearClassifier} that steps at mistakes. */
public final class PerceptronProvider implements LearnerProvider<PerceptronSettings> {
    @Override
    public String name() {
        return "perceptron";
    }

    @Override
    public List<String> aliases() {
        return List.of();
    }

    @Override
    public String summary() {
        return "Perceptron: steps of one length at each mistake, answering with the mean of its weights";
    }

    @Override
    public String paper() {
        return "Rosenblatt, \"The perceptron: a probabilistic model for information storage and organization in the brain\", Psychological Review 65 (1958); Freund and Schapire, \"Large margin classification using the perceptron algorithm\", Machine Learning 37 (1999)";
    }

    @Override
    public PerceptronSettings defaults() {
        return PerceptronSettings.DEFAULT;
    }

    @Override
    public Task task() {
        return Task.CLASSIFICATION;
    }

    @Override
    public boolean wantsScaledNumbers() {
        return true;
    }

    @Override
    public boolean takesNewFeatures() {
        return true;
    }

    @Override
    public Merging merging(PerceptronSettings settings, boolean scaled) {
        return Merging.AVERAGE;
    }

    @Override
    public Optional<String> whyNoStart(PerceptronSettings settings) {
        return Optional.empty();
    }

    @Override
    public Learner create(PerceptronSettings settings, Layout layout, long seed) {
        return new LinearClassifier(
                StepSettings.unit(settings.intercept(), settings.average()),
                new HingeRule(0),
                settings.classWeights(),
                layout);
    }
}
