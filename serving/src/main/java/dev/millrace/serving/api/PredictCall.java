package dev.millrace.serving.api;

import dev.millrace.ml.stream.Reply;
import dev.millrace.serving.http.Call;
import dev.millrace.serving.http.Exchange;
import dev.millrace.serving.http.Problem;
import dev.millrace.serving.http.ProblemKind;
import dev.millrace.serving.model.Answerer;
import dev.millrace.serving.model.ModelService;
import dev.millrace.stream.event.Row;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * {@code POST /v1/models/{m}/predict}: questions. Changes and stores nothing. One object, an array or NDJSON in; answers
 * in the same form and order out.
 */
public final class PredictCall implements Call.Action {
    private final Models models;

    public PredictCall(Models models) {
        this.models = models;
    }

    @Override
    public void handle(Exchange exchange) {
        ModelService model = models.require(exchange.path("m"));
        BodyForm form = BodyForm.of(exchange);
        Long version = exchange.queryNumber("version", 1);
        String alias = exchange.query("alias");
        if (version != null && alias != null) {
            throw new Problem(ProblemKind.BAD_PARAMETER, "give either 'version' or 'alias', not both");
        }
        exchange.body(body -> {
            if (version == null && alias == null) {
                ask(exchange, model, model.current(), form, body);
            } else {
                CompletableFuture<Answerer> chosen = version != null ? model.version(version) : model.alias(alias);
                whenThere(exchange, chosen, answerer -> ask(exchange, model, answerer, form, body));
            }
        });
    }

    private void ask(Exchange exchange, ModelService model, Answerer answerer, BodyForm form, byte[] body) {
        RowReader reader = models.reader(answerer.shape());
        exchange.compute(
                body.length,
                () -> Items.read(body, form, exchange.loop().limits().rows(), reader.questions()),
                rows -> ask(exchange, model, answerer, reader, rows));
    }

    private void ask(Exchange exchange, ModelService model, Answerer answerer, RowReader reader, Items<Row> rows) {
        int count = rows.values().size();
        if (count == 1) {
            Row row = rows.values().get(0);
            int keyHash = answerer.shape().keyHash(row);
            CompletableFuture<Reply> reply = answerer.ask(row, keyHash, reader.asOfMillis(row));
            whenThere(exchange, reply, only -> answer(exchange, model, answerer, rows, new int[] {keyHash}, only));
            return;
        }
        int[] keyHashes = new int[count];
        long[] asOfMillis = new long[count];
        for (int i = 0; i < count; i++) {
            Row row = rows.values().get(i);
            keyHashes[i] = answerer.shape().keyHash(row);
            asOfMillis[i] = reader.asOfMillis(row);
        }
        whenThere(
                exchange,
                answerer.askAll(rows.values(), keyHashes, asOfMillis),
                replies -> answer(exchange, model, answerer, rows, keyHashes, replies));
    }

    /** At once if the answer is there already, which it is for a pinned version: no detour through the loop's queue. */
    private static <T> void whenThere(Exchange exchange, CompletableFuture<T> future, Consumer<T> then) {
        if (future.isDone() && !future.isCompletedExceptionally()) {
            then.accept(future.join());
        } else {
            exchange.await(future, then);
        }
    }

    private void answer(
            Exchange exchange,
            ModelService model,
            Answerer answerer,
            Items<Row> rows,
            int[] keyHashes,
            Reply... replies) {
        Reply.Answer[] answers = new Reply.Answer[replies.length];
        int[] partitions = new int[replies.length];
        for (int i = 0; i < replies.length; i++) {
            answers[i] = (Reply.Answer) replies[i];
            partitions[i] = answerer.shape().partitionOf(keyHashes[i]);
            if (answers[i].empty()) {
                throw emptyModel(model, rows, i, partitions[i]);
            }
        }
        AnswerTexts texts = models.texts(model);
        exchange.reply(200, rows.form().mediaType(), exchange.loop().json().write(json -> {
            boolean array = rows.form() == BodyForm.JSON && !rows.single();
            if (array) {
                json.writeStartArray();
            }
            for (int i = 0; i < answers.length; i++) {
                long learned = answerer.learnedAtVersion(partitions[i]);
                texts.write(json, answers[i], partitions[i], answerer.version(), learned);
                if (rows.form() == BodyForm.LINES) {
                    json.writeRaw('\n');
                }
            }
            if (array) {
                json.writeEndArray();
            }
        }));
    }

    private static Problem emptyModel(ModelService model, Items<Row> rows, int index, int partition) {
        Problem problem = new Problem(
                        ProblemKind.MODEL_IS_EMPTY,
                        "partition " + partition + " of model '" + model.name()
                                + "' has learned nothing yet; send it labelled events first")
                .retryAfterSeconds(1);
        return rows.single() ? problem : problem.with("index", index);
    }
}
