package dev.millrace.serving.model;

import dev.millrace.ml.stream.Question;
import dev.millrace.ml.stream.Reply;
import dev.millrace.ml.stream.VersionedModel;
import dev.millrace.stream.event.NumberTable;
import dev.millrace.stream.event.Row;
import dev.millrace.stream.time.Timestamps;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Asks the running pipeline: live lookups, with the live model or, over the same lookups, the model of a version.
 * Threading: any thread; the answer is made on the partition's thread.
 *
 * @param model the pipeline
 * @param mark what the answers are signed with
 * @param pinned the version whose model answers; null for the live model
 */
record LiveAnswerer(LiveModel model, VersionMark mark, VersionModels pinned) implements Answerer {
    @Override
    public ModelShape shape() {
        return pinned == null ? model.shape() : pinned.shape();
    }

    @Override
    public CompletableFuture<Reply> ask(Row row, int keyHash, long asOfMillis, String occasion) {
        return model.job()
                .ask(model.operator(), keyHash, question(row, shape().partitionOf(keyHash), asOfMillis, occasion));
    }

    private Question question(Row row, int partition, long asOfMillis, String occasion) {
        return new Question.Predict(row, asOfMillis, pinned == null ? null : pinned.model(partition), occasion);
    }

    @Override
    public CompletableFuture<Reply[]> askAll(List<Row> rows, int[] keyHashes, long[] asOfMillis, String occasion) {
        List<List<Question>> questions = new ArrayList<>();
        for (int p = 0; p < shape().partitions(); p++) {
            questions.add(new ArrayList<>());
        }
        int[] partitions = new int[rows.size()];
        for (int i = 0; i < partitions.length; i++) {
            partitions[i] = shape().partitionOf(keyHashes[i]);
            questions
                    .get(partitions[i])
                    .add(question(rows.get(i), partitions[i], asOfMillis[i], Answerer.occasion(occasion, i)));
        }
        List<CompletableFuture<List<Reply>>> asked = new ArrayList<>();
        for (int p = 0; p < questions.size(); p++) {
            asked.add(
                    questions.get(p).isEmpty()
                            ? CompletableFuture.completedFuture(List.of())
                            : model.job().<Question, Reply>askAll(model.operator(), p, questions.get(p)));
        }
        return CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new))
                .thenApply(all -> inOrder(partitions, asked));
    }

    @Override
    public CompletableFuture<Reply> askTable(NumberTable rows) {
        int partition = shape().partitionOf(ModelShape.NO_KEY_HASH);
        VersionedModel other = pinned == null ? null : pinned.model(partition);
        Question question = new Question.PredictTable(rows, Timestamps.NONE, other);
        return model.job().askPartition(model.operator(), partition, question, rows.rows());
    }

    private static Reply[] inOrder(int[] partitions, List<CompletableFuture<List<Reply>>> asked) {
        int[] taken = new int[asked.size()];
        Reply[] replies = new Reply[partitions.length];
        for (int i = 0; i < replies.length; i++) {
            int partition = partitions[i];
            replies[i] = asked.get(partition).join().get(taken[partition]++);
        }
        return replies;
    }

    @Override
    public long version() {
        return mark.version();
    }

    @Override
    public long learnedAtVersion(int partition) {
        return pinned == null ? mark.learned()[partition] : pinned.learnedAtVersion(partition);
    }
}
