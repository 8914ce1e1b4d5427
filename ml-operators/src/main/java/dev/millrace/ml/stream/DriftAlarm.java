package dev.millrace.ml.stream;

import dev.millrace.stream.Tag;

/**
 * The errors of a model have shifted: an event of the side output {@link #TAG}.
 *
 * @param learner name of the learner, with its settings
 * @param detector name of the detector
 * @param eventTimeMillis largest event time that the partition had seen
 * @param eventsLearned labelled events that the model had learned from
 * @param errorNow the detector's estimate of the error after the shift
 */
public record DriftAlarm(String learner, String detector, long eventTimeMillis, long eventsLearned, double errorNow) {

    /** The side output of alarms. */
    public static final Tag<DriftAlarm> TAG = new Tag<>("drift-alarms");
}
