package dev.millrace.ml.learner.linear;

import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.Learner;
import dev.millrace.ml.learner.LearnerProvider;
import dev.millrace.ml.learner.Merging;
import java.util.List;
import java.util.Optional;

/** Makes {@link LogisticRegression}, or a {@link LinearClassifier} for what its inner loops leave out. */
public final class LogisticProvider implements LearnerProvider<LogisticSettings> {
    @Override
    public String name() {
        return "logistic";
    }

    @Override
    public List<String> aliases() {
        return List.of("softmax");
    }

    @Override
    public String summary() {
        return "Logistic regression, softmax with three classes or more, by stochastic gradients; wants scaled numbers";
    }

    @Override
    public String paper() {
        return LogisticRegression.PAPER
                + "; Kingma and Ba, \"Adam: a method for stochastic optimization\", ICLR (2015); McMahan et al., \"Ad click"
                + " prediction: a view from the trenches\", KDD (2013); Ross, Mineiro and Langford, \"Normalized online"
                + " learning\", UAI (2013)";
    }

    @Override
    public LogisticSettings defaults() {
        return LogisticSettings.DEFAULT;
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
    public Merging merging(LogisticSettings settings, boolean scaled) {
        return Merging.AVERAGE;
    }

    @Override
    public Optional<String> whyNoStart(LogisticSettings settings) {
        return Optional.empty();
    }

    @Override
    public Learner create(LogisticSettings settings, Layout layout, long seed) {
        return settings.isPlain()
                ? new LogisticRegression(settings, layout)
                : new LinearClassifier(settings.steps(), new LogisticRule(), settings.classWeights(), layout);
    }
}
