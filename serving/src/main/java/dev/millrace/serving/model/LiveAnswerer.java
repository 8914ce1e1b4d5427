package dev.millrace.serving.model;

import dev.millrace.ml.stream.Question;
import dev.millrace.ml.stream.Reply;
import dev.millrace.stream.event.Row;
import java.util.concurrent.CompletableFuture;

/**
 * Asks the running pipeline: live lookups, with the live model or, over the same lookups, the model of a version.
 * Threading: any thread; the answer is made on the partition's thread.
 *
 * @param model the pipeline
 * @param mark what the answers are signed with
 * @param pinned the version whose model answers; null for the live model
 */
record LiveAnswerer(LiveModel model, VersionMark mark, PinnedAnswerer pinned) implements Answerer {
    @Override
    public ModelShape shape() {
        return model.shape();
    }

    @Override
    public CompletableFuture<Reply> ask(Row row, int keyHash, long asOfMillis) {
        var versioned = pinned == null ? null : pinned.model(shape().partitionOf(keyHash));
        return model.job().ask(model.operator(), keyHash, new Question.Predict(row, asOfMillis, versioned));
    }

    @Override
    public long version() {
        return mark.version();
    }

    @Override
    public long learnedAtVersion(int partition) {
        return mark.learned()[partition];
    }
}
