package dev.millrace.tests.parity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.datasets.PaymentSource;
import dev.millrace.datasets.PaymentStream;
import dev.millrace.ml.feature.FeatureSpec;
import dev.millrace.ml.feature.Scale;
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
import dev.millrace.stream.event.Event;
import dev.millrace.stream.event.Feedback;
import dev.millrace.stream.event.Field;
import dev.millrace.stream.event.Row;
import dev.millrace.stream.event.StableHash;
import dev.millrace.stream.plan.Pipeline;
import dev.millrace.stream.plan.Plan;
import dev.millrace.stream.plan.TimePolicy;
import dev.millrace.stream.source.Offset;
import dev.millrace.stream.source.SourceReader;
import dev.millrace.stream.time.SystemClock;
import dev.millrace.stream.time.Timestamps;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The number of workers changes how fast a pipeline runs, never what it learns: the bytes of its state are the same. */
class WorkersTest {
    private static final int PARTITIONS = 8;
    private static final long PAYMENTS = 30_000;
    private static final Field AT = PaymentStream.SCHEMA.field("at");
    private static final Field CARD = PaymentStream.SCHEMA.field("card");

    @Test
    void theStreamHasMoreThanAThousandKeys() throws Exception {
        Set<String> cards = new HashSet<>();
        try (SourceReader<Event> reader = new PaymentSource(new PaymentStream(7), PAYMENTS).open(0, Offset.START)) {
            SourceReader.Sink<Event> sink = new SourceReader.Sink<>() {
                @Override
                public void event(Event event, long arrivalMillis) {
                    if (event instanceof Row row) {
                        cards.add(row.name(CARD));
                    }
                }

                @Override
                public void reject(DeadLetter letter) {
                    throw new IllegalStateException(letter.detail());
                }
            };
            while (reader.poll(sink, 1000) != SourceReader.Status.ENDED) {
                assertThat(cards).isNotEmpty();
            }
        }
        assertThat(cards).hasSizeGreaterThanOrEqualTo(1000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"logistic", "naive-bayes", "hoeffding-tree"})
    void oneWorkerAndTwoLearnTheSameBytes(String learner) throws Exception {
        SortedMap<PartKey, SortedMap<String, byte[]>> one = state(learner, 1);
        SortedMap<PartKey, SortedMap<String, byte[]>> two = state(learner, 2);
        assertThat(one.keySet()).hasSize(PARTITIONS).isEqualTo(two.keySet());
        one.forEach((part, chunks) -> {
            assertThat(chunks.keySet()).isEqualTo(two.get(part).keySet());
            chunks.forEach((name, bytes) -> assertThat(two.get(part).get(name))
                    .as("%s of %s", name, part)
                    .isEqualTo(bytes));
        });
        List<byte[]> mains = new ArrayList<>();
        one.values().forEach(chunks -> mains.add(chunks.get("main")));
        for (int p = 0; p < PARTITIONS; p++) {
            assertThat(mains.get(p)).isNotEmpty();
            for (int q = 0; q < p; q++) {
                assertThat(mains.get(p)).as("partitions %d and %d", p, q).isNotEqualTo(mains.get(q));
            }
        }
    }

    private static SortedMap<PartKey, SortedMap<String, byte[]>> state(String learner, int workers) throws Exception {
        MemoryCheckpointStore store = new MemoryCheckpointStore(1);
        EngineOptions options = EngineOptions.DEFAULT.checkpointEvery(20).workers(workers);
        try (Job job = new EmbeddedEngine(options, store, new SystemClock()).start(plan(learner))) {
            job.completion().get();
        }
        StoredCheckpoint version = store.newest("payments").orElseThrow();
        SortedMap<PartKey, SortedMap<String, byte[]>> state = new TreeMap<>();
        for (PartKey part : version.parts()) {
            state.put(part, version.chunks(part));
        }
        return state;
    }

    private static Plan plan(String learner) {
        LearningSpec spec = Learning.classify("fraud")
                .within(30 * 60_000L)
                .otherwise("false")
                .key("card")
                .feature("amount", FeatureSpec.number("amount").scale(Scale.STANDARD))
                .feature("merchant", FeatureSpec.category("merchant"))
                .feature("country", FeatureSpec.category("country").hash(6))
                .feature(
                        "spend",
                        FeatureSpec.window("amount", 3_600_000L, 86_400_000L).scale(Scale.STANDARD))
                .feature("previous", FeatureSpec.lag("amount").scale(Scale.STANDARD))
                .feature("last", FeatureSpec.lagLabel())
                .with(learner, Map.of())
                .build();
        return Pipeline.named("payments")
                .partitions(PARTITIONS)
                .seed(5)
                .read("payments", new PaymentSource(new PaymentStream(7), PAYMENTS))
                .time(
                        (event, arrival) -> event instanceof Row row ? row.integer(AT.slot()) : Timestamps.NONE,
                        TimePolicy.DEFAULT)
                .<Object>keyByHash(WorkersTest::keyHash, WorkersTest::keyHash)
                .process("learn", LearningOperator.factory(spec, PaymentStream.SCHEMA), spec.describe())
                .build();
    }

    private static int keyHash(Event event) {
        return event instanceof Feedback late ? late.event().keyHash() : StableHash.of((Row) event, CARD);
    }
}
