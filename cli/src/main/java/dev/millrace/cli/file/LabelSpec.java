package dev.millrace.cli.file;

import dev.millrace.ml.label.EarlierEvent;
import dev.millrace.ml.stream.Label;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

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
 * @param from files that labels come from, one after the other, beside the events; empty for none
 * @param of how a row says that its label is that of an earlier event; empty if no row does
 */
public record LabelSpec(
        String field,
        Map<String, String> classes,
        long withinMillis,
        Optional<String> otherwise,
        Optional<String> positive,
        Optional<ActionSpec> action,
        List<LabelSourceSpec> from,
        Optional<EarlierEvent> of) {
    public static final long DEFAULT_WITHIN_MILLIS = 0;

    public LabelSpec {
        classes = Collections.unmodifiableMap(new LinkedHashMap<>(classes));
        from = List.copyOf(from);
        if (otherwise.isPresent() && withinMillis == 0) {
            throw new IllegalArgumentException("'otherwise' is for labels that come later; set 'within' too");
        }
        if (action.isEmpty()) {
            requireClass("otherwise", otherwise, classes);
        }
        requireClass("positive", positive, classes);
    }

    /** In the rows, or by feedback. */
    public LabelSpec(
            String field,
            Map<String, String> classes,
            long withinMillis,
            Optional<String> otherwise,
            Optional<String> positive) {
        this(field, classes, withinMillis, otherwise, positive, Optional.empty(), List.of(), Optional.empty());
    }

    /** With its event. */
    public static LabelSpec ofField(String field, Map<String, String> classes, Optional<ActionSpec> action) {
        return new LabelSpec(
                field,
                classes,
                DEFAULT_WITHIN_MILLIS,
                Optional.empty(),
                Optional.empty(),
                action,
                List.of(),
                Optional.empty());
    }

    /** The same, of a closed set of classes. */
    public LabelSpec withClasses(Map<String, String> closed) {
        return new LabelSpec(field, closed, withinMillis, otherwise, positive, action, from, of);
    }

    /** The same; paths of files are made full ones. */
    public LabelSpec relativeTo(Path folder) {
        return withFiles(file -> file.relativeTo(folder));
    }

    /** The same; files of labels are read otherwise. */
    public LabelSpec withFiles(UnaryOperator<SourceSpec.File> other) {
        List<LabelSourceSpec> files = from.stream()
                .map(each -> new LabelSourceSpec(other.apply(each.file()), each.columns()))
                .toList();
        return new LabelSpec(field, classes, withinMillis, otherwise, positive, action, files, of);
    }

    /** Whether labels come by themselves, from files or later rows: not in their own rows. */
    public boolean comesByItself() {
        return !from.isEmpty() || of.isPresent();
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
