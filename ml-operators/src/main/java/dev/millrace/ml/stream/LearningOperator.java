package dev.millrace.ml.stream;

import dev.millrace.ml.evaluation.Evaluator;
import dev.millrace.ml.evaluation.ScoreListener;
import dev.millrace.ml.feature.FeatureContext;
import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.feature.Features;
import dev.millrace.ml.feature.Lookups;
import dev.millrace.ml.feature.RawInput;
import dev.millrace.ml.feature.RawValues;
import dev.millrace.ml.learner.AnomalyDetector;
import dev.millrace.ml.learner.Classifier;
import dev.millrace.ml.learner.Clusterer;
import dev.millrace.ml.learner.ContextualBandit;
import dev.millrace.ml.learner.Learner;
import dev.millrace.ml.learner.LearnerProvider.Task;
import dev.millrace.ml.learner.Regressor;
import dev.millrace.ml.learner.Slice;
import dev.millrace.stream.Answering;
import dev.millrace.stream.DeadLetter;
import dev.millrace.stream.Operator;
import dev.millrace.stream.OperatorContext;
import dev.millrace.stream.OperatorFactory;
import dev.millrace.stream.Output;
import dev.millrace.stream.event.Event;
import dev.millrace.stream.event.EventId;
import dev.millrace.stream.event.Feedback;
import dev.millrace.stream.event.Field;
import dev.millrace.stream.event.FieldType;
import dev.millrace.stream.event.NumberTable;
import dev.millrace.stream.event.Row;
import dev.millrace.stream.event.Schema;
import dev.millrace.stream.event.StableHash;
import dev.millrace.stream.random.Random64;
import dev.millrace.stream.state.BadState;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import dev.millrace.stream.time.Timestamps;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

/**
 * Features, learner and evaluation of one partition. For each event of a key, in this order, so that nothing leaks: the
 * vector is made of lookups as of before the event; it is predicted; if the label is known, the prediction is scored, the
 * label learned and put into the lookups; then scalers, dictionaries and lookups take the event in, without its label.
 *
 * <p>When the label comes later, vector and predictions wait as they were for a {@link Feedback}, or until the watermark
 * passes the time-out. A row whose label or weight cannot be read is refused whole and goes to the dead letters, as does a
 * late label that is a duplicate, too late, or of no event known.
 *
 * <p>Cost per event: that of the features and learners; without late labels nothing is allocated but the prediction.
 * Threading: the partition's thread; {@link #answer} of an operator that gets no more events is safe from any thread.
 */
public final class LearningOperator implements Operator<Event, Prediction>, Answering<Question, Reply> {
    /** 2: the learner's succession. */
    private static final int FORMAT = 3;

    private final LearningSpec spec;
    private final Schema schema;
    private final String name;
    private final Features features;
    private final Field keyField;
    private final Field weightField;
    private final LearningModel model;
    private final Head head;
    private final Lookups lookups;
    private final WaitingEvents waiting;
    private final DriftWatch drift;
    private final Succession succession;

    /** Null if nobody takes over. */
    private final Contest contest;

    private final double[] losses;
    private final Counters counters = new Counters();

    /** Null unless actions are chosen. */
    private final Occasions occasions;

    private final Places places = new Places();

    private final RawValues raw;
    private final FeatureVector x;
    private final FeatureVector waited;
    private Output<Prediction> output;

    /** Of the events that the head holds back. */
    private final PutOff[] putOff = new PutOff[Slice.MOST];

    /** Whether no alarm changes the learner, and nobody watches features between events. */
    private final boolean mayHold;

    /** Whether nothing comes out when an event is learned, so that it need not be learned before a watermark passes. */
    private final boolean isSilent;

    /** What an event's prediction needs beside the scores. */
    private record PutOff(EventId id, long timestampMillis, long eventTimeSeenMillis, long learnedBefore) {}

    /** Buffers of the last question, for the next one: whoever asks takes them, or finds none and makes new ones. */
    private final AtomicReference<Asked> spare = new AtomicReference<>();

    /** As {@link #spare}, for questions about many events. */
    private final AtomicReference<NumberTable> spareTable = new AtomicReference<>();

