package dev.millrace.ml.stream;

import dev.millrace.ml.evaluation.Metrics;
import java.util.List;

/** What a learning operator answers to a {@link Question}. */
public sealed interface Reply permits Reply.Answer, Reply.Status {

    /**
     * A prediction.
     *
     * @param empty nothing was learned yet: the other members say nothing
     * @param label the predicted class, or null for a regression
     * @param value the predicted value, NaN for a classification
     * @param classes names of the classes, by number
     * @param scores per class: finite, ≥ 0, summing to 1; null for a regression
     * @param eventsLearned labelled events that the model has learned from
     * @param eventTimeSeenMillis largest event time that the partition has seen
     * @param asOfMillis event time at which the question was answered
     */
    @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
    record Answer(
            boolean empty,
            String label,
            double value,
            List<String> classes,
            double[] scores,
            long eventsLearned,
            long eventTimeSeenMillis,
            long asOfMillis)
            implements Reply {}

    /**
     * A partition in numbers.
     *
     * @param events events taken, labelled or not
     * @param eventsLearned labelled events learned
     * @param waiting events whose label has not come yet
     * @param eventTimeSeenMillis largest event time seen
     * @param metrics test-then-train metrics of the model, a copy that can be merged with other partitions'
     * @param baselines the same for the baselines (no-change and majority, or mean), by name
     * @param driftAlarms alarms so far
     * @param lastDriftMillis event time of the last alarm, or {@link dev.millrace.stream.time.Timestamps#NONE}
     */
    record Status(
            long events,
            long eventsLearned,
            long waiting,
            long eventTimeSeenMillis,
            Metrics metrics,
            java.util.Map<String, Metrics> baselines,
            long driftAlarms,
            long lastDriftMillis)
            implements Reply {}
}
