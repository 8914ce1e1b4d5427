package dev.millrace.serving.model;

import dev.millrace.registry.Version;
import dev.millrace.stream.checkpoint.Checkpoint;

/**
 * How far a committed version had learned: what "events since that version" is counted from.
 *
 * @param version number of the version, 0 before the first
 * @param learned labelled events learned by each partition
 */
public record VersionMark(long version, long[] learned) {
    /** The fact that a learning operator states about itself: labelled events learned. */
    public static final String LEARNED_FACT = "eventsLearned";

    /** Before the first version. */
    public static VersionMark none(int partitions) {
        return new VersionMark(0, new long[partitions]);
    }

    /** Reads the facts that an operator stated in a version. */
    public static VersionMark of(Version version, String operator) {
        long[] learned = new long[version.partitions()];
        for (int p = 0; p < learned.length; p++) {
            Version.PartState part = version.parts().get(new Checkpoint.PartKey(operator, p));
            Object fact = part == null ? null : part.facts().get(LEARNED_FACT);
            learned[p] = fact instanceof Number number ? number.longValue() : 0;
        }
        return new VersionMark(version.number(), learned);
    }
}
