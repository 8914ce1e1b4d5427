package dev.millrace.stream.engine;

import dev.millrace.stream.checkpoint.Checkpoint.PartKey;
import dev.millrace.stream.checkpoint.CheckpointStore;
import dev.millrace.stream.checkpoint.StoredCheckpoint;
import dev.millrace.stream.plan.Node;
import dev.millrace.stream.plan.Plan;
import dev.millrace.stream.time.Clock;
import java.io.IOException;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Runs plans in this JVM: W worker threads host the tasks of P partitions. How many there are changes how fast a pipeline
 * runs, never what it computes. Threading: any thread.
 */
public final class EmbeddedEngine {
    private final EngineOptions options;
    private final CheckpointStore store;
    private final Clock clock;

    public EmbeddedEngine(EngineOptions options, CheckpointStore store, Clock clock) {
        this.options = Objects.requireNonNull(options, "options");
        this.store = Objects.requireNonNull(store, "store");
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    /**
     * Starts a pipeline from its newest version in the store, or from the beginning if there is none.
     *
     * @throws PlanChanged if the newest version was made by another plan
     * @throws IOException if a source or the version cannot be read
     */
    public Job start(Plan plan) throws IOException {
        return start(plan, Set.of());
    }

    /**
     * Starts a pipeline from its newest version, or from the beginning if there is none.
     *
     * @param earlierFingerprints of plans whose state this one is known to read
     * @throws PlanChanged if the newest version was made by a plan that is neither this nor one of those
     */
    public Job start(Plan plan, Set<String> earlierFingerprints) throws IOException {
        Optional<StoredCheckpoint> newest = store.newest(plan.name());
        if (newest.isPresent() && !earlierFingerprints.contains(newest.get().planFingerprint())) {
            requireSamePlan(plan, newest.get());
        }
        return EmbeddedJob.start(plan, options, store, clock, newest.orElse(null), newest.isPresent(), null);
    }

    /**
     * Starts a pipeline from a version that may lie in another store: the first checkpoint is written whole.
     *
     * @throws PlanChanged if the version was made by another plan
     */
    public Job startFrom(Plan plan, StoredCheckpoint version) throws IOException {
        requireSamePlan(plan, version);
        return EmbeddedJob.start(plan, options, store, clock, version, false, null);
    }

    static void requireSamePlan(Plan plan, StoredCheckpoint version) {
        if (version.partitions() != plan.partitions()) {
            throw new PlanChanged("version " + version.version() + " of pipeline '" + plan.name() + "' has "
                    + version.partitions() + " partitions, the plan has " + plan.partitions()
                    + "; the number of partitions is fixed for the life of a pipeline: give the pipeline a new name to"
                    + " learn again with another");
        }
        if (version.planFingerprint().equals(plan.fingerprint())) {
            return;
        }
        Set<String> names = new HashSet<>();
        plan.nodes().forEach(node -> names.add(node.name()));
        Set<String> unknown = new HashSet<>();
        for (PartKey part : version.parts()) {
            if (!names.contains(part.operator()) && !part.operator().startsWith(RecordedInputs.PREFIX)) {
                unknown.add(part.operator());
            }
        }
        long operators = plan.nodes().stream()
                .filter(Node.OperatorNode.class::isInstance)
                .count();
        throw new PlanChanged("version " + version.version() + " of pipeline '" + plan.name()
                + "' was made by another plan (fingerprint " + version.planFingerprint() + ", now "
                + plan.fingerprint() + ")"
                + (unknown.isEmpty() ? "" : "; it has state of steps that the plan lacks: " + unknown)
                + "; undo the change to the pipeline's " + operators
                + " steps, or give the pipeline a new name to learn again");
    }
}