    private record Asked(RawValues raw, FeatureVector x) {}

    /** Checked already by {@link #factory}. */
    private LearningOperator(LearningSpec spec, Schema schema, OperatorContext context) {
        this.spec = spec;
        this.schema = schema;
        this.name = context.operatorName();
        this.features = features(spec, schema);
        this.keyField = spec.key() == null ? null : schema.field(spec.key());
        this.weightField = spec.weight() == null ? null : schema.field(spec.weight());
        Learner[] learners = new Learner[1 + spec.challengers().size()];
        for (int i = 0; i < learners.length; i++) {
            long seed = Random64.seedOf(context.seed(), "learner", i);
            learners[i] = (i == 0 ? spec.learner() : spec.challengers().get(i - 1)).create(features.layout(), seed);
        }
        Field labelField = schema.find(spec.label().field()).orElse(null);
        if (spec.label().task() == Task.CLASSIFICATION) {
            model = new LearningModel(features, spec, learners[0], new Classes(spec.label()));
            head = new ClassHead(
                    spec,
                    model,
                    labelField,
                    Arrays.copyOf(learners, learners.length, Classifier[].class),
                    context.parallel());
        } else if (spec.label().task() == Task.ANOMALY) {
            model = new LearningModel(features, spec, learners[0], new Classes(spec.label()));
            head = new AnomalyHead(
                    spec, model, labelField, Arrays.copyOf(learners, learners.length, AnomalyDetector[].class));
        } else if (spec.label().task() == Task.CLUSTERING) {
            model = new LearningModel(features, spec, learners[0], new Classes(spec.label()));
            head = new ClusterHead(
                    spec, model, labelField, Arrays.copyOf(learners, learners.length, Clusterer[].class));
        } else if (spec.label().task() == Task.BANDIT) {
            model = new LearningModel(features, spec, learners[0], new Classes(spec.label()));
            head = new BanditHead(
                    spec,
                    model,
                    schema,
                    labelField,
                    Arrays.copyOf(learners, learners.length, ContextualBandit[].class));
        } else {
            model = new LearningModel(features, spec, learners[0], null);
            head = new ValueHead(spec, model, labelField, Arrays.copyOf(learners, learners.length, Regressor[].class));
        }
        this.lookups = features.newLookups();
        this.waiting = new WaitingEvents(Math.max(1, spec.waitingBytes() / context.partitions()), features.layout());
        this.mayHold = spec.drift().features().isEmpty()
                && (spec.drift().onAlarm() == DriftPolicy.Reaction.ALERT
                        || spec.drift().onAlarm() == DriftPolicy.Reaction.ROLLBACK);
        this.isSilent = !spec.emitPredictions()
                && !spec.label().isLate()
                && spec.drift().detector() == null;
        this.drift = new DriftWatch(spec, features.layout());
        long firstSeed = Random64.seedOf(context.seed(), "learner", 0);
        this.succession = new Succession(
                spec.drift().onAlarm(),
                generation -> spec.learner().create(features.layout(), Succession.seed(firstSeed, generation)),
                head);
        this.occasions = spec.label().task() == Task.BANDIT ? new Occasions(schema, spec.label()) : null;
        this.losses = new double[learners.length];
        this.contest = spec.promotion() == null
                ? null
                : new Contest(
                        spec.promotion().onceIn(), learners.length, spec.label().task() == Task.CLASSIFICATION);
        this.raw = features.newRawValues();
        this.x = new FeatureVector(features.layout());
        this.waited = new FeatureVector(features.layout());
    }

    /**
     * Makes the operators of a plan.
     *
     * @throws IllegalArgumentException if the specification does not fit the schema, saying where
     */
    public static OperatorFactory<Event, Prediction> factory(LearningSpec spec, Schema schema) {
        requireLabel(spec.label(), schema);
        FeatureWatch.of(spec.drift(), features(spec, schema).layout());
        if (spec.key() != null && schema.field(spec.key()).type() == FieldType.NUMBER) {
            throw new IllegalArgumentException(
                    "the key '" + spec.key() + "' is a number; declare the field as text or integer");
        }
        if (spec.weight() != null && schema.field(spec.weight()).type() == FieldType.TEXT) {
            throw new IllegalArgumentException("the weight '" + spec.weight() + "' is text; declare it as a number");
        }
        return context -> new LearningOperator(spec, schema, context);
    }

