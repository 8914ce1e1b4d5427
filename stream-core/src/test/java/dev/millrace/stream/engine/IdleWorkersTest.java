package dev.millrace.stream.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.stream.parallel.Parallel;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class IdleWorkersTest {
    private static final int PARTS = 7;

    @Test
    void everyPartIsDoneOnceWithHelpersAndWithout() throws InterruptedException {
        IdleWorkers idle = new IdleWorkers(() -> {}, null);
        Parallel alone = idle.forTask();
        AtomicBoolean running = new AtomicBoolean(true);
        Thread helper = new Thread(() -> {
            while (running.get()) {
                if (!idle.help()) {
                    Thread.onSpinWait();
                }
            }
        });
        for (boolean helped : new boolean[] {false, true}) {
            if (helped) {
                helper.start();
            }
            for (int round = 0; round < 2000; round++) {
                AtomicIntegerArray done = new AtomicIntegerArray(PARTS);
                alone.run(PARTS, done::incrementAndGet);
                for (int i = 0; i < PARTS; i++) {
                    assertThat(done.get(i)).isEqualTo(1);
                }
            }
        }
        running.set(false);
        helper.join();
    }

    @Test
    void aHelperDoesAPartWhileTheOwnerIsBusyWithAnother() throws InterruptedException {
        IdleWorkers idle = new IdleWorkers(() -> {}, null);
        CountDownLatch both = new CountDownLatch(2);
        AtomicBoolean helped = new AtomicBoolean();
        Thread helper = new Thread(() -> {
            while (!helped.get()) {
                helped.set(idle.help());
            }
        });
        helper.start();
        idle.forTask().run(2, part -> {
            both.countDown();
            try {
                assertThat(both.await(30, TimeUnit.SECONDS)).isTrue(); // neither part ends before the other has begun
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        helper.join();
        assertThat(helped).isTrue();
    }

    @Test
    void whatAPartThrowsReachesTheOwnerOnceTheOthersAreDone() {
        IdleWorkers idle = new IdleWorkers(() -> {}, null);
        AtomicIntegerArray done = new AtomicIntegerArray(PARTS);
        assertThatThrownBy(() -> idle.forTask().run(PARTS, part -> {
                    done.incrementAndGet(part);
                    if (part == 2) {
                        throw new IllegalStateException("part 2");
                    }
                }))
                .hasMessage("part 2");
        for (int i = 0; i < PARTS; i++) {
            assertThat(done.get(i)).isEqualTo(1);
        }
        assertThat(idle.help()).isFalse();
    }

    @Test
    void workThatComesUpWhileOtherWorkIsOnOfferIsDoneAlone() {
        IdleWorkers idle = new IdleWorkers(() -> {}, null);
        AtomicIntegerArray done = new AtomicIntegerArray(PARTS * PARTS);
        idle.forTask()
                .run(PARTS, outer -> idle.forTask().run(PARTS, inner -> done.incrementAndGet(outer * PARTS + inner)));
        for (int i = 0; i < PARTS * PARTS; i++) {
            assertThat(done.get(i)).isEqualTo(1);
        }
    }
}
