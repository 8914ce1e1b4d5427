package dev.millrace.ml.learner.linear;

import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.Learner;
import dev.millrace.ml.learner.LearnerProvider;
import dev.millrace.ml.learner.Merging;
import java.util.List;
import java.util.Optional;

/** Makes a {@link LinearRegression}. */
public final class LinearProvider implements LearnerProvider<LinearSettings> {
    @Override
    public String name() {
        return "linear";
    }

    @Override
    public List<String> aliases() {
        return List.of("linear-regression");
    }

    @Override
    public String summary() {
        return "Linear regression by stochastic gradients: squared, Huber, quantile, Poisson or insensitive loss";
    }

    @Override
    public String paper() {
        return "Widrow and Hoff, \"Adaptive switching circuits\", IRE WESCON (1960); Ross, Mineiro and Langford, \"Normalized online learning\", UAI (2013)";
    }

    @Override
    public LinearSettings defaults() {
        return LinearSettings.DEFAULT;
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
    public Merging merging(LinearSettings settings, boolean scaled) {
        return Merging.AVERAGE;
    }

    @Override
    public Optional<String> whyNoStart(LinearSettings settings) {
        return settings.loss() == LinearSettings.Loss.POISSON
                ? Optional.of(
                        "a Tribuo model's value is the margin itself, which 'loss: poisson' takes for a logarithm; take"
                                + " another loss")
                : Optional.empty();
    }

    @Override
    public Learner create(LinearSettings settings, Layout layout, long seed) {
        return new LinearRegression(settings.steps(), settings.rule(), layout);
    }
}
