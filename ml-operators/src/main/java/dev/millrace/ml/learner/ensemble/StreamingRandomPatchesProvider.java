package dev.millrace.ml.learner.ensemble;

import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.Learner;
import dev.millrace.ml.learner.LearnerProvider;

/** Makes {@link StreamingRandomPatches}. */
public final class StreamingRandomPatchesProvider implements LearnerProvider<ForestSettings> {
    @Override
    public String name() {
        return "streaming-random-patches";
    }

    @Override
    public String summary() {
        return "Trees over random subsets of attributes and events, replaced one by one when their error rises";
    }

    @Override
    public String paper() {
        return StreamingRandomPatches.PAPER;
    }

    @Override
    public ForestSettings defaults() {
        return StreamingRandomPatches.DEFAULT;
    }

    @Override
    public Task task() {
        return Task.CLASSIFICATION;
    }

    @Override
    public boolean isEnsemble() {
        return true;
    }

    @Override
    public boolean takesNewFeatures() {
        return true;
    }

    @Override
    public Learner create(ForestSettings settings, Layout layout, long seed) {
        return new StreamingRandomPatches(settings, layout, seed);
    }
}
