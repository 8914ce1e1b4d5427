package dev.millrace.ml.stream;

import dev.millrace.ml.feature.Alignment;
import dev.millrace.ml.feature.Encoders;
import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.feature.Features;
import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.feature.RawInput;
import dev.millrace.ml.feature.RawValues;
import dev.millrace.ml.learner.AnomalyDetector;
import dev.millrace.ml.learner.Assignment;
import dev.millrace.ml.learner.Classifier;
import dev.millrace.ml.learner.Clusterer;
import dev.millrace.ml.learner.ContextualBandit;
import dev.millrace.ml.learner.Learner;
import dev.millrace.ml.learner.LearnerProvider.Task;
import dev.millrace.ml.learner.Mergeable;
import dev.millrace.ml.learner.Regressor;
import dev.millrace.stream.event.NumberTable;
import java.util.ArrayList;
import java.util.List;

/**
 * Encoders, learner and classes of one partition, or of several merged: what is versioned. The live one changes with its
 * operator; one of a restored operator that gets no more events does not, and answers any thread.
 */
public final class LearningModel extends VersionedModel {
    private final Features features;

    /** Of the learner that answers. */
    Decider decider;

    final Encoders encoders;

    /** The one that answers; another after a succession. */
    Learner learner;

    /** Null for a regression. */
    final Classes classes;

    /** The class of anomalies; −1 where none are looked for. */
    private final int unusual;

    /** Whether it began with what another model knew. */
    private final boolean hasStart;

    private long eventsLearned;

    LearningModel(Features features, LearningSpec spec, Learner learner, Classes classes) {
        this(
                features,
                features.newEncoders(),
                spec,
                learner,
                classes,
                spec.decide() == null
                        ? Decider.LARGEST
                        : Decider.of(spec.decide(), classes.find(spec.label().positive())));
    }

    private LearningModel(
            Features features,
            Encoders encoders,
            LearningSpec spec,
            Learner learner,
            Classes classes,
            Decider decider) {
        this.features = features;
        this.decider = decider;
        this.encoders = encoders;
        this.learner = learner;
        this.classes = classes;
        this.hasStart = spec.learner().startsFromModel();
        this.unusual =
                spec.label().task() == Task.ANOMALY ? classes.find(spec.label().positive()) : -1;
    }

    /**
     * One model of those of several partitions, whose learners must be mergeable; they are not changed.
     *
     * @param base what the partitions were at an earlier version, in the same order; empty for the beginning
     * @throws IllegalStateException if that was not an earlier state of these
     */
    static LearningModel merged(List<LearningModel> parts, List<LearningModel> base, LearningSpec spec) {
        Features features = parts.get(0).features;
        Features.Merged encoders =
                features.merge(parts.stream().map(part -> part.encoders).toList());
        Classes classes = spec.label().task() == Task.REGRESSION ? null : new Classes(spec.label());
        if (classes != null) {
            classes.merge(parts.stream().map(part -> part.classes).toList());
        }
        List<Mergeable.Part> learners = new ArrayList<>();
        long events = 0;
        for (int p = 0; p < parts.size(); p++) {
            learners.add(parts.get(p).part(encoders.alignments().get(p), classes));
            events += parts.get(p).eventsLearned;
        }
        Learner learner =
                spec.learner().create(features.layout(), 0); // chance takes part in a bandit's draws alone: by occasion
        if (base.isEmpty()) {
            ((Mergeable) learner).merge(learners);
        } else {
            requireEarlier(parts, base);
            LearningModel together = merged(base, List.of(), spec);
            ((Mergeable) learner)
                    .merge(
                            learners,
                            new Mergeable.Base(
                                    together.part(features.align(together.encoders, encoders), classes),
                                    base.stream()
                                            .map(part -> part.part(features.align(part.encoders, encoders), classes))
                                            .toList()));
        }
        Decider decider =
                Decider.merged(parts.stream().map(part -> part.decider).toList());
        LearningModel merged = new LearningModel(features, encoders.encoders(), spec, learner, classes, decider);
        merged.eventsLearned(events);
        return merged;
    }

    /** What it is to a merged model. */
    private Mergeable.Part part(Alignment alignment, Classes merged) {
        return new Mergeable.Part(
                learner,
                alignment,
                merged == null ? new int[0] : merged.numbersOf(classes),
                eventsLearned + (hasStart ? 1 : 0));
    }

    private static void requireEarlier(List<LearningModel> parts, List<LearningModel> base) {
        if (parts.size() != base.size()) {
            throw new IllegalStateException(
                    "the base has " + base.size() + " partitions where there are " + parts.size() + " now");
        }
        for (int p = 0; p < base.size(); p++) {
            LearningModel now = parts.get(p);
            LearningModel then = base.get(p);
            boolean knew = then.classes == null || now.classes.names().containsAll(then.classes.names());
            if (then.eventsLearned > now.eventsLearned || !knew) {
                throw new IllegalStateException("the base is no earlier state of these models: partition " + p
                        + " had learned " + then.eventsLearned + " events there, " + now.eventsLearned + " here"
                        + (knew ? "" : ", and knew other classes"));
            }
        }
    }

    /** The learner that answers: to be looked at (exports, reports), not changed. */
    public Learner learner() {
        return learner;
    }

    /** How raw values become what the learner sees, at this moment: for exports. */
    public List<RawInput> inputs() {
        return features.inputs(encoders);
    }

    /** Names of classes by number; empty where a value is learned. */
    public List<String> classNames() {
        return classes == null ? List.of() : classes.names();
    }