    static Features features(LearningSpec spec, Schema schema) {
        Label label = spec.label();
        return Features.of(
                spec.features(),
                schema,
                new FeatureContext(
                        label.field(),
                        spec.key(),
                        label.isNumber(),
                        label.task() == Task.BANDIT ? List.of() : label.closedClasses(),
                        label.decidedFields()));
    }

    private static void requireLabel(Label label, Schema schema) {
        Field field = schema.find(label.field()).orElse(null);
        if (field == null && !label.isLate() && !label.isOptional()) {
            throw new IllegalArgumentException("the label '" + label.field() + "' is no field; the fields are "
                    + schema.names() + ". Labels that come later need label.within");
        }
        if (label.action() != null) {
            requireAction(label.action(), schema);
        }
        if (field != null && !label.isNumber() && field.type() == FieldType.NUMBER) {
            throw new IllegalArgumentException("the label '" + label.field()
                    + "' is a number and cannot name a class; declare the field as text or integer");
        }
        if (field != null && label.isNumber() && field.type() == FieldType.TEXT) {
            throw new IllegalArgumentException(
                    "the label '" + label.field() + "' is text, not a value; declare the field as a number");
        }
    }

    private static void requireAction(Label.Action action, Schema schema) {
        Field field = schema.find(action.field())
                .orElseThrow(() -> new IllegalArgumentException("the action '" + action.field()
                        + "' is no field; the fields are " + schema.names() + ". See action.field"));
        if (field.type() == FieldType.NUMBER || field.type() == FieldType.TIME) {
            throw new IllegalArgumentException("the action '" + action.field()
                    + "' is a number and cannot name an action; declare the field as text or integer");
        }
        if (action.propensityField() == null) {
            return;
        }
        Field propensity = schema.find(action.propensityField())
                .orElseThrow(() -> new IllegalArgumentException("the propensity '" + action.propensity()
                        + "' is no field; the fields are " + schema.names() + ". See action.propensity"));
        if (propensity.type() != FieldType.NUMBER && propensity.type() != FieldType.INTEGER) {
            throw new IllegalArgumentException(
                    "the propensity '" + action.propensity() + "' is no number; declare the field as a number");
        }
    }

    @Override
    public void open(Output<Prediction> to) {
        this.output = to;
    }

    @Override
    public void onEvent(Event event, long timestampMillis) {
        if (event instanceof Row row) {
            onRow(row, timestampMillis);
        } else {
            onFeedback((Feedback) event);
        }
    }

    private void onRow(Row row, long timestampMillis) {
        Head.Found label = head.take(row);
        double weight = weightField == null || row.isMissing(weightField) ? 1 : row.numeric(weightField);
        if (label == Head.Found.REFUSED) {
            refuse(row, "bad-label", head.refusal(), row.toString());
            return;
        }
        if (!(weight > 0 && weight < Double.POSITIVE_INFINITY)) {
            refuse(
                    row,
                    "bad-weight",
                    "'" + spec.weight() + "' must be above 0 and finite, got " + weight,
                    row.toString());
            return;
        }
        counters.events++;
        counters.eventTimeSeenMillis = Math.max(counters.eventTimeSeenMillis, timestampMillis);
        String key = key(row);
        boolean known = label == Head.Found.KNOWN;
        long learnedBefore = model.eventsLearned();
        features.read(row, timestampMillis, raw);
        lookups.read(key, timestampMillis, raw);
        model.encoders.encode(raw, x);
        if (known && mayHold && head.canHold()) {
            hold(row, key, weight, timestampMillis);
            return;
        }
        if (head.held() > 0) {
            settle();
            head.take(row); // settling had other labels at hand
        }
        if (known) {
            if (succession.hasCandidate()) {
                succession.teach(x, weight);
            }
            head.predictAndLearn(x, weight);
            learned(key, x);
        } else {
            head.predict(x);
        }
        if (head.learnsUnlabelled()) {
            head.learn(x, weight);
            counted();
        }
        head.seen(); // before anything else is at hand
        EventId id = spec.emitPredictions() || spec.label().isLate() ? idOf(row) : null;
        if (id != null && spec.label().isLate()) {
            places.seen(id);
        }
        if (spec.emitPredictions()) {
            output.emit(head.prediction(id, known, learnedBefore), timestampMillis);
        }
        if (!known) {
            await(id, key, weight, timestampMillis);
        }
        drift.update(raw, counters.eventTimeSeenMillis, model.eventsLearned(), output);
        model.encoders.update(raw);
        lookups.update(key, row, timestampMillis);
    }

