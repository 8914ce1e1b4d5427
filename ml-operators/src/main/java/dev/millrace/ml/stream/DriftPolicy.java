package dev.millrace.ml.stream;

import dev.millrace.ml.drift.Adwin;
import dev.millrace.ml.drift.DetectionMethod;
import java.util.List;
import java.util.Objects;

/**
 * What watches for drift, and what an alarm does.
 *
 * @param detector on the errors of the learner; null for none
 * @param onAlarm what an alarm of that detector does beside being counted and emitted
 * @param features names of features whose values are watched too, without any label: a number feature with all its
 *     columns; their alarms are counted and emitted, nothing else
 */
public record DriftPolicy(DetectionMethod detector, Reaction onAlarm, List<String> features) {

    /** What an alarm does. */
    public enum Reaction {
        /** It is counted and emitted. */
        ALERT,
        /** The learner starts anew; features keep what they know. */
        RESET,
        /**
         * A new learner learns beside the one that answers, and takes over once its recent errors are clearly fewer; if
         * it is not better after {@value Succession#MOST_EVENTS} events, it is dropped.
         */
        BACKGROUND,
        /** Whoever runs the pipeline moves the alias {@code champion} back; here it is an alert. */
        ROLLBACK
    }

    /** Nothing watches. */
    public static final DriftPolicy NONE = new DriftPolicy(null, Reaction.ALERT, List.of());

    /** ADWIN on the errors; alarms are counted and emitted. */
    public static final DriftPolicy ADWIN =
            new DriftPolicy(new DetectionMethod.AdwinMethod(Adwin.DEFAULT_DELTA), Reaction.ALERT, List.of());

    public DriftPolicy {
        Objects.requireNonNull(onAlarm, "onAlarm");
        features = List.copyOf(features);
        if (detector == null && onAlarm != Reaction.ALERT) {
            throw new IllegalArgumentException(
                    "a reaction to drift needs a detector on the errors; set drift.detector");
        }
    }

    /** The same with another reaction. */
    public DriftPolicy onAlarm(Reaction reaction) {
        return new DriftPolicy(detector, reaction, features);
    }

    /** The same, watching features too. */
    public DriftPolicy watching(List<String> names) {
        return new DriftPolicy(detector, onAlarm, names);
    }
}
