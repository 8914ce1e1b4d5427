package dev.millrace.stream.engine;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A running pipeline. Threading: any thread. */
public interface Job extends AutoCloseable {

    /** Completes when every source has ended and all results are out, or exceptionally with what stopped the pipeline. */
    CompletableFuture<Void> completion();

    /**
     * Asks the operator instance that owns a key. The operator must be {@link dev.millrace.stream.Answering}. Never blocks;
     * an idle partition that answers fast has answered when this returns.
     *
     * @param keyHash {@link dev.millrace.stream.event.StableHash} of the key
     */
    <Q, R> CompletableFuture<R> ask(String operator, int keyHash, Q question);

    /** Asks a partition by its number. */
    default <Q, R> CompletableFuture<R> askPartition(String operator, int partition, Q question) {
        return askPartition(operator, partition, question, 1);
    }

    /**
     * Asks a partition something that is as much work as several questions.
     *
     * @param worth how many: where the partition answers slowly, a question that is worth many does not keep the asker
     */
    <Q, R> CompletableFuture<R> askPartition(String operator, int partition, Q question, int worth);

    /** Asks a partition several things at once: answered in their order, with nothing learned between them. */
    <Q, R> CompletableFuture<List<R>> askAll(String operator, int partition, List<? extends Q> questions);

    /**
     * Makes a checkpoint now; completes with its version, or with the version that stands if nothing came since.
     * Completes exceptionally if it is abandoned; the pipeline goes on.
     */
    CompletableFuture<Long> checkpoint();

    /** What it has done so far. Cheap; for status lines and metrics. */
    JobStatus status();

    /**
     * What the tasks of a step, a source or an operator, have used so far, all partitions together. Nothing without
     * {@link EngineOptions#meter}.
     *
     * @throws IllegalArgumentException for a step that is not in the plan
     */
    default Cost cost(String step) {
        return Cost.NONE;
    }

    /** Stops gracefully: sources stop, what was read is processed, a last checkpoint is made. Blocks until then. */
    @Override
    void close();

    /** Stops at once, without a checkpoint: as a crash would. */
    void kill();
}
