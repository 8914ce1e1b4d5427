package dev.millrace.ml.learner.linear;

import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.Learner;
import dev.millrace.ml.learner.LearnerProvider;
import dev.millrace.ml.learner.Merging;

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
    public Merging merging(RlsSettings settings, boolean scaled) {
        if (settings.lambda() < 1 || scaled && !settings.intercept()) {
            return Merging.VOTE; // what was forgotten when, and where 0 was, is not known any more
        }
        return scaled ? Merging.AVERAGE : Merging.EXACT;
    }

    @Override
    public boolean takesNewFeatures() {
        return true;
    }

    @Override
    public boolean keepsPairs() {
        return true;
    }

    @Override
    public Learner create(RlsSettings settings, Layout layout, long seed) {
        return new RecursiveLeastSquares(settings, layout);
    }
}
