package dev.millrace.serving.model;

import dev.millrace.ml.stream.Reply;
import dev.millrace.stream.event.NumberTable;
import dev.millrace.stream.event.Row;
import dev.millrace.stream.time.Timestamps;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Answers for a running pipeline whose partitions are served as one, until its first version is there to be made one: that nothing
 * has been learned. Threading: any thread.
 */
record NothingYet(ModelShape shape) implements Answerer {
    private static final Reply EMPTY =
            new Reply.Answer(true, null, Double.NaN, List.of(), new double[0], 0, Timestamps.NONE, Timestamps.NONE);

    private static final Reply EMPTY_TABLE = new Reply.Table(
            true, new int[0], List.of(), new double[0], new double[0], 0, Timestamps.NONE, Timestamps.NONE);

    @Override
    public CompletableFuture<Reply> ask(Row row, int keyHash, long asOfMillis, String occasion) {
        return CompletableFuture.completedFuture(EMPTY);
    }

    @Override
    public CompletableFuture<Reply[]> askAll(List<Row> rows, int[] keyHashes, long[] asOfMillis, String occasion) {
        return CompletableFuture.completedFuture(rows.stream().map(row -> EMPTY).toArray(Reply[]::new));
    }

    @Override
    public CompletableFuture<Reply> askTable(NumberTable rows) {
        return CompletableFuture.completedFuture(EMPTY_TABLE);
    }

    @Override
    public long version() {
        return 0;
    }

    @Override
    public long learnedAtVersion(int partition) {
        return 0;
    }
}
