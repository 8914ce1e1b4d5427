package dev.millrace.ml.stream;

import dev.millrace.stream.event.EventId;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * What the stream predicted for one event, before it learned from it.
 *
 * @param eventId the event; null for rows that come from no source
 * @param label the predicted class, or the action that the model chooses; null for a regression
 * @param value the predicted value, the anomaly score, or the probability of the chosen action; NaN for a classification
 * @param classes names of the classes or actions, by number; shared, not to be changed
 * @param scores per class, or the expected reward of each action; null for a regression
 * @param probabilities with which a bandit chooses each action; null for all others
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
        double[] probabilities,
        String truth,
        long eventsLearned) {

    /** Of anything but a bandit. */
    public Prediction(
            EventId eventId,
            String label,
            double value,
            List<String> classes,
            double[] scores,
            String truth,
            long eventsLearned) {
        this(eventId, label, value, classes, scores, null, truth, eventsLearned);
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

    /** Whether it says nothing: nothing was learned yet, or, of a bandit, no action is known. */
    public boolean isEmpty() {
        return isChoice() ? label == null : eventsLearned == 0;
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
                && Arrays.equals(probabilities, that.probabilities)
                && Objects.equals(truth, that.truth)
                && eventsLearned == that.eventsLearned;
    }

    @Override
    public int hashCode() {
        return Objects.hash(eventId, label, value, Arrays.hashCode(scores), truth, eventsLearned);
    }
}
