package dev.millrace.ml.stream;

import dev.millrace.ml.evaluation.Metrics;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What a learning operator answers to a {@link Question}. */
public sealed interface Reply permits Reply.Answer, Reply.Table, Reply.Status {

    /**
     * A prediction.
     *
     * @param empty nothing was learned yet, or, of a bandit, no action is known: the other members say nothing
     * @param label the predicted class, or the chosen action; null for a regression
     * @param value the predicted value, the anomaly score, or the probability of the chosen action; NaN for a classification
     * @param classes names of the classes or actions, by number
     * @param scores per class: finite, ≥ 0, summing to 1; of a bandit the expected reward of each action, finite; null for a
     *     regression
     * @param probabilities with which a bandit chooses each action; null for all others
     * @param eventsLearned labelled events that the model has learned from
     * @param eventTimeSeenMillis largest event time that the partition has seen
     * @param asOfMillis event time at which the question was answered
     */
    @SuppressWarnings("ArrayRecordComponent") // handed over as it is
    record Answer(
            boolean empty,
            String label,
            double value,
            List<String> classes,
            double[] scores,
            double[] probabilities,
            long eventsLearned,
            long eventTimeSeenMillis,
            long asOfMillis)
            implements Reply {

        /** Of anything but a bandit. */
        public Answer(
                boolean empty,
                String label,
                double value,
                List<String> classes,
                double[] scores,
                long eventsLearned,
                long eventTimeSeenMillis,
                long asOfMillis) {
            this(empty, label, value, classes, scores, null, eventsLearned, eventTimeSeenMillis, asOfMillis);
        }

        /** Whether {@code value} tells how unusual the event is, and the scores are what is left of 1, and that. */
        public boolean isAnomalyScore() {
            return scores != null && probabilities == null && !Double.isNaN(value);
        }

        /** Whether the label is the number of a cluster, empty for none, and {@code value} the distance to its centre. */
        public boolean isCluster() {
            return scores == null && label != null;
        }

        /** Whether the label is an action that was chosen, with the probability {@code value}. */
        public boolean isChoice() {
            return probabilities != null;
        }

        /** By content, scores included. */
        @Override
        public boolean equals(Object other) {
            return other instanceof Answer that
                    && empty == that.empty
                    && Objects.equals(label, that.label)
                    && Double.compare(value, that.value) == 0
                    && classes.equals(that.classes)
                    && Arrays.equals(scores, that.scores)
                    && Arrays.equals(probabilities, that.probabilities)
                    && eventsLearned == that.eventsLearned
                    && eventTimeSeenMillis == that.eventTimeSeenMillis
                    && asOfMillis == that.asOfMillis;
        }

        @Override
        public int hashCode() {
            return Objects.hash(empty, label, value, Arrays.hashCode(scores), eventsLearned, asOfMillis);
        }
    }

    /**
     * Predictions for many events.
     *
     * @param empty nothing was learned yet: the other members say nothing
     * @param predicted number of the predicted class, by row, −1 where there is none; empty for a regression
     * @param classes names of the classes, by number
     * @param scores per row and class; empty for a regression
     * @param values the predicted value, or the anomaly score, by row; empty for a classification
     * @param eventsLearned as in {@link Answer}
     * @param eventTimeSeenMillis as in {@link Answer}
     * @param asOfMillis as in {@link Answer}
     */
    @SuppressWarnings("ArrayRecordComponent") // handed over as they are
    record Table(
            boolean empty,
            int[] predicted,
            List<String> classes,
            double[] scores,
            double[] values,
            long eventsLearned,
            long eventTimeSeenMillis,
            long asOfMillis)
            implements Reply {

        /** The answer about one event. */
        public Answer row(int row) {
            int known = classes.size();
            boolean hasScores = predicted.length > 0;
            return new Answer(
                    empty,
                    hasScores && predicted[row] >= 0 ? classes.get(predicted[row]) : null,
                    values.length > 0 ? values[row] : Double.NaN,
                    classes,
                    hasScores ? Arrays.copyOfRange(scores, row * known, (row + 1) * known) : null,
                    eventsLearned,
                    eventTimeSeenMillis,
                    asOfMillis);
        }

        /** Of answers that one model has given in a row, at least one. */
        static Table of(Answer... answers) {
            Answer first = answers[0];
            int known = first.classes().size();
            int[] predicted = new int[first.scores() == null ? 0 : answers.length];
            double[] scores = new double[Math.multiplyExact(predicted.length, known)];
            double[] values = new double[first.scores() == null || first.isAnomalyScore() ? answers.length : 0];
            for (int r = 0; r < answers.length; r++) {
                if (predicted.length > 0) {
                    String label = answers[r].label();
                    predicted[r] = label == null ? -1 : first.classes().indexOf(label);
                    System.arraycopy(answers[r].scores(), 0, scores, r * known, known);
                }
                if (values.length > 0) {
                    values[r] = answers[r].value();
                }
            }
            return new Table(
                    first.empty(),
                    predicted,
                    first.classes(),
                    scores,
                    values,
                    first.eventsLearned(),
                    first.eventTimeSeenMillis(),
                    first.asOfMillis());
        }
    }

    /**
     * One of several learners side by side.
     *
     * @param name with its settings
     * @param total metrics since the beginning, a copy
     * @param recent the same over the last scored predictions
     */
    record Standing(String name, Metrics total, Metrics recent) {}

    /**
     * A partition in numbers.
     *
     * @param events events taken, labelled or not
     * @param eventsLearned labelled events learned
     * @param waiting events whose label has not come yet
     * @param eventTimeSeenMillis largest event time seen
     * @param metrics test-then-train metrics of the model, a copy that can be merged with other partitions'
     * @param recent the same over the last scored predictions
     * @param learners how each learner does by itself, the model's first, then the challengers; empty without challengers
     * @param answering which of the learners answers; 0 without challengers
     * @param baselines the same for the baselines (no-change and majority, or mean; of a bandit the logged policy, any action
     *     alike, and the best single action), by name
     * @param driftAlarms alarms so far
     * @param lastDriftMillis event time of the last alarm, or {@link dev.millrace.stream.time.Timestamps#NONE}
     */
    record Status(
            long events,
            long eventsLearned,
            long waiting,
            long eventTimeSeenMillis,
            Metrics metrics,
            Metrics recent,
            List<Standing> learners,
            int answering,
            Map<String, Metrics> baselines,
            long driftAlarms,
            long lastDriftMillis)
            implements Reply {}
}