    /** The rest of an event's way but for its prediction and learning, which are put off until {@link #settle}. */
    private void hold(Row row, String key, double weight, long timestampMillis) {
        EventId id = spec.emitPredictions() || spec.label().isLate() ? idOf(row) : null;
        putOff[head.held()] = new PutOff(id, timestampMillis, counters.eventTimeSeenMillis, model.eventsLearned());
        head.hold(x, weight);
        model.eventsLearned(model.eventsLearned() + 1);
        head.updateLabel(lookups, key, model.encoders, x);
        if (id != null && spec.label().isLate()) {
            places.seen(id);
        }
        model.encoders.update(raw);
        lookups.update(key, row, timestampMillis);
        if (head.isHoldingAll()) {
            settle();
        }
    }

    @Override
    public void settle() {
        int held = head.held();
        if (held == 0) {
            return;
        }
        head.learnHeld();
        for (int i = 0; i < held; i++) {
            PutOff event = putOff[i];
            head.scoreHeld(i);
            scored(event.eventTimeSeenMillis, event.learnedBefore + 1);
            if (spec.emitPredictions()) {
                output.emit(head.prediction(event.id, true, event.learnedBefore), event.timestampMillis);
            }
        }
        head.forgetHeld();
    }

    private String key(Row row) {
        String key = keyField == null ? null : row.name(keyField);
        return key == null ? "" : key;
    }

    private EventId idOf(Row row) {
        if (row.offset() < 0) {
            return null;
        }
        int keyHash = keyField == null ? 0 : StableHash.of(row, keyField);
        return new EventId(row.source(), row.sourcePartition(), row.offset(), keyHash);
    }

    private void await(EventId id, String key, double weight, long timestampMillis) {
        if (id == null || !spec.label().isLate()) {
            counters.unlabelled++;
            return;
        }
        long within = spec.label().withinMillis();
        long deadline = timestampMillis > Long.MAX_VALUE - within ? Long.MAX_VALUE : timestampMillis + within;
        waiting.add(id, deadline, key, weight, x, head);
        for (WaitingEvents.Entry entry = waiting.pollOverfull(); entry != null; entry = waiting.pollOverfull()) {
            counters.timedOutEarly++;
            timeOut(entry);
        }
    }

    private void onFeedback(Feedback feedback) {
        settle();
        WaitingEvents.Entry entry = waiting.find(feedback.eventId());
        if (entry == null || entry.state() == WaitingEvents.TIMED_OUT) {
            refuseLate(feedback, entry != null || places.hasSeen(feedback.eventId()));
        } else if (entry.state() == WaitingEvents.LABELLED) {
            refuse(
                    feedback,
                    "duplicate-label",
                    "event " + feedback.eventId() + " has its label already",
                    said(feedback));
        } else if (head.take(feedback.label()) == Head.Found.REFUSED) {
            refuse(feedback, "bad-label", head.refusal(), said(feedback));
        } else {
            waiting.labelled(entry);
            learn(entry);
        }
    }

    private void refuseLate(Feedback feedback, boolean seen) {
        if (seen) {
            String detail = spec.label().isLate()
                    ? "event " + feedback.eventId()
                            + " does not wait for a label: it came with one, or its time is over; see" + " label.within"
                    : "this pipeline takes labels with their events only; set label.within";
            refuse(feedback, "late-label", detail, said(feedback));
        } else {
            refuse(feedback, "unknown-event", "no event " + feedback.eventId() + " has come", said(feedback));
        }
    }

