package dev.millrace.ml.learner.linear;

import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.Learner;
import dev.millrace.ml.learner.LearnerProvider;
import dev.millrace.ml.learner.Merging;
import java.util.List;
import java.util.Optional;

/** Makes a {@link LinearClassifier} with the hinge loss. */
public final class SvmProvider implements LearnerProvider<SvmSettings> {
    @Override
    public String name() {
        return "svm";
    }

    @Override
    public List<String> aliases() {
        return List.of("hinge");
    }

    @Override
    public String summary() {
        return "Linear support vector machine: the hinge loss by stochastic gradients; wants scaled numbers";
    }

    @Override
    public String paper() {
        return "Crammer and Singer, \"On the algorithmic implementation of multiclass kernel-based vector machines\", JMLR 2 (2001); optimisers as for logistic";
    }

    @Override
    public SvmSettings defaults() {
        return SvmSettings.DEFAULT;
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
    public Merging merging(SvmSettings settings, boolean scaled) {
        return Merging.AVERAGE;
    }

    @Override
    public Optional<String> whyNoStart(SvmSettings settings) {
        return Optional.empty();
    }

    @Override
    public Learner create(SvmSettings settings, Layout layout, long seed) {
        return new LinearClassifier(settings.steps(), new HingeRule(1), settings.classWeights(), layout);
    }
}
