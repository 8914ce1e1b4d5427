package dev.millrace.ml.stream;

import dev.millrace.ml.evaluation.Evaluator;
import dev.millrace.ml.evaluation.ScoreListener;
import dev.millrace.ml.feature.Attribute;
import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.feature.Features;
import dev.millrace.ml.feature.Lookups;
import dev.millrace.ml.feature.RawInput;
import dev.millrace.ml.feature.RawValues;
import dev.millrace.ml.learner.Learner;
import dev.millrace.ml.learner.LearnerProvider.Task;
import dev.millrace.ml.learner.Slice;
import dev.millrace.ml.learner.Usable;
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
import dev.millrace.stream.event.Row;
import dev.millrace.stream.event.Schema;
import dev.millrace.stream.event.StableHash;
import dev.millrace.stream.random.Random64;
import dev.millrace.stream.state.BadState;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import dev.millrace.stream.time.Timestamps;
import java.util.List;

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
    private final Head<?> head;
    private final Lookups lookups;
    private final WaitingEvents waiting;
    private final DriftWatch drift;
    private final Succession succession;

    /** Null if nobody takes over. */
    private final Contest contest;

    private final double[] losses;
    private final Counters counters = new Counters();

    private final Answers answers;
    private final Places places = new Places();
    private final LabelJoin join;

    private final RawValues raw;
    private final FeatureVector x;
    private final FeatureVector waited;
    private Output<Prediction> output;

    /** Whether learners are to start from models before anything else happens, as no state has been restored. */
    private boolean mustBegin;

    /** Of the events that the head holds back. */
    private final PutOff[] putOff = new PutOff[Slice.MOST];

    /** Whether no alarm changes the learner, and nobody watches features between events. */
    private final boolean mayHold;

    /** Whether nothing comes out when an event is learned, so that it need not be learned before a watermark passes. */
    private final boolean isSilent;

    /** What an event's prediction needs beside the scores. */
    private record PutOff(EventId id, long timestampMillis, long eventTimeSeenMillis, long learnedBefore) {}

    /** Checked already by {@link #factory}. */
    private LearningOperator(LearningSpec spec, Schema schema, OperatorContext context) {
        this.spec = spec;
        this.schema = schema;
        this.name = context.operatorName();
        this.features = Fitting.features(spec, schema);
        this.keyField = spec.key() == null ? null : schema.field(spec.key());
        this.weightField = spec.weight() == null ? null : schema.field(spec.weight());
        Learner[] learners = new Learner[1 + spec.challengers().size()];
        for (int i = 0; i < learners.length; i++) {
            long seed = Random64.seedOf(context.seed(), "learner", i);
            learners[i] = (i == 0 ? spec.learner() : spec.challengers().get(i - 1)).create(features.layout(), seed);
        }
        this.model = new LearningModel(
                features, spec, learners[0], spec.label().task() == Task.REGRESSION ? null : new Classes(spec.label()));
        this.mustBegin = spec.hasStart();
        this.head = Head.of(spec, schema, model, learners, context.parallel());
        this.lookups = features.newLookups();
        this.waiting = new WaitingEvents(Math.max(1, spec.waitingBytes() / context.partitions()), features.layout());
        this.join = new LabelJoin(spec.label(), waiting, places);
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
        this.losses = new double[learners.length];
        this.contest = spec.promotion() == null
                ? null
                : new Contest(
                        spec.promotion().onceIn(), learners.length, spec.label().task() == Task.CLASSIFICATION);
        this.answers = new Answers(spec, schema, features, model, head, lookups, waiting, drift, contest, counters);
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
        Fitting.require(spec, schema);
        return context -> new LearningOperator(spec, schema, context);
    }

    @Override
    public void open(Output<Prediction> to) {
        this.output = to;
    }

    @Override
    public void onEvent(Event event, long timestampMillis) {
        begin();
        if (model.classes != null) {
            model.classes.at(event);
        }
        if (event instanceof Row row) {
            onRow(row, timestampMillis);
        } else {
            onFeedback((Feedback) event);
        }
    }

    /** Not before it is needed: what is restored needs no file. */
    private void begin() {
        if (mustBegin) {
            mustBegin = false;
            Beginning.begin(spec, features, model.encoders, model.classes, head.learners);
            head.begun();
        }
    }

    /** Vectors are copied where they wait, texts are texts. */
    @Override
    public boolean keepsEvents() {
        return false;
    }

    private void onRow(Row row, long timestampMillis) {
        Head.Found label = head.take(row);
        double weight = weightField == null || row.isMissing(weightField) ? 1 : row.numeric(weightField);
        if (label == Head.Found.REFUSED) {
            refuse(row, "bad-label", head.refusal(), row.toString());
            return;
        }
        if (!Usable.isWeight(weight)) {
            refuse(
                    row,
                    "bad-weight",
                    "'" + spec.weight() + "' must be " + Usable.WEIGHTS + ", got " + weight
                            + "; a row that is not to be learned has no label",
                    row.toString());
            return;
        }
        counters.events++;
        counters.eventTimeSeenMillis = Math.max(counters.eventTimeSeenMillis, timestampMillis);
        String key = LearningSpec.keyOf(row, keyField);
        boolean known = label == Head.Found.KNOWN;
        long learnedBefore = model.eventsLearned();
        features.read(row, timestampMillis, raw);
        lookups.read(key, timestampMillis, raw);
        model.encoders.encodeView(raw, x); // what waits is copied
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
        waiting.add(id, join.deadlineMillis(timestampMillis), key, weight, x, head);
        for (WaitingEvents.Entry entry = waiting.pollOverfull(); entry != null; entry = waiting.pollOverfull()) {
            counters.timedOutEarly++;
            timeOut(entry);
        }
    }

    private void onFeedback(Feedback feedback) {
        settle();
        WaitingEvents.Entry entry = join.find(feedback, counters.eventTimeSeenMillis);
        if (entry == null) {
            refuse(feedback, join.cause(), join.detail(), LabelJoin.said(feedback));
        } else if (head.take(feedback.label()) == Head.Found.REFUSED) {
            refuse(feedback, "bad-label", head.refusal(), LabelJoin.said(feedback));
        } else {
            waiting.labelled(entry);
            learn(entry);
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
            Promoted promoted = new Promoted(
                    spec.nameOf(contest.answering()), spec.nameOf(before), eventTimeSeenMillis, eventsLearned);
            output.emit(Promoted.TAG, promoted, eventTimeSeenMillis);
        }
    }

    private void timeOut(WaitingEvents.Entry entry) {
        String otherwise = spec.label().otherwise();
        if (otherwise == null) {
            counters.unlabelled++;
        } else {
            if (model.classes != null) {
                model.classes.at(entry.id); // the event at hand is no part of the state
            }
            head.take(otherwise);
            learn(entry);
        }
    }

    @Override
    public boolean onWatermark(long watermarkMillis) {
        begin();
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

    @Override
    public Reply answer(Question question) {
        begin();
        settle(); // nothing is ever put off where events have ended, so that any thread may ask
        return answers.to(question);
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
        begin();
        settle();
        out.writeByte(FORMAT);
        counters.snapshot(out);
        out.writeLong(model.eventsLearned());
        model.encoders.snapshot(out);
        succession.snapshot(out);
        head.snapshot(out);
        if (contest != null) {
            contest.snapshot(out);
            out.fact("answering", spec.nameOf(contest.answering()));
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
        mustBegin = false;
        int format = in.readByte();
        if (format < 1 || format > FORMAT) {
            throw new BadState(
                    "a learning operator of format " + format + "; this Millrace reads formats 1 to " + FORMAT);
        }
        counters.restore(in);
        model.eventsLearned(in.readLong());
        model.encoders.restore(in);
        if (model.encoders.isGrown()) {
            head.grownFrom = model.encoders.restoredLayout();
            List<Attribute> attributes = features.layout().attributes();
            spec.requireTakesNewFeatures(
                    attributes.subList(head.grownFrom.attributes().size(), attributes.size()).stream()
                            .map(Attribute::name)
                            .toList());
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
