package dev.millrace.serving;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.serving.http.Limits;
import dev.millrace.stream.storage.DirectoryStorage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The Open Inference Protocol over HTTP: the same answers as under {@code /v1}. */
class InferTest {
    static final String INFER = "/v2/models/fraud/infer";
    static final String LENGTH = "Inference-Header-Content-Length";
    private static final String ROWS = "[{\"card\":\"c-1\",\"amount\":123.456789,\"merchant\":\"travel\"},"
            + "{\"card\":\"c-2\",\"amount\":20,\"merchant\":\"food\"},{\"card\":\"c-3\",\"merchant\":\"food\"}]";
    static final String CARDS =
            "{\"name\":\"card\",\"datatype\":\"BYTES\",\"shape\":[3],\"data\":[\"c-1\",\"c-2\",\"c-3\"]}";
    private static final String MERCHANTS = "{\"name\":\"merchant\",\"shape\":[3,1],\"datatype\":\"BYTES\","
            + "\"data\":[[\"travel\"],[\"food\"],[\"food\"]]}";
    static final String AMOUNTS =
            "{\"name\":\"amount\",\"shape\":[3],\"datatype\":\"FP64\",\"data\":[123.456789,20,null]}";

    @TempDir
    Path directory;

    private Bench bench;

    @BeforeEach
    void start() throws Exception {
        bench = new Bench(
                directory, new DirectoryStorage(), Bench.options().withLimits(new Limits(20_000, 40, 1024, 10_000)));
        bench.teach(40);
    }

    @AfterEach
    void stop() {
        assertThat(bench.get("/v2/health/live").json().get("live").asBoolean()).isTrue();
        bench.close();
    }

    static String inputs(String... tensors) {
        return "{\"inputs\":[" + String.join(",", tensors) + "]}";
    }

    private static JsonNode output(JsonNode answer, String name) {
        for (JsonNode output : answer.get("outputs")) {
            if (output.get("name").asText().equals(name)) {
                return output;
            }
        }
        throw new AssertionError("no output " + name + " in " + answer);
    }

    private void expectLikeV1(String question, JsonNode answer) {
        expectLikeV1(bench.predict(question).json(), answer);
    }

    private static void expectLikeV1(JsonNode rows, JsonNode answer) {
        JsonNode labels = output(answer, "label").get("data");
        JsonNode probabilities = output(answer, "probabilities").get("data");
        assertThat(labels).hasSize(rows.size());
        for (int i = 0; i < rows.size(); i++) {
            assertThat(labels.get(i)).isEqualTo(rows.get(i).get("prediction"));
            assertThat(probabilities.get(2 * i)).isEqualTo(rows.get(i).at("/probabilities/fraud"));
            assertThat(probabilities.get(2 * i + 1)).isEqualTo(rows.get(i).at("/probabilities/fine"));
        }
    }

    private HttpResponse<byte[]> send(String path, byte[] body, String... headers) throws Exception {
        return send(bench, path, body, headers);
    }

