package dev.millrace.serving.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.ml.learner.LearnerProvider.Task;
import dev.millrace.ml.stream.Label;
import dev.millrace.ml.stream.Serve;
import dev.millrace.stream.event.Schema;
import dev.millrace.stream.time.ManualClock;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** One model of all partitions follows the versions, and never takes more than a tenth of a thread. */
class JointRefreshTest {
    private static final ModelShape SHAPE = new ModelShape(
            Schema.builder().number("x").build(),
            null,
            null,
            new Label("y", Task.REGRESSION, Map.of(), null, 0, null),
            4,
            Serve.MERGED);

    private final ManualClock clock = new ManualClock(0);
    private final List<Long> made = new ArrayList<>();
    private long newest;

    private JointRefresh refresh(long costMillis, boolean fails) {
        return new JointRefresh(
                () -> newest,
                version -> {
                    clock.advanceMillis(costMillis);
                    made.add(version);
                    if (fails) {
                        throw new IOException("the disk is slow and then gone");
                    }
                    return new NothingYet(SHAPE);
                },
                clock);
    }

    @Test
    void onlyWhatIsNewerIsMade() throws IOException {
        JointRefresh refresh = refresh(0, false);
        assertThat(refresh.newer(0)).isEmpty();
        newest = 3;
        assertThat(refresh.newer(3)).isEmpty();
        assertThat(refresh.newer(2)).isPresent();
        assertThat(made).containsExactly(3L);
    }

    @Test
    void itRestsNineTimesAsLongAsItWorked() throws IOException {
        JointRefresh refresh = refresh(100, false);
        newest = 1;
        assertThat(refresh.newer(0)).isPresent();
        newest = 5;
        clock.advanceMillis(899);
        assertThat(refresh.newer(1)).isEmpty();
        clock.advanceMillis(1);
        assertThat(refresh.newer(1)).isPresent();
        assertThat(made).containsExactly(1L, 5L);
    }

    @Test
    void whatFailsIsTriedAgainAfterARest() {
        JointRefresh refresh = refresh(50, true);
        newest = 1;
        assertThatThrownBy(() -> refresh.newer(0)).isInstanceOf(IOException.class);
        clock.advanceMillis(450);
        assertThatThrownBy(() -> refresh.newer(0)).isInstanceOf(IOException.class);
        assertThat(made).containsExactly(1L, 1L);
    }
}
