package dev.millrace.tests.parity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.datasets.PaymentSource;
import dev.millrace.datasets.PaymentStream;
import dev.millrace.ml.feature.FeatureSpec;
import dev.millrace.ml.feature.Scale;
import dev.millrace.ml.label.EventNaming;
import dev.millrace.ml.label.LabelColumns;
import dev.millrace.ml.label.LabelledSource;
import dev.millrace.ml.stream.Learning;
import dev.millrace.ml.stream.LearningOperator;
import dev.millrace.ml.stream.LearningSpec;
import dev.millrace.stream.DeadLetter;
import dev.millrace.stream.checkpoint.Checkpoint.PartKey;
import dev.millrace.stream.checkpoint.MemoryCheckpointStore;
import dev.millrace.stream.checkpoint.StoredCheckpoint;
import dev.millrace.stream.engine.EmbeddedEngine;
import dev.millrace.stream.engine.EngineOptions;
import dev.millrace.stream.engine.Job;
import dev.millrace.stream.engine.Replayer;
import dev.millrace.stream.event.Event;
import dev.millrace.stream.event.EventId;
import dev.millrace.stream.event.Feedback;
import dev.millrace.stream.event.Field;
import dev.millrace.stream.event.FieldType;
import dev.millrace.stream.event.Row;
import dev.millrace.stream.event.Schema;
import dev.millrace.stream.event.StableHash;
import dev.millrace.stream.plan.Pipeline;
import dev.millrace.stream.plan.Plan;
import dev.millrace.stream.plan.TimePolicy;
import dev.millrace.stream.source.MemorySource;
import dev.millrace.stream.source.Offset;
import dev.millrace.stream.source.Source;
import dev.millrace.stream.source.SourceReader;
import dev.millrace.stream.time.SystemClock;
import dev.millrace.stream.time.Timestamps;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Payments, and the labels of a source of their own: the same bytes on any number of workers, after a crash, in a replay. */
@Timeout(120)
class LabelledSourceParityTest {
    private static final int PARTITIONS = 4;
    private static final long PAYMENTS = 6_000;
    private static final Field AT = PaymentStream.SCHEMA.field("at");
    private static final Field CARD = PaymentStream.SCHEMA.field("card");
    private static final LabelColumns COLUMNS = new LabelColumns(EventNaming.byKey("card", "at"), "fraud", "known");
    private static final Schema LABELS = COLUMNS.schema(FieldType.TEXT, FieldType.TIME);

    private static final List<Event> EVENTS = new ArrayList<>();
    private static final List<Event> KNOWN = new ArrayList<>();

    /** The generator's late labels as a source of their own, each known when the generator gave it out. */
    @BeforeAll
    static void split() throws IOException {
        SourceReader.Sink<Event> sink = new SourceReader.Sink<>() {
            private final Map<Long, Row> rows = new TreeMap<>();
            private long seen;

            @Override
            public void event(Event event, long arrivalMillis) {
                if (event instanceof Row row) {
                    Row numbered = new Row(PaymentStream.SCHEMA, 0, 0, EVENTS.size());
                    PaymentStream.SCHEMA.fields().forEach(field -> copy(row, numbered, field));
                    rows.put(row.offset(), numbered);
                    EVENTS.add(numbered);
                    seen = row.integer(AT.slot());
                    return;
                }
                Feedback feedback = (Feedback) event;
                Row of = rows.get(((EventId) feedback.event()).offset());
                Row label = new Row(LABELS, 0, 0, KNOWN.size());
                label.setText(LABELS.field("card").slot(), of.text(CARD.slot()));
                label.setInteger(LABELS.field("at").slot(), of.integer(AT.slot()));
                label.setText(LABELS.field("fraud").slot(), feedback.label());
                label.setInteger(LABELS.field("known").slot(), seen);
                KNOWN.add(label);
            }

            @Override
            public void reject(DeadLetter letter) {
                throw new IllegalStateException(letter.detail());
            }
        };
        try (SourceReader<Event> reader = new PaymentSource(new PaymentStream(7), PAYMENTS).open(0, Offset.START)) {
            SourceReader.Status status = SourceReader.Status.READY;
            while (status != SourceReader.Status.ENDED) {
                status = reader.poll(sink, 1_000);
            }
        }
        assertThat(KNOWN).hasSize((int) PAYMENTS);
    }

    private static void copy(Row from, Row to, Field field) {
        switch (field.type()) {
            case NUMBER -> to.setNumber(field.slot(), from.number(field.slot()));
            case TEXT -> to.setText(field.slot(), from.text(field.slot()));
            case INTEGER, BOOLEAN, TIME -> to.setInteger(field.slot(), from.integer(field.slot()));
        }
    }

    private static Source<Event> labelled() {
        LabelledSource.Labels labels = new LabelledSource.Labels(MemorySource.of("labels", KNOWN), COLUMNS, LABELS);
        return new LabelledSource(
                MemorySource.of("payments", EVENTS), 1, List.of(labels), row -> row.integer(AT.slot()), 0);
    }

    /** The same source to a plan; gives so many records and then waits. */
    private record Halting(Source<Event> source, AtomicLong records) implements Source<Event> {
        @Override
        public String describe() {
            return source.describe();
        }

        @Override
        public int partitions() {
            return 1;
        }