    static HttpResponse<byte[]> send(Bench bench, String path, byte[] body, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(bench.server.address() + path))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return bench.client.send(request.build(), BodyHandlers.ofByteArray());
    }

    private HttpResponse<byte[]> sendBinary(String json, ByteBuffer values) throws Exception {
        byte[] head = json.getBytes(StandardCharsets.UTF_8);
        values.flip();
        byte[] body = Arrays.copyOf(head, head.length + values.limit());
        values.get(body, head.length, values.limit());
        return send(INFER, body, LENGTH, Integer.toString(head.length), "Content-Type", "application/octet-stream");
    }

    private static ByteBuffer littleEndian() {
        return ByteBuffer.allocate(1000).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static ByteBuffer put(ByteBuffer to, String... texts) {
        for (String text : texts) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            to.putInt(bytes.length).put(bytes);
        }
        return to;
    }

    @Test
    void theServerAndItsModelsSayWhatTheyAre() {
        for (String path : new String[] {"/v2", "/v2/"}) {
            JsonNode server = bench.get(path).json();
            assertThat(server.get("name").asText()).isEqualTo("millrace");
            assertThat(server.get("version").asText()).isNotEmpty();
            assertThat(server.at("/extensions/0").asText()).isEqualTo("binary_tensor_data");
        }
        long version = bench.commit();
        JsonNode model = bench.get("/v2/models/fraud").json();
        assertThat(model.at("/versions/0").asText()).isEqualTo(Long.toString(version));
        assertThat(model.get("inputs").toString())
                .isEqualTo("[{\"name\":\"card\",\"datatype\":\"BYTES\",\"shape\":[-1]},"
                        + "{\"name\":\"at\",\"datatype\":\"INT64\",\"shape\":[-1]},"
                        + "{\"name\":\"amount\",\"datatype\":\"FP64\",\"shape\":[-1]},"
                        + "{\"name\":\"merchant\",\"datatype\":\"BYTES\",\"shape\":[-1]}]");
        assertThat(model.get("outputs").toString())
                .isEqualTo("[{\"name\":\"label\",\"datatype\":\"BYTES\",\"shape\":[-1]},"
                        + "{\"name\":\"probabilities\",\"datatype\":\"FP64\",\"shape\":[-1,2]},"
                        + "{\"name\":\"classes\",\"datatype\":\"BYTES\",\"shape\":[2]}]");
        assertThat(bench.get("/v2/models/fraud/versions/" + version).json().get("inputs"))
                .isEqualTo(model.get("inputs"));
    }

    @Test
    void readinessIsSaidOfTheServerAModelAndAVersion() {
        long version = bench.commit();
        assertThat(bench.get("/v2/health/ready").json().get("ready").asBoolean())
                .isTrue();
        assertThat(bench.get("/v2/models/fraud/ready").json().get("ready").asBoolean())
                .isTrue();
        assertThat(bench.get("/v2/models/fraud/versions/" + version + "/ready").status())
                .isEqualTo(200);
        assertThat(bench.get("/v2/models/fraud/versions/99/ready").status()).isEqualTo(404);
        assertThat(bench.get("/v2/models/nobody/ready").json().get("error").asText())
                .contains("nobody");
    }

    @Test
    void aTensorForEachFieldIsAnsweredAsUnderV1() {
        Bench.Answer answer = bench.post(
                INFER, "{\"id\":\"q-7\",\"unknown\":[1],\"inputs\":[" + CARDS + ',' + MERCHANTS + ',' + AMOUNTS + "]}");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        JsonNode json = answer.json();
        assertThat(json.get("id").asText()).isEqualTo("q-7");
        assertThat(json.get("model_name").asText()).isEqualTo("fraud");
        assertThat(json.get("model_version").isTextual()).isTrue();
        assertThat(output(json, "probabilities").get("shape").toString()).isEqualTo("[3,2]");
        expectLikeV1(ROWS, json);
    }

    @Test
    void aVersionAnswersForItself() {
        long version = bench.commit();
        String body = inputs(CARDS, MERCHANTS, AMOUNTS);
        JsonNode before = bench.predict(ROWS).json();
        bench.teach(40);
        JsonNode pinned = bench.post("/v2/models/fraud/versions/" + version + "/infer", body)
                .json();
        assertThat(pinned.get("model_version").asText()).isEqualTo(Long.toString(version));
        expectLikeV1(before, pinned);
        expectLikeV1(ROWS, bench.post(INFER, body).json());
    }

    @ParameterizedTest
    @ValueSource(strings = {"[1000000,400,1060000,20,null,30]", "[[1000000,400],[1060000,20],[null,30]]"})
    void oneTensorHoldsAllThatHaveNoneOfTheirOwn(String data) {
        Bench.Answer answer = bench.post(
                INFER,
                "{\"parameters\":{\"key\":\"c-2\"},\"inputs\":[" + MERCHANTS
                        + ",{\"name\":\"x\",\"shape\":[3,2],\"datatype\":\"FP64\",\"data\":" + data + "}]}");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        String question = "{\"card\":\"c-2\",\"at\":%s,\"amount\":%d,\"merchant\":\"%s\"}";
        expectLikeV1(
                '['
                        + question.formatted("1000000", 400, "travel")
                        + ','
                        + question.formatted("1060000", 20, "food")
                        + ','
                        + question.formatted("null", 30, "food")
                        + ']',
                answer.json());
    }

    @Test
    void binaryTensorsGoInAndOut() throws Exception {
        ByteBuffer values = put(littleEndian(), "c-1", "c-2", "c-3");
        int cards = values.position();
        put(values, "travel", "food", "food");
        int merchants = values.position() - cards;
        values.putDouble(123.456789).putDouble(20).putDouble(Double.NaN);
        String tensor = "{\"name\":\"%s\",\"shape\":[3],\"datatype\":\"%s\",\"parameters\":{\"binary_data_size\":%d}}";
        HttpResponse<byte[]> response = sendBinary(
                "{\"parameters\":{\"binary_data_output\":true},\"inputs\":[" + tensor.formatted("card", "BYTES", cards)
                        + ',' + tensor.formatted("merchant", "BYTES", merchants) + ','
                        + tensor.formatted("amount", "FP64", 24)
                        + "],\"outputs\":[{\"name\":\"probabilities\"},{\"name\":\"classes\"},"
                        + "{\"name\":\"label\",\"parameters\":{\"binary_data\":false}}]}",
                values);
        assertThat(response.statusCode())
                .as(new String(response.body(), StandardCharsets.UTF_8))
                .isEqualTo(200);
        int length = Integer.parseInt(response.headers().firstValue(LENGTH).orElseThrow());
        JsonNode json = Bench.JSON.readTree(response.body(), 0, length);
        assertThat(json.at("/outputs/0/parameters/binary_data_size").asInt()).isEqualTo(48);
        ByteBuffer out = ByteBuffer.wrap(response.body(), length, response.body().length - length)
                .order(ByteOrder.LITTLE_ENDIAN);
        JsonNode rows = bench.predict(ROWS).json();
        for (JsonNode row : rows) {
            assertThat(out.getDouble()).isEqualTo(row.at("/probabilities/fraud").asDouble());
            assertThat(out.getDouble()).isEqualTo(row.at("/probabilities/fine").asDouble());
        }
        for (String name : new String[] {"fraud", "fine"}) {
            byte[] text = new byte[out.getInt()];
            out.get(text);
            assertThat(text).asString(StandardCharsets.UTF_8).isEqualTo(name);
        }
        assertThat(out.hasRemaining()).isFalse();
        assertThat(output(json, "label").at("/data/0")).isEqualTo(rows.at("/0/prediction"));
    }

    @ParameterizedTest
    @CsvSource({
        "BOOL,1,01",
        "UINT8,255,ff",
        "UINT16,65535,ffff",
        "UINT32,4294967295,ffffffff",
        "UINT64,18446744073709551615,ffffffffffffffff",
        "INT8,-2,fe",
        "INT16,-2,feff",
        "INT32,-2,feffffff",
        "INT64,-2,feffffffffffffff",
        "FP16,1.5,003e",
        "FP16,5.9604644775390625E-8,0100",
        "FP32,0.10000000149011612,cdcccc3d",
        "FP64,0.1,9a9999999999b93f",
    })
    void everyDatatypeIsReadFromJsonAndBinaryAlike(String datatype, String value, String hex) throws Exception {
        ByteBuffer values = littleEndian();
        for (int i = 0; i < hex.length(); i += 2) {
            values.put((byte) Integer.parseInt(hex.substring(i, i + 2), 16));
        }
        String tensor = "{\"parameters\":{\"key\":\"c-1\"},\"inputs\":[{\"name\":\"amount\",\"shape\":[1],"
                + "\"datatype\":\"" + datatype + "\",%s}]}";
        HttpResponse<byte[]> binary =
                sendBinary(tensor.formatted("\"parameters\":{\"binary_data_size\":" + values.position() + "}"), values);
        Bench.Answer json = bench.post(INFER, tensor.formatted("\"data\":[" + value + "]"));
        assertThat(json.status()).as(json.text()).isEqualTo(200);
        assertThat(new String(binary.body(), StandardCharsets.UTF_8)).isEqualTo(json.text());
        expectLikeV1("[{\"card\":\"c-1\",\"amount\":" + value + "}]", json.json());
    }

    @Test
    void timesAndTextsAreReadFromWhatHoldsThem() {
        String other = "{\"name\":\"at\",\"shape\":[1],\"datatype\":\"%s\",\"data\":[%s]},"
                + "{\"name\":\"merchant\",\"shape\":[1],\"datatype\":\"INT64\",\"data\":[7]},"
                + "{\"name\":\"card\",\"shape\":[1],\"datatype\":\"BYTES\",\"data\":[\"c-1\"]}";
        String v1 = "[{\"card\":\"c-1\",\"at\":1060000,\"merchant\":7}]";
        expectLikeV1(
                v1,
                bench.post(INFER, inputs(other.formatted("BYTES", "\"1970-01-01T00:17:40Z\"")))
                        .json());
        expectLikeV1(
                v1,
                bench.post(INFER, inputs(other.formatted("INT64", "1060000"))).json());
    }

    private static byte[] compressed(OutputStream through, ByteArrayOutputStream to, String body) throws IOException {
        try (OutputStream out = through) {
            out.write(body.getBytes(StandardCharsets.UTF_8));
        }
        return to.toByteArray();
    }

    @Test
    void bodiesMayBeCompressed() throws Exception {
        String body = inputs(CARDS, MERCHANTS, AMOUNTS);
        String plain = bench.post(INFER, body).text();
        ByteArrayOutputStream gzip = new ByteArrayOutputStream();
        ByteArrayOutputStream zlib = new ByteArrayOutputStream();
        ByteArrayOutputStream raw = new ByteArrayOutputStream();
        byte[] gzipped = compressed(new GZIPOutputStream(gzip), gzip, body);
        byte[] deflated = compressed(new DeflaterOutputStream(zlib), zlib, body);
        byte[] bare = compressed(new DeflaterOutputStream(raw, new Deflater(9, true)), raw, body);
        assertThat(send(INFER, gzipped, "Content-Encoding", "gzip").body())
                .asString()
                .isEqualTo(plain);
        assertThat(send(INFER, deflated, "Content-Encoding", "deflate").body())
                .asString()
                .isEqualTo(plain);
        assertThat(send(INFER, bare, "Content-Encoding", "deflate").body())
                .asString()
                .isEqualTo(plain);
        String length = Integer.toString(body.length());
        assertThat(send(INFER, gzipped, "Content-Encoding", "gzip", LENGTH, length)
                        .body())
                .asString()
                .as("the length is that of the JSON before it was compressed")
                .isEqualTo(plain);
        byte[] half = Arrays.copyOf(gzipped, gzipped.length / 2);
        assertThat(send(INFER, half, "Content-Encoding", "gzip").statusCode()).isEqualTo(400);
        assertThat(send(INFER, bare, "Content-Encoding", "gzip").statusCode()).isEqualTo(400);
        assertThat(send(INFER, gzipped, "Content-Encoding", "br").statusCode()).isEqualTo(415);
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        byte[] small = compressed(new GZIPOutputStream(bomb), bomb, " ".repeat(1_000_000));
        assertThat(send(INFER, small, "Content-Encoding", "gzip").statusCode()).isEqualTo(413);
    }
}
