package dev.millrace.benchmarks;

import dev.millrace.cli.plan.Blueprint;
import dev.millrace.cli.plan.EventSources;
import dev.millrace.cli.plan.Streams;
import dev.millrace.ml.feature.Encoders;
import dev.millrace.ml.feature.FeatureContext;
import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.feature.Features;
import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.feature.RawValues;
import dev.millrace.ml.learner.LearnerProvider.Task;
import dev.millrace.ml.stream.Label;
import dev.millrace.stream.DeadLetter;
import dev.millrace.stream.event.Event;
import dev.millrace.stream.event.Field;
import dev.millrace.stream.event.Row;
import dev.millrace.stream.source.Offset;
import dev.millrace.stream.source.SourceReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The first events of a stream in memory, as vectors that a pipeline's features make of them, and what there is to learn of each:
 * so that a learner can be timed alone. Labels are in the rows. Threading: one caller.
 */
final class EventsAtHand {
    private final Label label;
    private final Field labelField;
    private final Field actionField;
    private final Field propensityField;
    private final Features features;
    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<FeatureVector> vectors = new ArrayList<>();
    private final List<Integer> classes = new ArrayList<>();
    private final List<Double> values = new ArrayList<>();
    private final List<Double> propensities = new ArrayList<>();

    private EventsAtHand(Blueprint blueprint) {
        label = blueprint.learning().label();
        labelField = blueprint.schema().find(label.field()).orElse(null);
        actionField = label.task() == Task.BANDIT
                ? blueprint.schema().field(label.action().field())
                : null;
        String propensity = actionField == null ? null : label.action().propensityField();
        propensityField = propensity == null ? null : blueprint.schema().field(propensity);
        features = Features.of(
                blueprint.learning().features(),
                blueprint.schema(),
                new FeatureContext(
                        label.field(),
                        blueprint.learning().key(),
                        label.isNumber(),
                        label.closedClasses(),
                        label.decidedFields()));
    }

    /** Up to so many events. */
    static EventsAtHand of(Blueprint blueprint, Streams streams, int most) throws IOException {
        EventsAtHand events = new EventsAtHand(blueprint);
        Encoders encoders = events.features.newEncoders();
        RawValues raw = events.features.newRawValues();
        SourceReader.Sink<Event> sink = new SourceReader.Sink<>() {
            @Override
            public void event(Event event, long arrivalMillis) {
                if (event instanceof Row row && events.size() < most) {
                    events.add(
                            row,
                            blueprint
                                    .time()
                                    .map(field -> row.integer(field.slot()))
                                    .orElse(arrivalMillis),
                            encoders,
                            raw);
                }
            }

            @Override
            public void reject(DeadLetter letter) {
                throw new IllegalStateException("a stream to measure with has a bad record: " + letter.detail());
            }
        };
        try (SourceReader<Event> reader =
                EventSources.open(blueprint, streams, null).first().open(0, Offset.START)) {
            while (events.size() < most && reader.poll(sink, 1_000) == SourceReader.Status.READY) {
                // goes on until there are enough
            }
        }
        return events;
    }

    private void add(Row row, long timeMillis, Encoders encoders, RawValues raw) {
        FeatureVector x = new FeatureVector(features.layout());
        features.read(row, timeMillis, raw);
        encoders.encode(raw, x);
        encoders.update(raw);
        vectors.add(x);
        Field named = actionField == null ? labelField : actionField;
        boolean isNamed = label.task() == Task.CLASSIFICATION || actionField != null;
        classes.add(isNamed ? numbers.computeIfAbsent(row.name(named), none -> numbers.size()) : -1);
        values.add(label.isNumber() || actionField != null ? row.numeric(labelField) : Double.NaN);
        propensities.add(propensityField == null ? Double.NaN : row.numeric(propensityField));
    }

    Layout layout() {
        return features.layout();
    }

    int size() {
        return vectors.size();
    }

    /** Classes, or actions, that there are in all of them. */
    int classes() {
        return numbers.size();
    }

    FeatureVector x(int i) {
        return vectors.get(i);
    }

    /** Its class, or the action that was taken. */
    int classOf(int i) {
        return classes.get(i);
    }

    /** Its value, or its reward. */
    double value(int i) {
        return values.get(i);
    }

    double propensity(int i) {
        return propensities.get(i);
    }
}
