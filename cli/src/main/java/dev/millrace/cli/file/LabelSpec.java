package dev.millrace.cli.file;

import dev.millrace.ml.stream.Label;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What is learned.
 *
 * @param field the field that holds it; for a bandit that of the reward
 * @param classes the closed set of classes, or of a bandit's actions: what the data says → what it is called, in order; empty
 *     for an open set
 * @param withinMillis how long, in event time, a label may come after its event; 0 if it comes with it
 * @param otherwise the class of an event whose label did not come in time, if any
 * @param positive the class that alerts and PR-AUC are about, if named
 * @param action where the action stands whose reward this is; empty unless a bandit learns
 */
public record LabelSpec(
        String field,
        Map<String, String> classes,
        long withinMillis,
        Optional<String> otherwise,
        Optional<String> positive,
        Optional<ActionSpec> action) {
    public static final long DEFAULT_WITHIN_MILLIS = 0;

    public LabelSpec {
        classes = Collections.unmodifiableMap(new LinkedHashMap<>(classes));
        if (otherwise.isPresent() && withinMillis == 0) {
            throw new IllegalArgumentException("'otherwise' is for labels that come later; set 'within' too");
        }
        if (action.isEmpty()) {
            requireClass("otherwise", otherwise, classes);
        }
        requireClass("positive", positive, classes);
    }

    /** Of anything but a bandit. */
    public LabelSpec(
            String field,
            Map<String, String> classes,
            long withinMillis,
            Optional<String> otherwise,
            Optional<String> positive) {
        this(field, classes, withinMillis, otherwise, positive, Optional.empty());
    }

    /** Labels of anomalies, which may be there: under the usual name, told by the usual words. */
    public static LabelSpec ofAnomalies() {
        return new LabelSpec(Label.ANOMALY_FIELD, Map.of(), DEFAULT_WITHIN_MILLIS, Optional.empty(), Optional.empty());
    }

    /** Labels that clusters are compared with, which may be there: under the usual name. */
    public static LabelSpec ofClusters() {
        return new LabelSpec(Label.CLUSTER_FIELD, Map.of(), DEFAULT_WITHIN_MILLIS, Optional.empty(), Optional.empty());
    }

    private static void requireClass(String key, Optional<String> name, Map<String, String> classes) {
        if (name.isPresent() && !classes.isEmpty() && !classes.containsValue(name.get())) {
            throw new IllegalArgumentException("'" + key + ": " + name.get() + "' is not one of the classes "
                    + String.join(", ", classes.values()));
        }
    }
}
