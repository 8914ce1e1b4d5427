package dev.millrace.serving.api.v2;

import dev.millrace.serving.api.Answers;
import dev.millrace.serving.api.Models;
import dev.millrace.serving.api.VersionsCalls;
import dev.millrace.serving.http.Call;
import dev.millrace.serving.http.Exchange;
import dev.millrace.serving.http.JsonOutput;
import dev.millrace.serving.http.Limits;
import dev.millrace.serving.http.Problem;
import dev.millrace.serving.http.ProblemKind;
import dev.millrace.serving.model.Answerer;
import dev.millrace.serving.model.ModelService;
import dev.millrace.serving.model.ModelShape;
import dev.millrace.stream.event.NumberTable;
import dev.millrace.stream.event.Row;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * {@code POST /v2/models/{m}[/versions/{v}]/infer}: questions as tensors. Changes and stores nothing; without a version
 * the live model answers, or the version that a replica follows.
 */
public final class InferCall {
    private static final CharSequence JSON_LENGTH = HttpHeaders.createOptimized("Inference-Header-Content-Length");
    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");
    private static final CharSequence BINARY = HttpHeaders.createOptimized("application/octet-stream");
    private static final Set<String> TYPES =
            Set.of("application/json", "text/json", "application/octet-stream", "application/x-www-form-urlencoded");

    /** Reading a binary value costs about as much as this many bytes of JSON do, the other way round. */
    private static final int BINARY_BYTES_PER_JSON_BYTE = 16;

    private static final int MOST_DIGITS = 9;

    private final Models models;
    private final PreparedRequests requests = new PreparedRequests();

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
        String type = exchange.header(HttpHeaders.CONTENT_TYPE);
        if (type != null && !TYPES.contains(type)) {
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
        if (isNumber(text)) {
            return Integer.parseInt(text);
        }
        throw new Problem(
                        ProblemKind.BAD_PARAMETER,
                        "the header '" + JSON_LENGTH + "' is the number of bytes of JSON before the binary data, got '"
                                + JsonValues.shortened(text) + "'")
                .with("expected", "a number of bytes");
    }

    private static boolean isNumber(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return !text.isEmpty() && text.length() <= MOST_DIGITS;
    }

    /** @param table null if the rows are asked about one by one */
    private record Asked(Prepared prepared, NumberTable table, List<Row> rows) {}

    private void read(
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
        Limits limits = exchange.loop().limits();
        exchange.compute(
                work,
                () -> rows(answerer.shape(), limits, jsonBytes, encoding.decode(body, limits)),
                asked -> ask(exchange, model, answerer, asked));
    }

    private Asked rows(ModelShape shape, Limits limits, int jsonBytes, byte[] body) {
        Prepared prepared = requests.of(body, jsonBytes, limits, shape);
        NumberTable table = prepared.table() == null ? null : prepared.table().read(body);
        List<Row> rows = table == null ? Questions.of(shape, prepared.request(), body) : List.of();
        return new Asked(prepared, table, rows);
    }

    private static void ask(Exchange exchange, ModelService model, Answerer answerer, Asked asked) {
        Prepared prepared = asked.prepared();
        if (asked.table() != null) {
            Answers.askTable(exchange, model, answerer, asked.table(), reply -> {
                prepared.table().done(asked.table());
                answer(exchange, model, answerer, prepared, OutputTensor.of(prepared, reply));
            });
            return;
        }
        Answers.ask(
                exchange,
                model,
                answerer,
                asked.rows(),
                prepared.request().id(),
                asked.rows().size() == 1,
                answers -> answer(exchange, model, answerer, prepared, OutputTensor.of(prepared, answers.replies())));
    }

    private static void answer(
            Exchange exchange, ModelService model, Answerer answerer, Prepared prepared, OutputTensor[] tensors) {
        boolean[] inText = new boolean[tensors.length];
        int[] sizes = new int[tensors.length];
        int binaries = 0;
        int bytes = 0;
        for (int i = 0; i < tensors.length; i++) {
            if (prepared.isBinary(i)) {
                sizes[i] = tensors[i].bytes();
                bytes += sizes[i];
                binaries++;
            } else {
                inText[i] = true;
            }
        }
        String name = model.name();
        long version = answerer.version();
        String id = prepared.request().id();
        JsonOutput json = exchange.loop().json();
        if (binaries < tensors.length) {
            Buffer head = json.write(to -> OutputTensor.writeAll(to, name, version, id, tensors, inText));
            if (binaries == 0) {
                exchange.reply(200, JSON, head);
                return;
            }
            exchange.request().response().putHeader(JSON_LENGTH, Integer.toString(head.length()));
            exchange.reply(200, BINARY, head.appendBytes(binary(tensors, inText, 0, bytes)));
            return;
        }
        AnswerHeads.Head head = prepared.heads().of(json, name, version, id, tensors, sizes);
        byte[] all = binary(tensors, inText, head.json().length, bytes);
        System.arraycopy(head.json(), 0, all, 0, head.json().length);
        exchange.request().response().putHeader(JSON_LENGTH, head.length());
        exchange.reply(200, BINARY, Buffer.buffer(all));
    }

    /** The binary data of the tensors that are not in the JSON, with room in front. */
    private static byte[] binary(OutputTensor[] tensors, boolean[] inText, int room, int bytes) {
        byte[] values = new byte[room + bytes];
        int at = room;
        for (int i = 0; i < tensors.length; i++) {
            at = inText[i] ? at : tensors[i].write(values, at);
        }
        return values;
    }
}
