package dev.millrace.ml.stream;

import dev.millrace.ml.evaluation.FadingMetrics;
import dev.millrace.ml.feature.RawValues;
import dev.millrace.ml.learner.ContextualBandit;
import dev.millrace.ml.learner.LearnerProvider.Task;
import dev.millrace.ml.learner.Scores;
import dev.millrace.ml.math.Elementary;
import java.util.ArrayList;
import java.util.List;

/**
 * The models of several partitions, each answering with encoders of its own: their scores are averaged by the names of classes, their
 * values as they are. A classifier counts by its accuracy over about the last thousand labels (test-then-train, fading), one of
 * values (a bandit: of rewards) by the inverse of its mean squared error there, a detector of anomalies as much as any other; one that has learned
 * nothing does not vote. Source: Wang, Fan, Yu and Han, "Mining concept-drifting data streams using ensemble classifiers", KDD
 * (2003). An answer costs that of each partition's model.
 */
final class VotingModel extends VersionedModel {
    private final List<Voter> voters;
    private final Task task;

    /** Null where values are learned. */
    private final Classes classes;

    private final Decider decider;

    /**
     * @param classes the common number of each of its classes
     * @param weight shares of a sum of 1
     */
    @SuppressWarnings("ArrayRecordComponent") // of this class alone
    private record Voter(LearningModel model, int[] classes, double weight) {}

    private VotingModel(List<Voter> voters, Task task, Classes classes, Decider decider) {
        this.voters = List.copyOf(voters);
        this.task = task;
        this.classes = classes;
        this.decider = decider;
    }

    static VotingModel of(List<LearningOperator> partitions) {
        LearningSpec spec = partitions.get(0).spec();
        Task task = spec.label().task();
        List<LearningModel> models =
                partitions.stream().map(LearningOperator::learningModel).toList();
        Classes classes = task == Task.REGRESSION ? null : new Classes(spec.label());
        if (classes != null) {
            classes.merge(models.stream().map(model -> model.classes).toList());
        }
        double[] weights = weights(task, partitions);
        List<Voter> voters = new ArrayList<>();
        for (int p = 0; p < weights.length; p++) {
            int[] numbers = classes == null ? new int[0] : classes.numbersOf(models.get(p).classes);
            voters.add(new Voter(models.get(p), numbers, weights[p]));
        }
        Decider decider =
                Decider.merged(models.stream().map(model -> model.decider).toList());
        return new VotingModel(voters, task, classes, decider);
    }

    private static double[] weights(Task task, List<LearningOperator> partitions) {
        double[] weights = new double[partitions.size()];
        double least = Double.POSITIVE_INFINITY;
        for (LearningOperator partition : partitions) {
            if (partition.learningModel().eventsLearned() > 0) {
                least = Math.min(least, partition.evaluator().fading().rmse());
            }
        }
        for (int p = 0; p < weights.length; p++) {
            LearningOperator partition = partitions.get(p);
            if (partition.learningModel().eventsLearned() > 0) {
                weights[p] = weight(task, partition.evaluator().fading(), least);
            }
        }
        if (Elementary.sum(weights, weights.length) == 0) { // all of them are always wrong
            for (int p = 0; p < weights.length; p++) {
                weights[p] = partitions.get(p).learningModel().eventsLearned() > 0 ? 1 : 0;
            }
        }
        Scores.normalize(weights);
        return weights;
    }

    private static double weight(Task task, FadingMetrics recent, double leastError) {
        return switch (task) {
            case CLASSIFICATION -> recent.accuracy();
            case REGRESSION, BANDIT -> {
                double share = leastError / recent.rmse();
                yield recent.rmse() == leastError ? 1 : share * share;
            }
            case ANOMALY, CLUSTERING -> 1;
        };
    }

    @Override
    public long eventsLearned() {
        return voters.stream().mapToLong(voter -> voter.model.eventsLearned()).sum();
    }

    @Override
    Reply.Answer answer(RawValues raw, long occasion, long eventTimeSeenMillis, long asOfMillis) {
        if (task == Task.BANDIT) {
            return choose(raw, occasion, eventTimeSeenMillis, asOfMillis);
        }
        double[] scores = classes == null ? null : new double[classes.size()];
        double value = 0;
        for (Voter voter : voters) {
            if (voter.weight > 0) {
                Reply.Answer own = voter.model.answer(raw, occasion, eventTimeSeenMillis, asOfMillis);
                if (scores == null) {
                    value += voter.weight * own.value();
                } else {
                    for (int k = 0; k < own.scores().length; k++) {
                        scores[voter.classes[k]] += voter.weight * own.scores()[k];
                    }
                }
            }
        }
        if (scores == null) {
            return new Reply.Answer(
                    eventsLearned() == 0,
                    null,
                    value,
                    List.of(),
                    null,
                    eventsLearned(),
                    eventTimeSeenMillis,
                    asOfMillis);
        }
        if (scores.length > 0) {
            Scores.normalize(scores); // away with rounding
        }
        int predicted = decider.decide(scores);
        return new Reply.Answer(
                eventsLearned() == 0,
                predicted < 0 ? null : classes.names().get(predicted),
                task == Task.ANOMALY ? voters.get(0).model.anomalyScore(scores) : Double.NaN,
                classes.names(),
                scores,
                eventsLearned(),
                eventTimeSeenMillis,
                asOfMillis);
    }

    /** The policy that takes one partition's, as often as it counts; expected rewards are those of who knows the action. */
    private Reply.Answer choose(RawValues raw, long occasion, long eventTimeSeenMillis, long asOfMillis) {
        int known = classes.size();
        double[] rewards = new double[known];
        double[] knowing = new double[known];
        double[] probabilities = new double[known];
        for (Voter voter : voters) {
            Reply.Answer own = voter.model.answer(raw, occasion, eventTimeSeenMillis, asOfMillis);
            for (int a = 0; a < own.scores().length; a++) {
                int action = voter.classes[a];
                rewards[action] += voter.weight * own.scores()[a];
                knowing[action] += voter.weight;
                probabilities[action] += voter.weight * own.probabilities()[a];
            }
        }
        for (int a = 0; a < known; a++) {
            rewards[a] = knowing[a] > 0 ? rewards[a] / knowing[a] : 0;
        }
        Scores.normalize(probabilities);
        ContextualBandit first = (ContextualBandit) voters.get(0).model.learner;
        int chosen = known == 0 ? -1 : first.choose(probabilities, occasion);
        return new Reply.Answer(
                known == 0,
                chosen < 0 ? null : classes.names().get(chosen),
                chosen < 0 ? Double.NaN : probabilities[chosen],
                classes.names(),
                rewards,
                probabilities,
                eventsLearned(),
                eventTimeSeenMillis,
                asOfMillis);
    }
}
