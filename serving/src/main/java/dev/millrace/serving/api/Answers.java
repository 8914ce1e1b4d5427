package dev.millrace.serving.api;

import dev.millrace.ml.stream.Reply;
import dev.millrace.ml.stream.Serve;
import dev.millrace.serving.http.Exchange;
import dev.millrace.serving.http.Problem;
import dev.millrace.serving.http.ProblemKind;
import dev.millrace.serving.model.Answerer;
import dev.millrace.serving.model.ModelService;
import dev.millrace.serving.model.ModelShape;
import dev.millrace.stream.event.Field;
import dev.millrace.stream.event.NumberTable;
import dev.millrace.stream.event.Row;
import dev.millrace.stream.time.Timestamps;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * What a model answers to the rows of one request, however they came. None is empty.
 *
 * @param replies per row
 * @param partitions that have answered, per row
 */
@SuppressWarnings("ArrayRecordComponent") // handed over as they are
public record Answers(Reply.Answer[] replies, int[] partitions) {

    /** With fewer there is nothing to gain from asking them as a table. */
    private static final int FEWEST_IN_TABLE = 8;

    /**
     * Asks one answerer about all rows and goes on, on the exchange's event loop, when all have been answered.
     *
     * @param rows at least one, each with its key
     * @param occasion what a bandit draws actions for; null for what the rows say
     * @param single whether the request is one row by itself, so that a problem need not say which
     */
    public static void ask(
            Exchange exchange,
            ModelService model,
            Answerer answerer,
            List<Row> rows,
            String occasion,
            boolean single,
            Consumer<Answers> then) {
        int count = rows.size();
        if (count == 1) {
            Row row = rows.get(0);
            int keyHash = answerer.shape().keyHash(row);
            CompletableFuture<Reply> reply = answerer.ask(row, keyHash, asOfMillis(answerer, row), occasion);
            whenThere(exchange, reply, only -> then.accept(of(model, answerer, new int[] {keyHash}, single, only)));
            return;
        }
        if (count >= FEWEST_IN_TABLE && answerer.shape().takesTables()) {
            int partition = answerer.shape().partitionOf(0);
            askTable(
                    exchange,
                    model,
                    answerer,
                    table(answerer.shape(), rows),
                    reply -> then.accept(of(reply, partition, count)));
            return;
        }
        int[] keyHashes = new int[count];
        long[] asOfMillis = new long[count];
        for (int i = 0; i < count; i++) {
            Row row = rows.get(i);
            keyHashes[i] = answerer.shape().keyHash(row);
            asOfMillis[i] = asOfMillis(answerer, row);
        }
        whenThere(
                exchange,
                answerer.askAll(rows, keyHashes, asOfMillis, occasion),
                replies -> then.accept(of(model, answerer, keyHashes, single, replies)));
    }

    private static NumberTable table(ModelShape shape, List<Row> rows) {
        NumberTable table = new NumberTable(shape.schema().numberSlots());
        table.resize(rows.size());
        for (int slot = 0; slot < table.columns(); slot++) {
            double[] column = table.column(slot);
            for (int r = 0; r < rows.size(); r++) {
                column[r] = rows.get(r).number(slot);
            }
        }
        return table;
    }

    private static Answers of(Reply.Table table, int partition, int count) {
        Reply.Answer[] answers = new Reply.Answer[count];
        int[] partitions = new int[count];
        for (int r = 0; r < count; r++) {
            answers[r] = table.row(r);
            partitions[r] = partition;
        }
        return new Answers(answers, partitions);
    }

    /** The same for a {@link Reply.Table} about many events, for a model without a key. */
    public static void askTable(
            Exchange exchange, ModelService model, Answerer answerer, NumberTable rows, Consumer<Reply.Table> then) {
        whenThere(exchange, answerer.askTable(rows), reply -> {
            Reply.Table table = (Reply.Table) reply;
            if (table.empty()) {
                Problem empty = emptyModel(
                        model, answerer.shape().serve(), answerer.shape().partitionOf(0));
                throw rows.rows() == 1 ? empty : empty.with("index", 0);
            }
            then.accept(table);
        });
    }

    /** At once if the answer is there already, which it is for a pinned version: no detour through the loop's queue. */
    public static <T> void whenThere(Exchange exchange, CompletableFuture<T> future, Consumer<T> then) {
        if (future.isDone() && !future.isCompletedExceptionally()) {
            then.accept(future.join());
        } else {
            exchange.await(future, then);
        }
    }

    /** A question that does not say whom it asks. */
    public static Problem keyMissing(Field key, String pointer) {
        return Problem.at(
                ProblemKind.NO_KEY,
                pointer,
                key.type().name().toLowerCase(Locale.ROOT),
                "'" + key.name() + "' is missing; it is the key that says which partition of the model is meant."
                        + " A pipeline with 'serve: {partitions: merged}' or 'vote' answers without it");
    }

    /** The event time at which a question is asked. */
    private static long asOfMillis(Answerer answerer, Row row) {
        Field time = answerer.shape().time();
        return time == null || row.isMissing(time) ? Timestamps.NONE : row.integer(time.slot());
    }

    private static Answers of(
            ModelService model, Answerer answerer, int[] keyHashes, boolean single, Reply... replies) {
        Reply.Answer[] answers = new Reply.Answer[replies.length];
        int[] partitions = new int[replies.length];
        for (int i = 0; i < replies.length; i++) {
            answers[i] = (Reply.Answer) replies[i];
            partitions[i] = answerer.shape().partitionOf(keyHashes[i]);
            if (answers[i].empty()) {
                Problem empty = emptyModel(model, answerer.shape().serve(), partitions[i]);
                throw single ? empty : empty.with("index", i);
            }
        }
        return new Answers(answers, partitions);
    }

    private static Problem emptyModel(ModelService model, Serve serve, int partition) {
        String which = serve.isJoint() ? "no version of model '" : "partition " + partition + " of model '";
        if (model.shape().isPresent() && model.shape().get().isBandit()) {
            return new Problem(
                            ProblemKind.MODEL_IS_EMPTY,
                            which + model.name() + "' knows " + (serve.isJoint() ? "an" : "no")
                                    + " action yet; send it an event with one, or name them in action.choices")
                    .retryAfterSeconds(1);
        }
        return new Problem(
                        ProblemKind.MODEL_IS_EMPTY,
                        which + model.name() + "' has learned "
                                + (serve.isJoint() ? "anything" : "nothing")
                                + " yet; send it labelled events first")
                .retryAfterSeconds(1);
    }
}
