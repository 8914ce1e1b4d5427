package dev.millrace.stream.engine;

import dev.millrace.stream.source.Offset;
import java.util.Map;

/**
 * A running pipeline in numbers.
 *
 * @param events records read from the sources since the start of this process
 * @param deadLetters records refused since the start of this process
 * @param version newest committed version, 0 if none
 * @param lastCheckpointMillis how long the last checkpoint took, from barrier to commit; −1 if none yet
 * @param lastCheckpointBytes how much it added; −1 if none yet
 * @param failedCheckpoints checkpoints abandoned since the start of this process
 * @param lastFailure why the last abandoned checkpoint failed, or null
 * @param watermarkMillis smallest watermark over the sources
 * @param offsets where each source partition stands, keyed {@code <source name>/<partition>}
 * @param restoredFrom where each source partition started in this process
 */
public record JobStatus(
        long events,
        long deadLetters,
        long version,
        long lastCheckpointMillis,
        long lastCheckpointBytes,
        long failedCheckpoints,
        String lastFailure,
        long watermarkMillis,
        Map<String, Offset> offsets,
        Map<String, Offset> restoredFrom) {}
