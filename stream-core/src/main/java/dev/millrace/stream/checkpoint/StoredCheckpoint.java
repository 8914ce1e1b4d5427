package dev.millrace.stream.checkpoint;

import java.io.IOException;
import java.util.Map;
import java.util.SortedMap;

/** A version as it was committed. Immutable; chunks are read and verified when asked for. */
public interface StoredCheckpoint {
    long version();

    String pipeline();

    String planFingerprint();

    String definition();

    int partitions();

    long createdAtMillis();

    SortedMap<String, Checkpoint.SourcePosition> sources();

    /** The operators' partitions that have state in this version, in order. */
    Iterable<Checkpoint.PartKey> parts();

    /** Facts stated by that operator's partition. */
    Map<String, Object> facts(Checkpoint.PartKey part);

    /** All chunks of that operator's partition, by name, verified against their hashes. */
    SortedMap<String, byte[]> chunks(Checkpoint.PartKey part) throws IOException;
}
