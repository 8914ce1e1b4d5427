package dev.millrace.cli.file;

import java.util.List;

/**
 * Watches for changes in how well the model does.
 *
 * @param detector which one
 * @param onAlarm what an alarm does
 */
public record DriftSpec(String detector, String onAlarm) {
    public static final List<String> DETECTORS = List.of("adwin");
    public static final List<String> REACTIONS = List.of("alert");
    public static final DriftSpec DEFAULT = new DriftSpec("adwin", "alert");
}
