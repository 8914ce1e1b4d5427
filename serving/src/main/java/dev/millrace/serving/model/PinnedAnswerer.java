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
 * A version as it was committed: lookups and model both. Answers are bit-equal for ever. Threading: any thread; each
 * partition is asked under its own lock, held for one answer.
 */
public final class PinnedAnswerer implements Answerer, VersionModels {
    private final RestoredVersion restored;
    private final VersionMark mark;
    private final List<VersionedModel> models = new ArrayList<>();

    public PinnedAnswerer(RestoredVersion restored, VersionMark mark) {
        this.restored = restored;
        this.mark = mark;
        for (RestoredVersion.Partition partition : restored.partitions()) {
            models.add(restored.joint() == null ? partition.model().get() : restored.joint());
        }
    }

    @Override
    public ModelShape shape() {
        return restored.shape();
    }

    @Override
    public CompletableFuture<Reply> ask(Row row, int keyHash, long asOfMillis, String occasion) {
        return CompletableFuture.completedFuture(answer(row, keyHash, asOfMillis, occasion));
    }

    @Override
    public CompletableFuture<Reply[]> askAll(List<Row> rows, int[] keyHashes, long[] asOfMillis, String occasion) {
        Reply[] replies = new Reply[rows.size()];
        for (int i = 0; i < replies.length; i++) {
            replies[i] = answer(rows.get(i), keyHashes[i], asOfMillis[i], Answerer.occasion(occasion, i));
        }
        return CompletableFuture.completedFuture(replies);
    }

    @Override
    public CompletableFuture<Reply> askTable(NumberTable rows) {
        return CompletableFuture.completedFuture(
                answer(new Question.PredictTable(rows, Timestamps.NONE, restored.joint()), ModelShape.NO_KEY_HASH));
    }

    private Reply answer(Row row, int keyHash, long asOfMillis, String occasion) {
        return answer(new Question.Predict(row, asOfMillis, restored.joint(), occasion), keyHash);
    }

    private Reply answer(Question question, int keyHash) {
        RestoredVersion.Partition partition = restored.partitions().get(shape().partitionOf(keyHash));
        synchronized (partition) {
            return partition.operator().answer(question);
        }
    }

    @Override
    public long version() {
        return mark.version();
    }

    @Override
    public long learnedAtVersion(int partition) {
        return restored.joint() == null
                ? mark.learned()[partition]
                : restored.joint().eventsLearned();
    }

    VersionMark mark() {
        return mark;
    }

    /** The model that answers for all partitions, without their lookups. */
    VersionModels joint() {
        return new Joint(shape(), restored.joint());
    }

    @Override
    public VersionedModel model(int partition) {
        return models.get(partition);
    }
}
