package dev.millrace.ml.learner.cluster;

import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.Learner;
import dev.millrace.ml.learner.LearnerProvider;
import java.util.List;

/** Makes {@link DenStream}. */
public final class DenStreamProvider implements LearnerProvider<DenStreamSettings> {
    @Override
    public String name() {
        return "denstream";
    }

    @Override
    public List<String> aliases() {
        return List.of("den-stream");
    }

    @Override
    public String summary() {
        return "DenStream: dense regions of any shape, as chains of small clusters that fade; what is sparse is noise";
    }

    @Override
    public String paper() {
        return DenStream.PAPER;
    }

    @Override
    public DenStreamSettings defaults() {
        return DenStreamSettings.DEFAULT;
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
    public Learner create(DenStreamSettings settings, Layout layout, long seed) {
        return new DenStream(settings, layout);
    }
}
