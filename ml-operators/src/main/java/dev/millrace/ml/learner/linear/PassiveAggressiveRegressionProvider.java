package dev.millrace.ml.learner.linear;

import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.Learner;
import dev.millrace.ml.learner.LearnerProvider;
import dev.millrace.ml.learner.Merging;
import java.util.List;
import java.util.Optional;

/** Makes a {@link LinearRegression} with the passive-aggressive rule. */
public final class PassiveAggressiveRegressionProvider implements LearnerProvider<PassiveAggressiveRegressionSettings> {
    @Override
    public String name() {
        return "passive-aggressive-regression";
    }

    @Override
    public List<String> aliases() {
        return List.of("pa-regression");
    }

    @Override
    public String summary() {
        return "Passive-aggressive regression: the shortest step that brings the error of an event within a tolerance";
    }

    @Override
    public String paper() {
        return "Crammer, Dekel, Keshet, Shalev-Shwartz and Singer, \"Online passive-aggressive algorithms\", JMLR 7 (2006)";
    }

    @Override
    public PassiveAggressiveRegressionSettings defaults() {
        return PassiveAggressiveRegressionSettings.DEFAULT;
    }

    @Override
    public Task task() {
        return Task.REGRESSION;
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
    public Merging merging(PassiveAggressiveRegressionSettings settings, boolean scaled) {
        return Merging.AVERAGE;
    }

    @Override
    public Optional<String> whyNoStart(PassiveAggressiveRegressionSettings settings) {
        return Optional.empty();
    }

    @Override
    public Learner create(PassiveAggressiveRegressionSettings settings, Layout layout, long seed) {
        return new LinearRegression(
                StepSettings.unit(settings.intercept(), settings.average()),
                new PassiveAggressiveValueRule(settings.variant(), settings.c(), settings.epsilon()),
                layout);
    }
}
