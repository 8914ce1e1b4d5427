package dev.millrace.serving.api.v2;

import dev.millrace.ml.stream.Reply;
import dev.millrace.serving.api.Answers;
import dev.millrace.serving.api.Models;
import dev.millrace.serving.api.VersionsCalls;
import dev.millrace.serving.http.Call;
import dev.millrace.serving.http.Exchange;
import dev.millrace.serving.http.Problem;
import dev.millrace.serving.http.ProblemKind;
import dev.millrace.serving.model.Answerer;
import dev.millrace.serving.model.ModelService;
import dev.millrace.stream.event.Row;
import io.vertx.core.buffer.Buffer;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * {@code POST /v2/models/{m}[/versions/{v}]/infer}: questions as tensors. Changes and stores nothing; without a version
 * the live model answers, or the version that a replica follows.
 */
public final class InferCall {
    private static final String JSON_LENGTH = "Inference-Header-Content-Length";
    private static final Set<String> TYPES =
            Set.of("application/json", "text/json", "application/octet-stream", "application/x-www-form-urlencoded");

    /** Reading a binary value costs about as much as this many bytes of JSON do, the other way round. */
    private static final int BINARY_BYTES_PER_JSON_BYTE = 16;

    private final Models models;

    public InferCall(Models models) {
        this.models = models;
    }

    public List<Call> calls() {
        return List.of(
                Call.post("/v2/models/:m/infer", exchange -> handle(exchange, 0)),
                Call.post(
                        "/v2/models/:m/versions/:v/infer",
                        exchange -> handle(exchange, VersionsCalls.number(exchange.path("v")))));
    }

    /** @param version 0 for the current one */
    private void handle(Exchange exchange, long version) {
        ModelService model = models.require(exchange.path("m"));
        BodyEncoding encoding = BodyEncoding.of(exchange);
        requireType(exchange);
        int jsonBytes = jsonBytes(exchange);
        exchange.body(body -> {
            if (version == 0) {
                read(exchange, model, model.current(), encoding, jsonBytes, body);
            } else {
                Answers.whenThere(
                        exchange,
                        model.version(version),
                        answerer -> read(exchange, model, answerer, encoding, jsonBytes, body));
            }
        });
    }

    private static void requireType(Exchange exchange) {
        String type = exchange.header("Content-Type");
        if (type != null) {
            int semicolon = type.indexOf(';');
            String bare =
                    (semicolon < 0 ? type : type.substring(0, semicolon)).trim().toLowerCase(Locale.ROOT);
            if (!TYPES.contains(bare)) {
                throw new Problem(
                                ProblemKind.UNSUPPORTED_MEDIA_TYPE,
                                "a body of type '" + JsonValues.shortened(bare)
                                        + "' is not understood; send application/json, or application/octet-stream with"
                                        + " binary data")
                        .with("expected", "application/json or application/octet-stream");
            }
        }
    }

    private static int jsonBytes(Exchange exchange) {
        String text = exchange.header(JSON_LENGTH);
        if (text == null) {
            return -1;
        }
        if (text.matches("[0-9]{1,9}")) {
            return Integer.parseInt(text);
        }
        throw new Problem(
                        ProblemKind.BAD_PARAMETER,
                        "the header '" + JSON_LENGTH + "' is the number of bytes of JSON before the binary data, got '"
                                + JsonValues.shortened(text) + "'")
                .with("expected", "a number of bytes");
    }

    private record Asked(InferRequest request, List<Row> rows) {}

    private static void read(
            Exchange exchange,
            ModelService model,
            Answerer answerer,
            BodyEncoding encoding,
            int jsonBytes,
            byte[] body) {
        // What a compressed body costs is not known before; binary data is little work.
        int work = encoding != BodyEncoding.IDENTITY
                ? Integer.MAX_VALUE
                : jsonBytes < 0 ? body.length : jsonBytes + body.length / BINARY_BYTES_PER_JSON_BYTE;
        exchange.compute(
                work,
                () -> {
                    byte[] plain = encoding.decode(body, exchange.loop().limits());
                    int mostTensors = answerer.shape().schema().size();
                    InferRequest request =
                            InferReader.read(plain, jsonBytes, exchange.loop().limits(), mostTensors);
                    return new Asked(request, Questions.of(answerer.shape(), request));
                },
                asked -> ask(exchange, model, answerer, asked));
    }

    private static void ask(Exchange exchange, ModelService model, Answerer answerer, Asked asked) {
        Answers.ask(
                exchange,
                model,
                answerer,
                asked.rows(),
                asked.request().id(),
                asked.rows().size() == 1,
                answers -> answer(exchange, model, answerer, asked.request(), answers.replies()));
    }

    private static void answer(
            Exchange exchange, ModelService model, Answerer answerer, InferRequest request, Reply.Answer[] replies) {
        List<InferRequest.Output> asked = outputs(answerer, request);
        List<String> classes = OutputTensor.classes(answerer.shape(), replies);
        OutputTensor[] tensors = new OutputTensor[asked.size()];
        boolean[] binary = new boolean[tensors.length];
        int bytes = 0;
        boolean anyBinary = false;
        for (int i = 0; i < tensors.length; i++) {
            tensors[i] = OutputTensor.of(asked.get(i), answerer.shape(), classes, replies);
            binary[i] = asked.get(i).binary() == null
                    ? request.binary()
                    : asked.get(i).binary();
            anyBinary |= binary[i];
            bytes += binary[i] ? tensors[i].bytes() : 0;
        }
        Buffer head = exchange.loop().json().write(json -> {
            json.writeStartObject();
            json.writeStringField("model_name", model.name());
            json.writeStringField("model_version", Long.toString(answerer.version()));
            if (request.id() != null) {
                json.writeStringField("id", request.id());
            }
            json.writeArrayFieldStart("outputs");
            for (int i = 0; i < tensors.length; i++) {
                tensors[i].write(json, binary[i]);
            }
            json.writeEndArray();
            json.writeEndObject();
        });
        if (!anyBinary) {
            exchange.reply(200, "application/json", head);
            return;
        }
        byte[] values = new byte[bytes];
        int at = 0;
        for (int i = 0; i < tensors.length; i++) {
            at = binary[i] ? tensors[i].write(values, at) : at;
        }
        exchange.request().response().putHeader(JSON_LENGTH, Integer.toString(head.length()));
        exchange.reply(200, "application/octet-stream", head.appendBytes(values));
    }

    private static List<InferRequest.Output> outputs(Answerer answerer, InferRequest request) {
        if (request.outputs().isEmpty()) {
            return OutputTensor.usual(answerer.shape()).stream()
                    .map(name -> new InferRequest.Output(name, null, "/outputs"))
                    .toList();
        }
        Set<String> names = new HashSet<>();
        for (InferRequest.Output output : request.outputs()) {
            if (!names.add(output.name())) {
                throw Problem.at(
                        ProblemKind.BAD_TENSOR,
                        output.pointer() + "/name",
                        "names that differ",
                        "the output '" + JsonValues.shortened(output.name()) + "' is asked for twice");
            }
        }
        return request.outputs();
    }
}
