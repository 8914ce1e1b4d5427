package dev.millrace.ml.stream;

import dev.millrace.stream.event.EventId;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * What the stream predicted for one event, before it learned from it.
 *
 * @param eventId the event; null for rows that come from no source
 * @param label the predicted class, or null for a regression
 * @param value the predicted value, or the anomaly score; NaN for a classification
 * @param classes names of the classes, by number; shared, not to be changed
 * @param scores per class, null for a regression
 * @param truth the label that the event carried, or null
 * @param eventsLearned labelled events that the model had learned from
 */
@SuppressWarnings("ArrayRecordComponent") // one per event on the hot path; handed over as it is
public record Prediction(
        EventId eventId,
        String label,
        double value,
        List<String> classes,
        double[] scores,
        String truth,
        long eventsLearned) {

    /** Whether {@code value} tells how unusual the event is, and the scores are what is left of 1, and that. */
    public boolean isAnomalyScore() {
        return scores != null && !Double.isNaN(value);
    }

    /** By content, scores included. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Prediction that
                && Objects.equals(eventId, that.eventId)
                && Objects.equals(label, that.label)
                && Double.compare(value, that.value) == 0
                && classes.equals(that.classes)
                && Arrays.equals(scores, that.scores)
                && Objects.equals(truth, that.truth)
                && eventsLearned == that.eventsLearned;
    }

    @Override
    public int hashCode() {
        return Objects.hash(eventId, label, value, Arrays.hashCode(scores), truth, eventsLearned);
    }
}
