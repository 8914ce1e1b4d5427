package dev.millrace.cli.file;

import dev.millrace.ml.drift.DetectionMethod;
import dev.millrace.stream.settings.NamedSettings;
import java.util.List;
import java.util.Map;

/**
 * Watches for changes in how well the model does, and in what it is given.
 *
 * @param detector which one watches the errors, with the settings that differ from its defaults
 * @param onAlarm what an alarm does
 * @param features whose values are watched too
 */
public record DriftSpec(NamedSettings detector, String onAlarm, List<String> features) {
    public static final List<String> REACTIONS = List.of("alert", "reset", "background", "rollback");
    public static final DriftSpec DEFAULT = new DriftSpec(new NamedSettings("adwin", Map.of()), "alert", List.of());
    static final String EXAMPLE = "hddm-w:lambda=0.05";

    public DriftSpec {
        DetectionMethod.of(detector.name(), detector.settings());
        features = List.copyOf(features);
    }
}
