package dev.millrace.stream.engine;

import java.util.List;

/**
 * What a replay found.
 *
 * @param records of the sources between the versions
 * @param partitions of the pipeline
 * @param chunks of state that were compared
 * @param different names of those that are not the same, {@code operator/partition/chunk}
 */
public record Replayed(long records, int partitions, int chunks, List<String> different) {
    public Replayed {
        different = List.copyOf(different);
    }
}