    @Override
    public long eventsLearned() {
        return eventsLearned;
    }

    /** Whether it knows nothing yet. */
    private boolean isEmpty() {
        return eventsLearned == 0 && !hasStart;
    }

    Layout layout() {
        return features.layout();
    }

    void eventsLearned(long count) {
        eventsLearned = count;
    }

    /** The class that scores decide for; −1 if there is no class. */
    int decide(double[] scores) {
        return decider.decide(scores);
    }

    /** The anomaly score among the two that {@link #spread} made. */
    double anomalyScore(double[] scores) {
        return scores[unusual];
    }

    /** Puts an anomaly score at the place of the class that is unusual, and what is left of 1 at the other. */
    void spread(double score, double[] scores) {
        scores[unusual] = score;
        scores[1 - unusual] = 1 - score;
    }

    /**
     * Answers about many events, if {@link Features#arePlain}.
     *
     * @param rows by slot of the schema's numbers
     * @param x a table as wide as the layout, which is filled anew
     */
    Reply.Table answer(NumberTable rows, NumberTable x, long eventTimeSeenMillis, long asOfMillis) {
        encoders.encode(features.plain(rows), x);
        FeatureVector one = new FeatureVector(features.layout());
        one.timeMillis(asOfMillis);
        int count = rows.rows();
        int known = classes == null ? 0 : classes.size();
        int[] predicted = new int[classes == null ? 0 : count];
        double[] scores = new double[Math.multiplyExact(count, known)];
        double[] values = new double[learner instanceof Classifier ? 0 : count];
        if (learner instanceof Classifier classifier) {
            if (known > 0) {
                classifier.predictAll(one, x, known, scores);
            }
        } else {
            valueEach(one, x, values, scores);
        }
        for (int r = 0; r < predicted.length; r++) {
            predicted[r] = decider.decide(scores, r * known, known);
        }
        List<String> names = classes == null ? List.of() : classes.names();
        return new Reply.Table(
                isEmpty(), predicted, names, scores, values, eventsLearned, eventTimeSeenMillis, asOfMillis);
    }

    private void valueEach(FeatureVector one, NumberTable x, double[] values, double[] scores) {
        double[] both = new double[2];
        for (int r = 0; r < values.length; r++) {
            x.copyRow(r, one.numbers());
            if (learner instanceof AnomalyDetector detector) {
                spread(detector.score(one), both);
                System.arraycopy(both, 0, scores, 2 * r, 2);
                values[r] = anomalyScore(both);
            } else {
                values[r] = ((Regressor) learner).predict(one);
            }
        }
    }

    /** Answers from raw values, with a vector of its own. */
    @Override
    Reply.Answer answer(RawValues raw, long occasion, long eventTimeSeenMillis, long asOfMillis) {
        return answer(raw, new FeatureVector(features.layout()), occasion, eventTimeSeenMillis, asOfMillis);
    }

    /**
     * Answers from raw values by way of a vector of this layout, which is filled anew.
     *
     * @param occasion what a bandit draws an action for; see {@link Occasions}
     */
    Reply.Answer answer(RawValues raw, FeatureVector x, long occasion, long eventTimeSeenMillis, long asOfMillis) {
        encoders.encode(raw, x);
        boolean empty = isEmpty();
        if (learner instanceof ContextualBandit bandit) {
            return choose(bandit, x, occasion, eventTimeSeenMillis, asOfMillis);
        }
        if (learner instanceof Classifier classifier) {
            double[] scores = new double[classes.size()];
            if (scores.length > 0) {
                classifier.predict(x, scores);
            }
            int predicted = decide(scores);
            return new Reply.Answer(
                    empty,
                    predicted < 0 ? null : classes.names().get(predicted),
                    Double.NaN,
                    classes.names(),
                    scores,
                    eventsLearned,
                    eventTimeSeenMillis,
                    asOfMillis);
        }
        if (learner instanceof Clusterer clusterer) {
            Assignment to = new Assignment();
            clusterer.predict(x, to);
            return new Reply.Answer(
                    empty,
                    ClusterHead.name(to.cluster()),
                    to.distance(),
                    List.of(),
                    null,
                    eventsLearned,
                    eventTimeSeenMillis,
                    asOfMillis);
        }
        if (learner instanceof AnomalyDetector detector) {
            double[] scores = new double[2];
            spread(detector.score(x), scores);
            return new Reply.Answer(
                    empty,
                    classes.names().get(decide(scores)),
                    anomalyScore(scores),
                    classes.names(),
                    scores,
                    eventsLearned,
                    eventTimeSeenMillis,
                    asOfMillis);
        }
        double value = ((Regressor) learner).predict(x);
        return new Reply.Answer(empty, null, value, List.of(), null, eventsLearned, eventTimeSeenMillis, asOfMillis);
    }

    private Reply.Answer choose(
            ContextualBandit bandit, FeatureVector x, long occasion, long eventTimeSeenMillis, long asOfMillis) {
        int known = classes.size();
        double[] rewards = new double[known];
        double[] probabilities = new double[known];
        String action = null;
        double probability = Double.NaN;
        if (known > 0) {
            bandit.predict(x, rewards, probabilities);
            int chosen = bandit.choose(probabilities, occasion);
            action = classes.names().get(chosen);
            probability = probabilities[chosen];
        }
        return new Reply.Answer(
                known == 0,
                action,
                probability,
                classes.names(),
                rewards,
                probabilities,
                eventsLearned,
                eventTimeSeenMillis,
                asOfMillis);
    }
}