        @Override
        public SourceReader<Event> open(int partition, Offset from) throws IOException {
            SourceReader<Event> reader = source.open(partition, from);
            return new SourceReader<>() {
                @Override
                public Status poll(Sink<Event> sink, int most) throws IOException {
                    int left = (int) Math.min(most, records.get());
                    if (left == 0) {
                        return Status.WAITING;
                    }
                    records.addAndGet(-left);
                    return reader.poll(sink, left);
                }

                @Override
                public Offset offset() {
                    return reader.offset();
                }

                @Override
                public void close() throws IOException {
                    reader.close();
                }
            };
        }
    }

    private static Plan plan(Source<Event> source) {
        LearningSpec spec = Learning.classify("fraud")
                .within(30 * 60_000L)
                .otherwise("false")
                .key("card")
                .feature("amount", FeatureSpec.number("amount").scale(Scale.STANDARD))
                .feature("merchant", FeatureSpec.category("merchant"))
                .feature("spend", FeatureSpec.window("amount", 3_600_000L).scale(Scale.STANDARD))
                .feature("last", FeatureSpec.lagLabel())
                .with("logistic", Map.of())
                .withoutPredictions()
                .build();
        return Pipeline.named("payments")
                .partitions(PARTITIONS)
                .seed(5)
                .read("payments", source)
                .time(
                        (event, arrival) -> event instanceof Row row ? row.integer(AT.slot()) : Timestamps.NONE,
                        TimePolicy.DEFAULT)
                .<Object>keyByHash(LabelledSourceParityTest::keyHash, LabelledSourceParityTest::keyHash)
                .process("learn", LearningOperator.factory(spec, PaymentStream.SCHEMA), spec.describe())
                .build();
    }

    private static int keyHash(Event event) {
        return event instanceof Feedback late ? late.event().keyHash() : StableHash.of((Row) event, CARD);
    }

    private static EngineOptions options(int workers) {
        return EngineOptions.DEFAULT.workers(workers).deadLetters(letter -> {}, 0);
    }

    private static SortedMap<String, byte[]> state(StoredCheckpoint version) throws IOException {
        SortedMap<String, byte[]> state = new TreeMap<>();
        for (PartKey part : version.parts()) {
            version.chunks(part).forEach((chunk, bytes) -> state.put(part + "/" + chunk, bytes));
        }
        return state;
    }

    private static StoredCheckpoint whole(int workers, MemoryCheckpointStore store) throws Exception {
        EngineOptions options = options(workers).checkpointEvery(20);
        try (Job job = new EmbeddedEngine(options, store, new SystemClock()).start(plan(labelled()))) {
            job.completion().get();
        }
        return store.newest("payments").orElseThrow();
    }

    private static void assertEqual(StoredCheckpoint found, StoredCheckpoint expected) throws IOException {
        SortedMap<String, byte[]> bytes = state(found);
        assertThat(bytes.keySet()).isEqualTo(state(expected).keySet());
        state(expected)
                .forEach((chunk, wanted) ->
                        assertThat(bytes.get(chunk)).as(chunk).isEqualTo(wanted));
    }

    @Test
    void oneWorkerAndTwoLearnTheSameBytesAndEachVersionIsReproduced() throws Exception {
        MemoryCheckpointStore store = new MemoryCheckpointStore(1_000);
        StoredCheckpoint one = whole(1, new MemoryCheckpointStore(1));
        StoredCheckpoint two = whole(2, store);
        assertEqual(two, one);
        long learned = 0;
        for (PartKey part : two.parts()) {
            learned += ((Number) two.facts(part).get("eventsLearned")).longValue();
        }
        assertThat(learned).isEqualTo(PAYMENTS);
        for (long to = 1; to <= two.version(); to++) {
            Replayer replayer = new Replayer(options(1), new SystemClock());
            assertThat(replayer.replay(plan(labelled()), store, to - 1, to).different())
                    .isEmpty();
        }
    }

    /** As the job says it: what a reader has begun to read is not there yet, and a checkpoint of nothing new makes no version. */
    private static void awaitRead(Job job, long records) {
        while (read(job.status().offsets().get("payments/0")) < records) {
            Thread.onSpinWait();
        }
    }

    private static long read(Offset at) {
        return at.records() + (at.beside() == null ? 0 : at.beside().records());
    }

    @Test
    void whatACrashCutsOffIsLearnedOnceEventsAndLabelsAlike() throws Exception {
        MemoryCheckpointStore store = new MemoryCheckpointStore(1_000);
        AtomicLong records = new AtomicLong(0);
        long[] halts = {701, 1_300, 4_999, 5_000, 9_001};
        long before = 0;
        for (long halt : halts) {
            records.set(halt - before);
            EngineOptions options = options(2).checkpointEvery(0);
            Job job =
                    new EmbeddedEngine(options, store, new SystemClock()).start(plan(new Halting(labelled(), records)));
            awaitRead(job, halt);
            job.checkpoint().get();
            records.set(137); // learned, and lost
            awaitRead(job, halt + 137);
            job.kill();
            Offset at = store.newest("payments")
                    .orElseThrow()
                    .sources()
                    .get("payments/0")
                    .offset();
            assertThat(read(at)).isEqualTo(halt);
            before = halt;
        }
        long first = store.newest("payments").orElseThrow().version();
        StoredCheckpoint end = whole(1, store);
        assertEqual(end, whole(2, new MemoryCheckpointStore(1)));
        for (long to = 1; to <= first; to++) {
            Replayer replayer = new Replayer(options(2), new SystemClock());
            assertThat(replayer.replay(plan(labelled()), store, to - 1, to).different())
                    .isEmpty();
        }
    }
}
