package dev.millrace.ml.stream;

import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.feature.Features;
import dev.millrace.ml.feature.Lookups;
import dev.millrace.ml.feature.RawValues;
import dev.millrace.ml.learner.LearnerProvider.Task;
import dev.millrace.stream.event.Field;
import dev.millrace.stream.event.NumberTable;
import dev.millrace.stream.event.Row;
import dev.millrace.stream.event.Schema;
import dev.millrace.stream.time.Timestamps;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

/**
 * Answers questions out of a partition's state and changes none of it. Cost: that of features and learner; buffers are kept for
 * the next question. Threading: the partition's thread, or any number of threads once no more events come.
 */
final class Answers {
    private final LearningSpec spec;
    private final Schema schema;
    private final Features features;
    private final Field keyField;
    private final LearningModel model;
    private final Head<?> head;
    private final Lookups lookups;
    private final WaitingEvents waiting;
    private final DriftWatch drift;

    /** Null if nobody takes over. */
    private final Contest contest;

    private final Counters counters;

    /** Null unless actions are chosen. */
    private final Occasions occasions;

    /** Buffers of the last question, for the next one: whoever asks takes them, or finds none and makes new ones. */
    private final AtomicReference<Asked> spare = new AtomicReference<>();

    /** As {@link #spare}, for questions about many events. */
    private final AtomicReference<NumberTable> spareTable = new AtomicReference<>();

    private record Asked(RawValues raw, FeatureVector x) {}

    Answers(
            LearningSpec spec,
            Schema schema,
            Features features,
            LearningModel model,
            Head<?> head,
            Lookups lookups,
            WaitingEvents waiting,
            DriftWatch drift,
            Contest contest,
            Counters counters) {
        this.spec = spec;
        this.schema = schema;
        this.features = features;
        this.keyField = spec.key() == null ? null : schema.field(spec.key());
        this.model = model;
        this.head = head;
        this.lookups = lookups;
        this.waiting = waiting;
        this.drift = drift;
        this.contest = contest;
        this.counters = counters;
        this.occasions = spec.label().task() == Task.BANDIT ? new Occasions(schema, spec.label()) : null;
    }

    Reply to(Question question) {
        if (question instanceof Question.Predict predict) {
            return predict(predict);
        }
        if (question instanceof Question.PredictTable predict) {
            return predict(predict);
        }
        return status();
    }

    private Reply predict(Question.Predict predict) {
        Asked asked = spare.getAndSet(null);
        if (asked == null) {
            asked = new Asked(features.newRawValues(), new FeatureVector(features.layout()));
        }
        Row row = predict.row();
        VersionedModel other = predict.model();
        boolean hasKey = keyField != null && !row.isMissing(keyField);
        long seen = seenMillis(other, hasKey);
        long asOf = predict.asOfMillis() == Timestamps.NONE ? seen : predict.asOfMillis();
        features.read(row, asOf, asked.raw);
        lookups.read(LearningSpec.keyOf(row, keyField), asOf, asked.raw);
        long learned = (other == null ? model : other).eventsLearned();
        long occasion = occasions == null ? 0 : occasions.of(row, predict.occasion(), learned, asOf);
        Reply answer = other == null
                ? model.answer(asked.raw, asked.x, occasion, seen, asOf)
                : other.answer(asked.raw, occasion, seen, asOf);
        spare.set(asked);
        return answer;
    }

    private Reply predict(Question.PredictTable asked) {
        if (spec.label().task() == Task.CLUSTERING) {
            throw new IllegalArgumentException("a table of answers has no place for clusters; ask row by row");
        }
        VersionedModel other = asked.model();
        if (!features.arePlain() || occasions != null || !(other == null || other instanceof LearningModel)) {
            return predictEach(asked);
        }
        NumberTable vectors = spareTable.getAndSet(null);
        if (vectors == null) {
            vectors = new NumberTable(features.layout().numbers().size());
        }
        long seen = seenMillis(other, false);
        long asOf = asked.asOfMillis() == Timestamps.NONE ? seen : asked.asOfMillis();
        Reply answer = (other == null ? model : (LearningModel) other).answer(asked.rows(), vectors, seen, asOf);
        spareTable.set(vectors);
        return answer;
    }

    /** Where features need more than the numbers of a row, or several models answer. */
    private Reply predictEach(Question.PredictTable asked) {
        Reply.Answer[] answers = new Reply.Answer[asked.rows().rows()];
        double[] numbers = new double[schema.numberSlots()];
        for (int r = 0; r < answers.length; r++) {
            Row row = new Row(schema);
            asked.rows().copyRow(r, numbers);
            row.setNumbers(0, numbers, numbers.length);
            answers[r] = (Reply.Answer) predict(new Question.Predict(row, asked.asOfMillis(), asked.model()));
        }
        return Reply.Table.of(answers);
    }

    /** A question without a key means no partition: what all of them had seen counts, if a model of all answers. */
    private long seenMillis(VersionedModel other, boolean hasKey) {
        boolean meansThis = other == null || hasKey;
        return meansThis
                ? counters.eventTimeSeenMillis
                : Math.max(counters.eventTimeSeenMillis, other.eventTimeSeenMillis());
    }

    private Reply status() {
        return new Reply.Status(
                counters.events,
                model.eventsLearned(),
                waiting.waiting(),
                counters.eventTimeSeenMillis,
                head.answers().metrics().copy(),
                head.answers().window(),
                standings(),
                contest == null ? 0 : contest.answering(),
                head.baselines(),
                drift.alarms(),
                drift.lastAlarmMillis());
    }

    private List<Reply.Standing> standings() {
        if (spec.challengers().isEmpty()) {
            return List.of();
        }
        return IntStream.rangeClosed(0, spec.challengers().size())
                .mapToObj(track -> new Reply.Standing(
                        spec.nameOf(track),
                        head.evaluator(track).metrics().copy(),
                        head.evaluator(track).window()))
                .toList();
    }
}
