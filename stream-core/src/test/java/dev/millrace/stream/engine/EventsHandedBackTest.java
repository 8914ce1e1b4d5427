package dev.millrace.stream.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.stream.Operator;
import dev.millrace.stream.Output;
import dev.millrace.stream.checkpoint.MemoryCheckpointStore;
import dev.millrace.stream.plan.KeyedStream;
import dev.millrace.stream.plan.Pipeline;
import dev.millrace.stream.plan.Stream;
import dev.millrace.stream.plan.TimePolicy;
import dev.millrace.stream.source.Offset;
import dev.millrace.stream.source.Source;
import dev.millrace.stream.source.SourceReader;
import dev.millrace.stream.time.SystemClock;
import dev.millrace.stream.time.Timestamps;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Events come back to their source when, and only when, nobody else may have them. */
@Timeout(60)
class EventsHandedBackTest {
    private static final long EVENTS = 100_000;

    private final AtomicLong made = new AtomicLong();
    private final Map<Long, Long> sums = new ConcurrentHashMap<>();

    /** A number that changes. */
    private static final class Cell {
        long number;
    }

    private final class Cells implements Source<Cell> {
        @Override
        public String describe() {
            return "cells";
        }

        @Override
        public int partitions() {
            return 1;
        }

        @Override
        public SourceReader<Cell> open(int partition, Offset from) {
            return new SourceReader<>() {
                private long next = from.records();

                @Override
                public Status poll(Sink<Cell> sink, int most) {
                    for (long until = Math.min(EVENTS, next + most); next < until; next++) {
                        Cell cell = sink.spare();
                        if (cell == null) {
                            made.incrementAndGet();
                            cell = new Cell();
                        }
                        cell.number = next;
                        sink.event(cell, Timestamps.NONE);
                    }
                    return next == EVENTS ? Status.ENDED : Status.READY;
                }

                @Override
                public Offset offset() {
                    return new Offset(0, next, next);
                }

                @Override
                public void close() {}
            };
        }
    }

    /** Adds up numbers by their last digit; each digit is one partition's. */
    private final class Sum implements Operator<Cell, Void> {
        private final boolean keepsEvents;

        Sum(boolean keepsEvents) {
            this.keepsEvents = keepsEvents;
        }

        @Override
        public void open(Output<Void> output) {}

        @Override
        public boolean keepsEvents() {
            return keepsEvents;
        }

        @Override
        public void onEvent(Cell cell, long timestampMillis) {
            sums.merge(cell.number % 10, cell.number, Long::sum);
        }
    }

    private static Stream<Cell> read(Pipeline pipeline, Source<Cell> source) {
        return pipeline.partitions(4).read("cells", source).time((cell, arrival) -> cell.number, TimePolicy.DEFAULT);
    }

    private static KeyedStream<Long, Cell> keyed(Stream<Cell> cells) {
        return cells.keyBy(cell -> cell.number % 10);
    }

    private void run(Pipeline pipeline, int workers) throws Exception {
        EngineOptions options = EngineOptions.DEFAULT.checkpointEvery(10).workers(workers);
        try (Job job =
                new EmbeddedEngine(options, new MemoryCheckpointStore(1), new SystemClock()).start(pipeline.build())) {
            job.completion().get();
        }
    }

    private void assertSums(int times) {
        for (long digit = 0; digit < 10; digit++) {
            long count = EVENTS / 10;
            assertThat(sums).containsEntry(digit, times * (count * digit + 10 * (count * (count - 1) / 2)));
        }
    }

    @ParameterizedTest
    @CsvSource({"1", "2", "3"})
    void aSourceFillsThemAnewWhereNobodyKeepsThem(int workers) throws Exception {
        Pipeline pipeline = Pipeline.named("cells");
        keyed(read(pipeline, new Cells())).process("sum", context -> new Sum(false), "");
        run(pipeline, workers);
        assertSums(1);
        assertThat(made.get()).isPositive().isLessThan(EVENTS / 2);
    }

    @Test
    void whoKeepsThemHasThemForEver() throws Exception {
        Pipeline pipeline = Pipeline.named("cells");
        keyed(read(pipeline, new Cells())).process("sum", context -> new Sum(true), "");
        run(pipeline, 1);
        assertSums(1);
        assertThat(made).hasValue(EVENTS);
    }

    @Test
    void twoReadersOfOneExchangeMustBothLetThemGo() throws Exception {
        Pipeline pipeline = Pipeline.named("cells");
        KeyedStream<Long, Cell> keyed = keyed(read(pipeline, new Cells()));
        keyed.process("sum", context -> new Sum(false), "");
        keyed.process("keep", context -> new Sum(true), "");
        run(pipeline, 2);
        assertSums(2);
        assertThat(made).hasValue(EVENTS);
    }

    @Test
    void twoExchangesOfOneSourceHandNothingBack() throws Exception {
        Pipeline pipeline = Pipeline.named("cells");
        Stream<Cell> cells = read(pipeline, new Cells());
        keyed(cells).process("sum", context -> new Sum(false), "");
        keyed(cells).process("again", context -> new Sum(false), "");
        run(pipeline, 2);
        assertSums(2);
        assertThat(made).hasValue(EVENTS);
    }

    @Test
    void whatStandsInFrontOfTheExchangeHandsNothingBack() throws Exception {
        Pipeline pipeline = Pipeline.named("cells");
        keyed(read(pipeline, new Cells()).map("same", cell -> cell)).process("sum", context -> new Sum(false), "");
        run(pipeline, 2);
        assertSums(1);
        assertThat(made).hasValue(EVENTS);
    }
}
