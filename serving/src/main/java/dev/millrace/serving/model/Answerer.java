package dev.millrace.serving.model;

import dev.millrace.ml.stream.Reply;
import dev.millrace.stream.event.NumberTable;
import dev.millrace.stream.event.Row;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Answers questions with one state of a model. Taken once per request, so that all answers of a request are signed with
 * the same version. Threading: any thread; never blocks.
 */
public interface Answerer {
    ModelShape shape();

    /**
     * Asks the partition that owns a key. Completes with a {@link Reply.Answer}, maybe at once, on any thread.
     *
     * @param keyHash see {@link ModelShape#keyHash}
     * @param asOfMillis event time to ask at, or {@link dev.millrace.stream.time.Timestamps#NONE} for the latest seen
     * @param occasion what a bandit draws an action for, see {@link dev.millrace.ml.stream.Question.Predict}; null for the
     *     row's content
     */
    CompletableFuture<Reply> ask(Row row, int keyHash, long asOfMillis, String occasion);

    /**
     * Asks several questions, each of the partition that owns its key. The replies come in the order of the rows.
     *
     * @param keyHashes per row
     * @param asOfMillis per row
     * @param occasion what a bandit draws actions for, together with the row's place among the rows; null for its content
     */
    CompletableFuture<Reply[]> askAll(List<Row> rows, int[] keyHashes, long[] asOfMillis, String occasion);

    /** The occasion of one of several rows. */
    static String occasion(String of, int row) {
        return of == null ? null : of + '/' + row;
    }

    /**
     * Asks about many events of which only numbers are known, for a model without a key: the partition of events without one
     * answers with a {@link Reply.Table}.
     *
     * @param rows by slot of the schema's numbers; left alone until the answer is there
     */
    CompletableFuture<Reply> askTable(NumberTable rows);

    /** The version that answers; for a live model the newest that it has committed, 0 if none. */
    long version();

    /** Labelled events that the partition had learned from in that version. */
    long learnedAtVersion(int partition);
}
