package dev.millrace.serving.api;

import dev.millrace.ml.stream.Reply;
import dev.millrace.serving.http.Call;
import dev.millrace.serving.http.Exchange;
import dev.millrace.serving.http.Problem;
import dev.millrace.serving.http.ProblemKind;
import dev.millrace.serving.model.Answerer;
import dev.millrace.serving.model.ModelService;
import dev.millrace.serving.model.ModelShape;
import dev.millrace.stream.event.Row;
import java.util.concurrent.CompletableFuture;

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
                Answers.whenThere(exchange, chosen, answerer -> ask(exchange, model, answerer, form, body));
            }
        });
    }

    private void ask(Exchange exchange, ModelService model, Answerer answerer, BodyForm form, byte[] body) {
        RowReader reader = models.reader(answerer.shape());
        exchange.compute(
                body.length,
                () -> Items.read(body, form, exchange.loop().limits().rows(), reader.questions()),
                rows -> ask(exchange, model, answerer, rows));
    }

    private void ask(Exchange exchange, ModelService model, Answerer answerer, Items<Row> rows) {
        Answers.ask(
                exchange,
                model,
                answerer,
                rows.values(),
                exchange.query("occasion"),
                rows.single(),
                answers -> answer(exchange, model, answerer, rows, answers));
    }

    private void answer(Exchange exchange, ModelService model, Answerer answerer, Items<Row> rows, Answers all) {
        Reply.Answer[] answers = all.replies();
        int[] partitions = all.partitions();
        AnswerTexts texts = models.texts(model);
        ModelShape shape = answerer.shape();
        exchange.reply(200, rows.form().mediaType(), exchange.loop().json().write(json -> {
            boolean array = rows.form() == BodyForm.JSON && !rows.single();
            if (array) {
                json.writeStartArray();
            }
            for (int i = 0; i < answers.length; i++) {
                long learned = answerer.learnedAtVersion(partitions[i]);
                texts.write(json, answers[i], partitions[i], answerer.version(), learned, shape.serve(), shape.base());
                if (rows.form() == BodyForm.LINES) {
                    json.writeRaw('\n');
                }
            }
            if (array) {
                json.writeEndArray();
            }
        }));
    }
}
