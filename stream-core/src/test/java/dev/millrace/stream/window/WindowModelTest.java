package dev.millrace.stream.window;

import static dev.millrace.stream.harness.OperatorHarness.harness;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.stream.harness.Emission;
import dev.millrace.stream.harness.OperatorHarness;
import dev.millrace.stream.random.Random64;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Random streams through random windows give what a model without slices gives: each window its own map of counts. */
class WindowModelTest {

    @Property(tries = 50)
    void windowsGiveWhatTheModelGives(@ForAll long seed) {
        Random64 random = new Random64(seed);
        long size = 1L + random.nextInt(40);
        long slide = random.nextBoolean() ? size : 1L + random.nextInt((int) size);
        long offset = random.nextInt(60) - 30L;
        Windows windows = slide == size ? new Windows.Tumbling(size, offset) : new Windows.Sliding(size, slide, offset);
        long lateness = random.nextBoolean() ? 0 : random.nextInt(30);
        Model model = new Model(windows, lateness);
        OperatorHarness<Long, WindowResult<Long, Long>> operator = harness(WindowedAggregate.<Long>in(windows)
                .byLong(key -> key)
                .aggregate(Aggregates.<Long>count())
                .lateness(lateness));
        long now = -50;
        for (int i = 0; i < 40; i++) {
            now += random.nextInt(6) == 0 ? random.nextInt(100) : random.nextInt(5);
            if (random.nextInt(4) == 0) {
                operator.watermark(now);
                model.watermark(now);
            } else {
                long key = random.nextInt(4);
                long time = now + random.nextInt(20) - 40L * random.nextInt(2);
                operator.event(key, time);
                model.event(key, time);
            }
        }
        operator.watermark(Long.MAX_VALUE);
        model.watermark(1L << 40);
        assertThat(operator.results()).as("%s, lateness %d", windows, lateness).isEqualTo(model.out);
        assertThat(operator.state()).as("nothing is kept of closed windows").hasSize(1);
    }

    /** The harness wants equal results and bytes in every replay: here of sums whose last bits depend on the order. */
    @Property(tries = 20)
    void sumsOfDoublesHaveTheSameBitsInEveryReplay(@ForAll long seed) {
        Random64 random = new Random64(seed);
        OperatorHarness<Double, WindowResult<String, List<Number>>> operator =
                harness(WindowedAggregate.<Double>in(Windows.sliding(28, 2))
                        .byText(value -> value < 0 ? "below" : "above")
                        .aggregate(Aggregates.<Double>all(Aggregates.sum(v -> v), Aggregates.variance(v -> v)))
                        .lateness(9));
        long now = -40;
        for (int i = 0; i < 40; i++) {
            now += random.nextInt(4);
            if (random.nextInt(5) == 0) {
                operator.watermark(now - 5);
            } else {
                operator.event(random.nextGaussian() * (random.nextBoolean() ? 1e-9 : 1e9), now - random.nextInt(12));
            }
        }
        assertThat(operator.watermark(Long.MAX_VALUE).results()).isNotEmpty();
    }

    private static final class Model {
        private final Windows windows;
        private final long lateness;
        private final TreeMap<Long, TreeMap<Long, Long>> byEnd = new TreeMap<>();
        private final List<Emission> out = new ArrayList<>();
        private long watermark = -(1L << 40);

        Model(Windows windows, long lateness) {
            this.windows = windows;
            this.lateness = lateness;
        }

        void event(long key, long time) {
            long slide = windows.slideMillis();
            long lastStart = time - Math.floorMod(time - windows.offsetMillis(), slide);
            List<Long> ends = new ArrayList<>();
            for (long start = lastStart; start + windows.sizeMillis() > time; start -= slide) {
                ends.add(0, start + windows.sizeMillis());
            }
            ends.removeIf(end -> watermark >= end - 1 + lateness);
            if (ends.isEmpty()) {
                out.add(new Emission("late", key, time));
            }
            for (long end : ends) {
                byEnd.computeIfAbsent(end, e -> new TreeMap<>()).merge(key, 1L, Long::sum);
                if (watermark >= end - 1) {
                    emit(end, key);
                }
            }
        }

        void watermark(long next) {
            byEnd.forEach((end, keys) -> {
                if (end - 1 > watermark && end - 1 <= next) {
                    keys.keySet().forEach(key -> emit(end, key));
                }
            });
            watermark = Math.max(watermark, next);
        }

        private void emit(long end, long key) {
            Long count = byEnd.get(end).get(key);
            out.add(new Emission(null, new WindowResult<>(key, end - windows.sizeMillis(), end, count), end - 1));
        }
    }
}
