package dev.millrace.registry;

import dev.millrace.registry.pack.Place;
import dev.millrace.stream.checkpoint.Checkpoint.PartKey;
import dev.millrace.stream.checkpoint.Checkpoint.SourcePosition;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A version's manifest: everything about it but its state. Immutable.
 *
 * @param model the pipeline's name
 * @param number counts the versions of a model, from 1; numbers may be missing, and none is used twice
 * @param parent the version on which it builds; 0 if none
 * @param runId the process's life that made it
 * @param checkpoint number of the checkpoint in that run
 * @param createdAtMillis when its barrier was injected, milliseconds since the epoch
 * @param planFingerprint what must agree on restore
 * @param definition the pipeline as JSON; may be empty
 * @param codeVersion of the program that made it
 * @param cpu architecture of the machine that made it
 * @param jdk version of the JVM that made it
 * @param partitions the pipeline's fixed number of partitions
 * @param sources where each source partition stood, keyed {@code <source name>/<partition>}
 * @param parts each operator's partition
 * @param packs each pack that holds a part of it
 * @param bytesAdded size of the pack that was written for it
 */
public record Version(
        String model,
        long number,
        long parent,
        String runId,
        long checkpoint,
        long createdAtMillis,
        String planFingerprint,
        String definition,
        String codeVersion,
        String cpu,
        String jdk,
        int partitions,
        SortedMap<String, SourcePosition> sources,
        SortedMap<PartKey, PartState> parts,
        SortedMap<String, PackUse> packs,
        long bytesAdded) {

    /** The fact by which an operator states how many events made its state. */
    public static final String EVENTS_FACT = "events";

    /**
     * The state of an operator's partition.
     *
     * @param table where the table of its chunks lies
     * @param chunks how many
     * @param bytes of all chunks
     * @param facts what the operator states about itself; numbers are {@code Long} or {@code Double}
     */
    public record PartState(Place table, int chunks, long bytes, Map<String, Object> facts) {
        public PartState {
            facts = Collections.unmodifiableSortedMap(new TreeMap<>(facts));
        }
    }

    /**
     * How much of a pack a version uses.
     *
     * @param bytes size of the pack
     * @param liveBytes bytes of it that belong to this version
     */
    public record PackUse(long bytes, long liveBytes) {}

    public Version {
        sources = Collections.unmodifiableSortedMap(new TreeMap<>(sources));
        parts = Collections.unmodifiableSortedMap(new TreeMap<>(parts));
        packs = Collections.unmodifiableSortedMap(new TreeMap<>(packs));
    }

    /** {@code model@number}. */
    public String id() {
        return model + '@' + number;
    }

    /** Bytes of the whole state. */
    public long stateBytes() {
        return parts.values().stream().mapToLong(PartState::bytes).sum();
    }

    /**
     * How many events made this version: the sum over the partitions of the operator whose fact {@value #EVENTS_FACT} is
     * largest; 0 if none states it.
     */
    public long events() {
        Map<String, Long> byOperator = new TreeMap<>();
        parts.forEach((part, state) -> {
            if (state.facts().get(EVENTS_FACT) instanceof Number count) {
                byOperator.merge(part.operator(), count.longValue(), Long::sum);
            }
        });
        return byOperator.values().stream().mapToLong(Long::longValue).max().orElse(0);
    }
}
