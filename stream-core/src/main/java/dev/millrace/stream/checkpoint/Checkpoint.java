package dev.millrace.stream.checkpoint;

import dev.millrace.stream.source.Offset;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * One consistent cut through a running pipeline: the offsets of its sources and, per operator and partition, the state
 * that the events up to these offsets made.
 *
 * @param pipeline name of the pipeline
 * @param runId identifies the life of the process that made it
 * @param number counts the checkpoints of that run, from 1
 * @param parentVersion the version whose chunks the {@linkplain ChunkData#isUnchanged unchanged} ones refer to; 0 if none
 * @param planFingerprint what must agree on restore
 * @param definition the pipeline's definition as text (JSON), so that another process can build its operators; may be empty
 * @param createdAtMillis when the barrier was injected, milliseconds since the epoch
 * @param partitions the pipeline's fixed number of partitions
 * @param sources per source partition, keyed {@code <source name>/<partition>}
 * @param parts the state, keyed by operator and partition, in order
 */
public record Checkpoint(
        String pipeline,
        String runId,
        long number,
        long parentVersion,
        String planFingerprint,
        String definition,
        long createdAtMillis,
        int partitions,
        SortedMap<String, SourcePosition> sources,
        SortedMap<PartKey, Part> parts) {

    /**
     * Where a source partition stood.
     *
     * @param offset after the last event that it emitted
     * @param watermarkMillis its watermark there
     * @param maxTimestampMillis largest event time seen there
     */
    public record SourcePosition(Offset offset, long watermarkMillis, long maxTimestampMillis) {}

    /** An operator's partition; ordered by operator, then partition. */
    public record PartKey(String operator, int partition) implements Comparable<PartKey> {
        @Override
        public int compareTo(PartKey other) {
            int byName = operator.compareTo(other.operator);
            return byName != 0 ? byName : Integer.compare(partition, other.partition);
        }

        /** {@code operator/partition}. */
        @Override
        public String toString() {
            return operator + '/' + partition;
        }
    }

    /**
     * State and facts of one operator's partition.
     *
     * @param chunks every chunk that the state consists of, by name
     * @param facts what the operator states about itself for the manifest
     */
    public record Part(SortedMap<String, ChunkData> chunks, Map<String, Object> facts) {}

    /**
     * A chunk of state.
     *
     * @param bytes its content, or null if it is the same as in the parent version
     */
    @SuppressWarnings("ArrayRecordComponent") // handed over, never compared or changed
    public record ChunkData(byte[] bytes) {
        public static final ChunkData UNCHANGED = new ChunkData(null);

        public boolean isUnchanged() {
            return bytes == null;
        }
    }

    /** Bytes that this checkpoint adds. */
    public long newBytes() {
        return parts.values().stream()
                .map(part -> List.copyOf(part.chunks().values()))
                .flatMap(List::stream)
                .mapToLong(chunk -> chunk.isUnchanged() ? 0 : chunk.bytes().length)
                .sum();
    }
}
