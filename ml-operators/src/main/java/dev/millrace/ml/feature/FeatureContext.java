package dev.millrace.ml.feature;

import java.util.List;
import java.util.Objects;

/**
 * What features must know about the pipeline that they belong to.
 *
 * @param labelField the field that holds the label, which no feature may read; null if labels never come with the event
 * @param keyField the field that lookups are kept by; null for one set of lookups for all events
 * @param labelIsValue the label is a number (regression), not a class
 * @param classes names of the classes if the set is closed, in the order of their numbers; else empty
 * @param decided fields that hold what was done upon an event, and with which probability: not there yet when a bandit is
 *     asked, so no feature may read them
 */
public record FeatureContext(
        String labelField, String keyField, boolean labelIsValue, List<String> classes, List<String> decided) {
    /** Codes of the dictionary for a lag of the label. */
    static final int LABEL_CODES = 255;

    public FeatureContext {
        classes = List.copyOf(classes);
        decided = List.copyOf(decided);
    }

    /** Nothing is decided upon events. */
    public FeatureContext(String labelField, String keyField, boolean labelIsValue, List<String> classes) {
        this(labelField, keyField, labelIsValue, classes, List.of());
    }

    /** An open set of classes, or values. */
    public FeatureContext(String labelField, String keyField, boolean labelIsValue) {
        this(labelField, keyField, labelIsValue, List.of());
    }

    void refuseLabel(String feature, String field) {
        if (Objects.equals(field, labelField)) {
            throw new IllegalArgumentException("feature '" + feature + "' reads '" + field
                    + "', which is the label: it would be learned by heart. Remove the feature, or use lag-label for the"
                    + " last label known");
        }
        if (decided.contains(field)) {
            throw new IllegalArgumentException("feature '" + feature + "' reads '" + field
                    + "', which is not known before an action is chosen. Remove the feature");
        }
    }
}
