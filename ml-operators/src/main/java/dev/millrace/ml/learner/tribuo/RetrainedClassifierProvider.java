package dev.millrace.ml.learner.tribuo;

import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.Learner;
import dev.millrace.ml.learner.NamedProvider;
import java.util.List;

/** Makes {@link RetrainedClassifier}. */
public final class RetrainedClassifierProvider extends NamedProvider<RetrainedSettings> {
    public RetrainedClassifierProvider() {
        super(
                Task.CLASSIFICATION,
                List.of("tribuo"),
                "Any Tribuo trainer of classes, trained again in the background on a window; the better model answers",
                RetrainedClassifier.PAPER,
                RetrainedSettings.DEFAULT);
    }

    @Override
    public boolean wantsScaledNumbers() {
        return true;
    }

    @Override
    public Learner create(RetrainedSettings settings, Layout layout, long seed) {
        return new RetrainedClassifier(settings, layout, seed);
    }
}
