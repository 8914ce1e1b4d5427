package dev.millrace.cli.file;

import java.util.List;

/**
 * Watches for changes in how well the model does.
 *
 * @param detector which one
 * @param delta chance of a false alarm per test
 * @param onAlarm what an alarm does
 */
public record DriftSpec(String detector, double delta, String onAlarm) {
    public static final List<String> DETECTORS = List.of("adwin");
    public static final List<String> REACTIONS = List.of("alert");
    public static final DriftSpec DEFAULT = new DriftSpec("adwin", 0.002, "alert");

    public DriftSpec {
        if (!(delta > 0 && delta < 1)) {
            throw new IllegalArgumentException("delta must lie between 0 and 1, got " + delta);
        }
    }
}
