package dev.millrace.cli.plan;

import dev.millrace.cli.file.LearnerSpec;
import dev.millrace.cli.file.PipelineSpec;
import dev.millrace.cli.file.Places;
import dev.millrace.ml.learner.ModelFile;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * The models that learners start from: what is in their files when a pipeline begins is what the pipeline is known by from then on. Pure but
 * for looking at files.
 */
final class Starts {
    private Starts() {}

    /** A pipeline that begins: each file gets the hash of what is in it, and if one was given already, that must be it. */
    static PipelineSpec pinned(PipelineSpec spec, Places places) {
        return each(spec, places, model -> {
            ModelFile now = model.pinned();
            if (model.sha256() != null && !model.sha256().equals(now.sha256())) {
                throw new IllegalArgumentException(model.changed(now.sha256()));
            }
            return now;
        });
    }

    /**
     * A pipeline that goes on: what it began with is in its checkpoints, so a file need not be there any more; but if it is, it must be the
     * same.
     */
    static PipelineSpec kept(PipelineSpec spec, PipelineSpec earlier, Places places) {
        List<ModelFile> before = IntStream.range(0, count(earlier))
                .mapToObj(i -> learner(earlier, i).starts())
                .flatMap(List::stream)
                .toList();
        return each(spec, places, model -> {
            Optional<ModelFile> there = before.stream()
                    .filter(other -> other.path().equals(model.path()))
                    .findFirst();
            if (there.isPresent() && !model.exists()) {
                return there.get();
            }
            String now = model.pinned().sha256();
            Optional<ModelFile> same =
                    before.stream().filter(other -> now.equals(other.sha256())).findFirst();
            if (same.isEmpty() && there.isPresent()) {
                throw new IllegalArgumentException(there.get().changed(now));
            }
            return same.orElse(new ModelFile(model.path(), now)); // the plan is another one then, which is said
        });
    }

    private static PipelineSpec each(PipelineSpec spec, Places places, Function<ModelFile, ModelFile> change) {
        List<LearnerSpec> changed = IntStream.range(0, count(spec))
                .mapToObj(i -> {
                    try {
                        return learner(spec, i).withStarts(change::apply);
                    } catch (IllegalArgumentException e) {
                        throw places.mistake(i == 0 ? "learner" : "challengers." + (i - 1), e.getMessage());
                    }
                })
                .toList();
        return spec.withLearner(changed.get(0)).withChallengers(changed.subList(1, changed.size()));
    }

    private static int count(PipelineSpec spec) {
        return 1 + spec.challengers().size();
    }

    private static LearnerSpec learner(PipelineSpec spec, int index) {
        return index == 0 ? spec.learner() : spec.challengers().get(index - 1);
    }
}
