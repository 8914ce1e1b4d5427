package dev.millrace.ml.stream;

import static dev.millrace.ml.feature.FeatureSpec.category;
import static dev.millrace.ml.feature.FeatureSpec.lagLabel;
import static dev.millrace.ml.feature.FeatureSpec.number;
import static dev.millrace.stream.harness.OperatorHarness.harness;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.stream.checkpoint.Checkpoint.PartKey;
import dev.millrace.stream.checkpoint.MemoryCheckpointStore;
import dev.millrace.stream.checkpoint.StoredCheckpoint;
import dev.millrace.stream.engine.EmbeddedEngine;
import dev.millrace.stream.engine.EngineOptions;
import dev.millrace.stream.engine.Job;
import dev.millrace.stream.event.Event;
import dev.millrace.stream.event.Row;
import dev.millrace.stream.event.Schema;
import dev.millrace.stream.harness.OperatorHarness;
import dev.millrace.stream.plan.Pipeline;
import dev.millrace.stream.random.Random64;
import dev.millrace.stream.source.MemorySource;
import dev.millrace.stream.time.SystemClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ensembles learn events in slices, on as many workers as there are; nobody can tell from the results. */
class HeldEventsTest {
    private static final Schema SCHEMA =
            Schema.builder().number("size").text("colour").text("kind").build();

    private static Row row(Random64 random, int index, int kinds) {
        int kind = random.nextInt(kinds);
        Row row = new Row(SCHEMA, 0, 0, index);
        row.setNumber(0, kind + random.nextGaussian());
        row.setText(0, random.nextInt(3) == 0 ? "red" : "colour-" + kind);
        row.setText(1, "kind-" + kind);
        return row;
    }

    private static Learning learningValues(String learner, Map<String, ?> settings) {
        return Learning.regress("size")
                .feature("colour", category("colour"))
                .feature("was", lagLabel())
                .drift(DriftPolicy.ADWIN)
                .with(learner, settings);
    }

    private static Learning learning(String learner, Map<String, ?> settings) {
        return Learning.classify("kind")
                .feature("size", number("size"))
                .feature("colour", category("colour"))
                .feature("was", lagLabel())
                .drift(DriftPolicy.ADWIN)
                .with(learner, settings);
    }

    @Test
    void aSliceEndsWhereSomethingElseComesBetween() {
        assertThatEveryPredictionCameInItsPlace(learning("online-bagging", Map.of("members", "2"))
                .challenger("naive-bayes", Map.of())
                .build());
    }

    @Test
    void slicesOfValuesToo() {
        assertThatEveryPredictionCameInItsPlace(learningValues("online-bagging-regression", Map.of("members", "2"))
                .challenger("linear", Map.of())
                .build());
    }

    private static void assertThatEveryPredictionCameInItsPlace(LearningSpec spec) {
        OperatorHarness<Event, Prediction> story = harness(LearningOperator.factory(spec, SCHEMA));
        Random64 random = new Random64(3);
        for (int i = 0; i < 90; i++) {
            Row row = row(random, i, i < 60 ? 2 : 4); // two classes come late
            if (random.nextInt(12) == 0) {
                row.setText(1, null);
                row.setNumber(0, Double.NaN);
            }
            story.event(row, i);
            if (random.nextInt(15) == 0) {
                story.watermark(i);
            }
        }
        List<Prediction> predictions = new ArrayList<>();
        story.results().forEach(emission -> {
            if (emission.value() instanceof Prediction prediction) {
                predictions.add(prediction);
            }
        });
        assertThat(predictions).hasSize(90);
        for (int i = 0; i < 90; i++) {
            assertThat(predictions.get(i).eventId().offset()).isEqualTo(i);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "adaptive-random-forest",
                "streaming-random-patches",
                "leveraging-bagging",
                "online-bagging",
                "adaptive-random-forest-regression",
                "online-bagging-regression"
            })
    void oneWorkerAndThreeLearnTheSameBytes(String learner) throws Exception {
        SortedMap<PartKey, SortedMap<String, byte[]>> one = state(learner, 1);
        SortedMap<PartKey, SortedMap<String, byte[]>> three = state(learner, 3);
        assertThat(one.keySet()).hasSize(2).isEqualTo(three.keySet());
        one.forEach((part, chunks) -> chunks.forEach((name, bytes) ->
                assertThat(three.get(part).get(name)).as(name + " of " + part).isEqualTo(bytes)));
    }

    private static SortedMap<PartKey, SortedMap<String, byte[]>> state(String learner, int workers) throws Exception {
        Random64 random = new Random64(4);
        List<Event> rows = new ArrayList<>();
        for (int i = 0; i < 6000; i++) {
            rows.add(row(random, i, i < 1000 ? 2 : 3));
        }
        Map<String, String> settings = Map.of("members", "5");
        LearningSpec spec = (learner.endsWith("regression")
                        ? learningValues(learner, settings)
                        : learning(learner, settings))
                .withoutPredictions()
                .build();
        MemoryCheckpointStore store = new MemoryCheckpointStore(1);
        EngineOptions options = EngineOptions.DEFAULT.checkpointEvery(20).workers(workers);
        Pipeline pipeline = Pipeline.named("kinds").partitions(2).seed(5);
        pipeline.read("rows", MemorySource.of("rows", rows))
                .<Object>keyByHash(event -> event.offset(), event -> (int) event.offset())
                .process("learn", LearningOperator.factory(spec, SCHEMA), spec.describe());
        try (Job job = new EmbeddedEngine(options, store, new SystemClock()).start(pipeline.build())) {
            job.completion().get();
        }
        StoredCheckpoint version = store.newest("kinds").orElseThrow();
        SortedMap<PartKey, SortedMap<String, byte[]>> state = new TreeMap<>();
        for (PartKey part : version.parts()) {
            state.put(part, version.chunks(part));
        }
        return state;
    }
}