    /** Scores and learns the label taken, for an event as it was. */
    private void learn(WaitingEvents.Entry entry) {
        waiting.load(entry, waited, head);
        if (succession.hasCandidate()) {
            succession.teach(waited, waiting.weight());
        }
        head.late = entry.id;
        head.scoreAndLearn(waited, waiting.weight());
        head.late = null;
        learned(waiting.key(), waited);
    }

    private void learned(String key, FeatureVector predicted) {
        if (!head.learnsUnlabelled()) { // otherwise it was learned when it came, and labels are no part of it
            head.updateLabel(lookups, key, model.encoders, predicted);
            counted();
        }
    }

    /** One event more was learned. */
    private void counted() {
        model.eventsLearned(model.eventsLearned() + 1);
        scored(counters.eventTimeSeenMillis, model.eventsLearned());
    }

    /** A prediction has been scored, and is at hand still. */
    private void scored(long eventTimeSeenMillis, long eventsLearned) {
        if (drift.update(head.error(), eventTimeSeenMillis, eventsLearned, output)) {
            succession.alarmed();
        }
        if (contest == null) {
            return;
        }
        head.losses(spec.promotion().by(), losses);
        int before = contest.answering();
        if (contest.update(losses)) {
            head.answerBy(contest.answering());
            Promoted promoted =
                    new Promoted(nameOf(contest.answering()), nameOf(before), eventTimeSeenMillis, eventsLearned);
            output.emit(Promoted.TAG, promoted, eventTimeSeenMillis);
        }
    }

    private String nameOf(int track) {
        return (track == 0 ? spec.learner() : spec.challengers().get(track - 1)).toString();
    }

    private void timeOut(WaitingEvents.Entry entry) {
        String otherwise = spec.label().otherwise();
        if (otherwise == null) {
            counters.unlabelled++;
        } else {
            head.take(otherwise);
            learn(entry);
        }
    }

    @Override
    public boolean onWatermark(long watermarkMillis) {
        if (!isSilent || watermarkMillis == Timestamps.AFTER_ALL) {
            settle();
        }
        WaitingEvents.Entry entry = waiting.pollExpired(watermarkMillis);
        while (entry != null) {
            counters.timedOut++;
            timeOut(entry);
            entry = waiting.pollExpired(watermarkMillis);
        }
        waiting.forgetPassed();
        lookups.onWatermark(watermarkMillis);
        return true;
    }

    private void refuse(Event event, String cause, String detail, String payload) {
        settle();
        counters.refused++;
        output.emit(
                DeadLetter.TAG,
                new DeadLetter(name, event.sourcePartition(), event.offset(), cause, detail, payload),
                Timestamps.NONE);
    }

    private static String said(Feedback feedback) {
        return "{event_id=" + feedback.eventId() + ", label=" + feedback.label() + "}";
    }

