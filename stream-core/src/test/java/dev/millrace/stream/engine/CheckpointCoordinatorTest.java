package dev.millrace.stream.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.stream.checkpoint.MemoryCheckpointStore;
import dev.millrace.stream.plan.Pipeline;
import dev.millrace.stream.source.Offset;
import dev.millrace.stream.time.ManualClock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class CheckpointCoordinatorTest {

    @Test
    void nothingNewIsNoNewVersionUnlessTicksHaveChangedState() {
        Pipeline pipeline = Pipeline.named("quiet");
        pipeline.read("numbers", new RangeSource(1, 0));
        CheckpointCoordinator checkpoints = new CheckpointCoordinator(
                pipeline.build(),
                "run",
                new MemoryCheckpointStore(1),
                EngineOptions.DEFAULT.checkpointEvery(0),
                new ManualClock(0),
                true,
                null);
        checkpoints.start(List.of(), Map::of, () -> {});
        assertThat(checkpoints.trigger()).isCompletedWithValue(0L);
        assertThat(checkpoints.requested()).isZero();
        checkpoints.makeNextAnyway();
        checkpoints.trigger();
        assertThat(checkpoints.requested()).isEqualTo(1);
        checkpoints.shutdown();
    }

    @Test
    void aSourceThatHasNotBeenReadMakesNoVersion() {
        Pipeline pipeline = Pipeline.named("unread");
        pipeline.read("numbers", new RangeSource(1, 0));
        CheckpointCoordinator checkpoints = new CheckpointCoordinator(
                pipeline.build(),
                "run",
                new MemoryCheckpointStore(1),
                EngineOptions.DEFAULT.checkpointEvery(0),
                new ManualClock(0),
                true,
                null);
        AtomicReference<Map<String, Offset>> offsets = new AtomicReference<>(Map.of("numbers/0", new Offset(0, 7, 7)));
        checkpoints.start(List.of(), offsets::get, () -> {});
        checkpoints.trigger();
        assertThat(checkpoints.requested()).isZero();
        offsets.set(Map.of("numbers/0", new Offset(0, 8, 8)));
        checkpoints.trigger();
        assertThat(checkpoints.requested()).isEqualTo(1);
        checkpoints.shutdown();
    }

    @Test
    void aCheckpointThatIsCutOffByAFailureSaysWhichFailure() {
        Pipeline pipeline = Pipeline.named("fails");
        pipeline.read("numbers", new RangeSource(1, 0));
        CheckpointCoordinator checkpoints = new CheckpointCoordinator(
                pipeline.build(),
                "run",
                new MemoryCheckpointStore(1),
                EngineOptions.DEFAULT.checkpointEvery(0),
                new ManualClock(0),
                true,
                null);
        checkpoints.start(List.of(), Map::of, () -> {});
        checkpoints.makeNextAnyway();
        var version = checkpoints.trigger();
        checkpoints.shutdown(new PipelineFailed("pipeline 'fails' stopped in numbers/0: out of numbers", null));
        assertThatThrownBy(version::get).hasRootCauseMessage("pipeline 'fails' stopped in numbers/0: out of numbers");
    }
}
