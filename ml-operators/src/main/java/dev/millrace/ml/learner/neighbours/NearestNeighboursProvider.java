package dev.millrace.ml.learner.neighbours;

import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.Learner;
import dev.millrace.ml.learner.LearnerProvider;

/** Makes {@link NearestNeighbours}. */
public final class NearestNeighboursProvider implements LearnerProvider<NeighboursSettings> {
    @Override
    public String name() {
        return "knn";
    }

    @Override
    public String summary() {
        return "The k nearest of the last events vote";
    }

    @Override
    public String paper() {
        return NearestNeighbours.PAPER;
    }

    @Override
    public NeighboursSettings defaults() {
        return NeighboursSettings.DEFAULT;
    }

    @Override
    public Task task() {
        return Task.CLASSIFICATION;
    }

    @Override
    public boolean takesNewFeatures() {
        return true;
    }

    @Override
    public Learner create(NeighboursSettings settings, Layout layout, long seed) {
        return new NearestNeighbours(settings, layout);
    }
}
