package dev.millrace.ml.learner.linear;

import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.Learner;
import dev.millrace.ml.learner.LearnerProvider;

/** Makes {@link RecursiveLeastSquares}. */
public final class RlsProvider implements LearnerProvider<RlsSettings> {
    @Override
    public String name() {
        return "rls";
    }

    @Override
    public String summary() {
        return "Recursive least squares: the exact ridge regression of all events so far, the older fading if wanted";
    }

    @Override
    public String paper() {
        return RecursiveLeastSquares.PAPER;
    }

    @Override
    public RlsSettings defaults() {
        return RlsSettings.DEFAULT;
    }

    @Override
    public Task task() {
        return Task.REGRESSION;
    }

    @Override
    public Learner create(RlsSettings settings, Layout layout, long seed) {
        return new RecursiveLeastSquares(settings, layout);
    }
}
