package dev.millrace.ml.learner.cluster;

import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.Learner;
import dev.millrace.ml.learner.LearnerProvider;
import java.util.List;

/** Makes {@link StreamingKMeans}. */
public final class StreamingKMeansProvider implements LearnerProvider<StreamingKMeansSettings> {
    @Override
    public String name() {
        return "k-means";
    }

    @Override
    public List<String> aliases() {
        return List.of("streaming-k-means");
    }

    @Override
    public String summary() {
        return "Sequential k-means: centres that follow the events nearest to them, earlier ones fading";
    }

    @Override
    public String paper() {
        return StreamingKMeans.PAPER;
    }

    @Override
    public StreamingKMeansSettings defaults() {
        return StreamingKMeansSettings.DEFAULT;
    }

    @Override
    public Task task() {
        return Task.CLUSTERING;
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
    public Learner create(StreamingKMeansSettings settings, Layout layout, long seed) {
        return new StreamingKMeans(settings, layout, seed);
    }
}