    @Override
    public Reply answer(Question question) {
        settle(); // nothing is ever put off where events have ended, so that any thread may ask
        if (question instanceof Question.Predict predict) {
            Asked asked = spare.getAndSet(null);
            if (asked == null) {
                asked = new Asked(features.newRawValues(), new FeatureVector(features.layout()));
            }
            boolean hasKey = keyField != null && !predict.row().isMissing(keyField);
            long seen = seenMillis(predict.model(), hasKey);
            long asOf = predict.asOfMillis() == Timestamps.NONE ? seen : predict.asOfMillis();
            features.read(predict.row(), asOf, asked.raw);
            lookups.read(key(predict.row()), asOf, asked.raw);
            VersionedModel other = predict.model();
            long learned = (other == null ? model : other).eventsLearned();
            long occasion = occasions == null ? 0 : occasions.of(predict.row(), predict.occasion(), learned, asOf);
            Reply answer = other == null
                    ? model.answer(asked.raw, asked.x, occasion, seen, asOf)
                    : other.answer(asked.raw, occasion, seen, asOf);
            spare.set(asked);
            return answer;
        }
        if (question instanceof Question.PredictTable predict) {
            return answerTable(predict);
        }
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

    private Reply answerTable(Question.PredictTable asked) {
        if (spec.label().task() == Task.CLUSTERING) {
            throw new IllegalArgumentException("a table of answers has no place for clusters; ask row by row");
        }
        VersionedModel other = asked.model();
        if (!features.arePlain() || occasions != null || !(other == null || other instanceof LearningModel)) {
            return answerEach(asked);
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
    private Reply answerEach(Question.PredictTable asked) {
        Reply.Answer[] answers = new Reply.Answer[asked.rows().rows()];
        double[] numbers = new double[schema.numberSlots()];
        for (int r = 0; r < answers.length; r++) {
            Row row = new Row(schema);
            asked.rows().copyRow(r, numbers);
            row.setNumbers(0, numbers, numbers.length);
            answers[r] = (Reply.Answer) answer(new Question.Predict(row, asked.asOfMillis(), asked.model()));
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

    private List<Reply.Standing> standings() {
        if (spec.challengers().isEmpty()) {
            return List.of();
        }
        return IntStream.rangeClosed(0, spec.challengers().size())
                .mapToObj(track -> new Reply.Standing(
                        nameOf(track),
                        head.evaluator(track).metrics().copy(),
                        head.evaluator(track).window()))
                .toList();
    }

    /** Encoders and learner of this partition as they are: for an operator that was restored from a version. */
    public VersionedModel model() {
        return model;
    }

    LearningModel learningModel() {
        return model;
    }

    LearningSpec spec() {
        return spec;
    }

    Schema schema() {
        return schema;
    }

    long eventTimeSeenMillis() {
        return counters.eventTimeSeenMillis;
    }

    /** The learner that answers: to be looked at (exports, reports), not changed. */
    public Learner learner() {
        return model.learner;
    }

    /** Scores of the answers so far: live, to be read only. */
    public Evaluator evaluator() {
        return head.answers();
    }

    /** Has every score of the learner told, from now on; no part of the state. */
    public void listen(ScoreListener listener) {
        head.listener = listener;
    }

    /** How raw values become what the learner sees, at this moment: for exports. */
    public List<RawInput> inputs() {
        return model.inputs();
    }

    /** Names of classes by number; empty where a value is learned. */
    public List<String> classNames() {
        return model.classNames();
    }

    @Override
    public void snapshot(StateWriter out) {
        settle();
        out.writeByte(FORMAT);
        counters.snapshot(out);
        out.writeLong(model.eventsLearned());
        model.encoders.snapshot(out);
        succession.snapshot(out);
        head.snapshot(out);
        if (contest != null) {
            contest.snapshot(out);
            out.fact("answering", nameOf(contest.answering()));
            out.fact("promotions", contest.changes());
        }
        drift.snapshot(out);
        lookups.snapshot(out);
        places.snapshot(out);
        waiting.snapshot(out);
        out.fact("events", counters.events);
        out.fact("eventsLearned", model.eventsLearned());
        out.fact("eventTimeSeen", counters.eventTimeSeenMillis);
        out.fact("driftAlarms", drift.alarms());
        if (drift.alarms() > 0) {
            out.fact("lastDriftAlarm", drift.lastAlarmMillis());
        }
        out.fact("metrics", head.answers().metrics().facts());
    }

    @Override
    public void restore(StateReader in) {
        int format = in.readByte();
        if (format < 1 || format > FORMAT) {
            throw new BadState(
                    "a learning operator of format " + format + "; this Millrace reads formats 1 to " + FORMAT);
        }
        counters.restore(in);
        model.eventsLearned(in.readLong());
        model.encoders.restore(in);
        if (model.encoders.isGrown()) {
            spec.requireTakesNewFeatures();
            head.grownFrom = model.encoders.restoredLayout();
        }
        if (format > 1) {
            succession.restore(in);
        }
        head.restore(in);
        if (contest != null) {
            contest.restore(in);
            head.answerBy(contest.answering());
        }
        drift.restore(in, format);
        lookups.restore(in);
        places.restore(in);
        waiting.restore(in, format);
    }
}
