package dev.millrace.ml.learner.linear;

import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.Learner;
import dev.millrace.ml.learner.LearnerProvider;
import java.util.List;

/** Makes {@link LogisticRegression}. */
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
        return LogisticRegression.PAPER;
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
    public Learner create(LogisticSettings settings, Layout layout, long seed) {
        return new LogisticRegression(settings, layout);
    }
}
