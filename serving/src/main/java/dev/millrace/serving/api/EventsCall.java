package dev.millrace.serving.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.millrace.ml.label.EarlierEvent;
import dev.millrace.ml.label.LabelRows;
import dev.millrace.ml.stream.Prediction;
import dev.millrace.serving.http.Call;
import dev.millrace.serving.http.Exchange;
import dev.millrace.serving.model.Intake;
import dev.millrace.serving.model.LiveModel;
import dev.millrace.serving.model.ModelShape;
import dev.millrace.serving.model.StreamAnswers;
import dev.millrace.stream.event.EventId;
import dev.millrace.stream.event.Row;
import dev.millrace.stream.journal.Appended;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * {@code POST /v1/models/{m}/events}: things that happened. A request is one batch of the journal, all of it or none,
 * answered when it is durable, with each event's id; {@code ?answer=true} adds what the stream predicted for it. Events
 * whose prediction does not come in time are durable all the same: their {@code prediction} is null.
 */
public final class EventsCall implements Call.Action {
    private final Models models;
    private final long answerMillis;
    private final long duplicateAnswerMillis;

    /**
     * @param answerMillis how long to wait for the stream's predictions once the events are durable
     * @param duplicateAnswerMillis the same when they were sent before, and may have been predicted long ago
     */
    public EventsCall(Models models, long answerMillis, long duplicateAnswerMillis) {
        this.models = models;
        this.answerMillis = answerMillis;
        this.duplicateAnswerMillis = duplicateAnswerMillis;
    }

    private record Batch(Items<Row> rows, List<byte[]> records) {}

    @Override
    public void handle(Exchange exchange) {
        LiveModel model = Ingest.requireIntake(models.require(exchange.path("m")));
        Ingest.requireSameSite(exchange);
        BodyForm form = BodyForm.of(exchange);
        boolean withAnswer = exchange.queryFlag("answer");
        String key = Ingest.idempotencyKey(exchange);
        exchange.body(body -> exchange.compute(
                body.length,
                () -> read(exchange, model, form, body),
                batch -> store(exchange, model, batch, key, body, withAnswer)));
    }

    private Batch read(Exchange exchange, LiveModel model, BodyForm form, byte[] body) {
        RowReader reader = models.reader(model.shape());
        // The journal's stamp comes later, and so is never behind: what passes here is not too far ahead for the
        // pipeline.
        long arrivalMillis = exchange.loop().clock().millis();
        Items.Reader<Row> events = reader.events(arrivalMillis, model.intake().maxAheadMillis());
        Items<Row> rows = Items.read(body, form, exchange.loop().limits().rows(), events);
        List<byte[]> records = new ArrayList<>(rows.values().size());
        for (Row row : rows.values()) {
            records.add(model.intake().codec().encode(row));
        }
        return new Batch(rows, records);
    }

    private void store(Exchange exchange, LiveModel model, Batch batch, String key, byte[] body, boolean withAnswer) {
        Intake intake = model.intake();
        StreamAnswers answers = intake.answers();
        if (!withAnswer) {
            exchange.await(
                    Ingest.append(intake, batch.records(), "events", key, body),
                    appended -> answer(exchange, model, batch.rows(), appended, null));
            return;
        }
        answers.expect();
        CompletableFuture<List<CompletableFuture<Prediction>>> claimed = new CompletableFuture<>();
        CompletableFuture<Appended> durable;
        try {
            durable = Ingest.append(intake, batch.records(), "events", key, body);
        } catch (RuntimeException e) {
            answers.giveUp();
            throw e;
        }
        durable.whenComplete((appended, failure) -> {
            if (failure != null) {
                answers.giveUp();
                claimed.completeExceptionally(failure);
            } else {
                claimed.complete(claim(model, batch.rows().values(), appended));
            }
        });
        exchange.await(claimed, predictions -> {
            Appended appended = durable.join();
            long most = appended.duplicate() ? duplicateAnswerMillis : answerMillis;
            CompletableFuture<Void> all = CompletableFuture.allOf(predictions.toArray(CompletableFuture[]::new))
                    .completeOnTimeout(null, most, TimeUnit.MILLISECONDS);
            exchange.await(all, any -> {
                answers.forget(appended.firstOffset(), appended.count());
                answer(exchange, model, batch.rows(), appended, predictions);
            });
        });
    }

    /** Predictions to wait for; there will be none of a row that is nothing but the label of an earlier event. */
    private static List<CompletableFuture<Prediction>> claim(LiveModel model, List<Row> rows, Appended appended) {
        List<CompletableFuture<Prediction>> claimed =
                model.intake().answers().claim(appended.firstOffset(), appended.count());
        EarlierEvent earlier = model.shape().label().earlier();
        if (earlier != null) {
            for (int i = 0; i < rows.size(); i++) {
                if (LabelRows.isOnlyLabel(rows.get(i), earlier)) {
                    claimed.set(i, CompletableFuture.completedFuture(null));
                }
            }
        }
        return claimed;
    }

    private static void answer(
            Exchange exchange,
            LiveModel model,
            Items<Row> rows,
            Appended appended,
            List<CompletableFuture<Prediction>> predictions) {
        ModelShape shape = model.shape();
        exchange.reply(200, rows.form().mediaType(), exchange.loop().json().write(json -> {
            boolean array = rows.form() == BodyForm.JSON && !rows.single();
            if (array) {
                json.writeStartArray();
            }
            for (int i = 0; i < rows.values().size(); i++) {
                long offset = appended.firstOffset() + i;
                int keyHash = shape.keyHash(rows.values().get(i));
                EventId id = new EventId(model.intake().source(), 0, offset, keyHash);
                json.writeStartObject();
                json.writeStringField("event_id", id.toString());
                if (appended.duplicate()) {
                    json.writeBooleanField("duplicate", true);
                }
                if (predictions != null) {
                    prediction(json, model.name(), predictions.get(i).getNow(null));
                }
                json.writeEndObject();
                if (rows.form() == BodyForm.LINES) {
                    json.writeRaw('\n');
                }
            }
            if (array) {
                json.writeEndArray();
            }
        }));
    }

    private static void prediction(JsonGenerator json, String model, Prediction prediction) throws IOException {
        if (prediction == null || prediction.isEmpty()) {
            json.writeNullField("prediction");
        } else if (prediction.isChoice()) {
            AnswerWriter.choice(json, prediction);
        } else {
            AnswerWriter.prediction(
                    json, prediction.label(), prediction.value(), prediction.classes(), prediction.scores());
        }
        json.writeStringField("model", model);
        if (prediction != null) {
            json.writeNumberField("events_learned", prediction.eventsLearned());
        }
    }
}
