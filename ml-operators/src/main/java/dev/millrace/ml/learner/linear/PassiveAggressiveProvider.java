package dev.millrace.ml.learner.linear;

import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.Learner;
import dev.millrace.ml.learner.LearnerProvider;
import dev.millrace.ml.learner.Merging;
import java.util.List;
import java.util.Optional;

/** Makes a {@link LinearClassifier} with the passive-aggressive rule. */
public final class PassiveAggressiveProvider implements LearnerProvider<PassiveAggressiveSettings> {
    @Override
    public String name() {
        return "passive-aggressive";
    }

    @Override
    public List<String> aliases() {
        return List.of("pa");
    }

    @Override
    public String summary() {
        return "Passive-aggressive classifier: the shortest step that undoes the hinge loss of an event";
    }

    @Override
    public String paper() {
        return "Crammer, Dekel, Keshet, Shalev-Shwartz and Singer, \"Online passive-aggressive algorithms\", JMLR 7 (2006)";
    }

    @Override
    public PassiveAggressiveSettings defaults() {
        return PassiveAggressiveSettings.DEFAULT;
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
    public Merging merging(PassiveAggressiveSettings settings, boolean scaled) {
        return Merging.AVERAGE;
    }

    @Override
    public Optional<String> whyNoStart(PassiveAggressiveSettings settings) {
        return Optional.empty();
    }

    @Override
    public Learner create(PassiveAggressiveSettings settings, Layout layout, long seed) {
        return new LinearClassifier(
                StepSettings.unit(settings.intercept(), settings.average()),
                new PassiveAggressiveRule(settings.variant(), settings.c()),
                settings.classWeights(),
                layout);
    }
}
