package dev.millrace.serving;

import static dev.millrace.ml.feature.FeatureSpec.number;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.millrace.ml.feature.Scale;
import dev.millrace.ml.stream.Learning;
import dev.millrace.stream.event.Schema;
import dev.millrace.stream.random.Random64;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One binary tensor with a column for each input: the answers of each row by itself, and mistakes told as elsewhere. */
class TableInferTest {
    private static final int NUMBERS = 5;
    private static final String INFER = "/v2/models/numbers/infer";
    private static final String LENGTH = "Inference-Header-Content-Length";

    @TempDir
    Path directory;

    private NumbersBench bench;
    private boolean classes;
    private final Random64 random = new Random64(3);

    @AfterEach
    void stop() throws Exception {
        bench.close();
    }

    /** The number called target lies between the others: a sixth input of a model of classes, what the other predicts. */
    private void start(boolean ofClasses) throws Exception {
        classes = ofClasses;
        Schema.Builder schema = Schema.builder().number("n0").number("n1").number("target");
        if (classes) {
            schema.text("label");
        }
        Learning learning = classes ? Learning.classify("label") : Learning.regress("target");
        for (int i = 0; i < NUMBERS; i++) {
            learning = learning.feature("f" + i, number("n" + i).scale(i == 2 ? Scale.NONE : Scale.STANDARD));
        }
        if (classes) {
            learning = learning.feature("f5", number("target"));
        }
        Schema whole = schema.number("n2").number("n3").number("n4").build();
        String learner = classes ? "logistic" : "rls";
        bench = new NumbersBench(directory, learning.with(learner, Map.of()).build(), whole);
        teach(200);
    }

    private void teach(int count) throws Exception {
        StringJoiner events = new StringJoiner(",", "[", "]");
        for (int i = 0; i < count; i++) {
            double[] row = row(NUMBERS, 0);
            String label = classes ? ",\"label\":\"" + (row[0] > 0 ? "positive" : "no") + "\"" : "";
            events.add(json(row).replace("}", ",\"target\":" + row[1] + label + "}"));
        }
        bench.teach(events.toString());
    }

    /** @param missing one row in so many lacks a number; 0 for none */
    private double[] row(int width, int missing) {
        double[] row = new double[width];
        Arrays.setAll(row, i -> (float) (random.nextGaussian() * (i + 1)));
        if (missing > 0 && random.nextInt(missing) == 0) {
            row[random.nextInt(width)] = Double.NaN;
        }
        return row;
    }

    /** As an event: columns are the inputs in the order of the schema. */
    private static String json(double[] row) {
        List<String> names = row.length == NUMBERS
                ? List.of("n0", "n1", "n2", "n3", "n4")
                : List.of("n0", "n1", "target", "n2", "n3", "n4");
        StringJoiner event = new StringJoiner(",", "{", "}");
        for (int i = 0; i < row.length; i++) {
            if (!Double.isNaN(row[i])) {
                event.add("\"" + names.get(i) + "\":" + row[i]);
            }
        }
        return event.toString();
    }

    private static String head(int rows, int columns, String datatype, int bytes) {
        return "{\"parameters\":{\"binary_data_output\":true},\"inputs\":[{\"name\":\"x\",\"datatype\":\"" + datatype
                + "\",\"shape\":[" + rows + "," + columns + "],\"parameters\":{\"binary_data_size\":" + bytes + "}}]}";
    }

    private HttpResponse<byte[]> ask(String path, String datatype, double[]... rows) throws Exception {
        int width = datatype.equals("FP64") ? Double.BYTES : Float.BYTES;
        ByteBuffer values =
                ByteBuffer.allocate(rows.length * rows[0].length * width).order(ByteOrder.LITTLE_ENDIAN);
        for (double[] row : rows) {
            for (double value : row) {
                if (width == Double.BYTES) {
                    values.putDouble(value);
                } else {
                    values.putFloat((float) value);
                }
            }
        }
        return send(path, head(rows.length, rows[0].length, datatype, values.capacity()), 0, values.array());
    }

    private HttpResponse<byte[]> send(String path, String json, int off, byte... values) throws Exception {
        byte[] head = json.getBytes(StandardCharsets.UTF_8);
        byte[] body = Arrays.copyOf(head, head.length + values.length);
        System.arraycopy(values, 0, body, head.length, values.length);
        return bench.post(path, body, LENGTH, Integer.toString(head.length + off));
    }

    private JsonNode predict(String path, double[]... rows) throws Exception {
        StringJoiner questions = new StringJoiner(",", "[", "]");
        for (double[] row : rows) {
            questions.add(json(row));
        }
        return Bench.JSON.readTree(bench.post(path, questions.toString().getBytes(StandardCharsets.UTF_8))
                .body());
    }

    private void expectRows(String pathV1, HttpResponse<byte[]> response, double[]... rows) throws Exception {
        assertThat(response.statusCode()).as(NumbersBench.text(response)).isEqualTo(200);
        JsonNode answers = predict(pathV1, rows);
        ArrayNode inPieces = Bench.JSON.createArrayNode();
        for (int from = 0; from < rows.length; from += 5) { // so few are asked row by row
            predict(pathV1, Arrays.copyOfRange(rows, from, Math.min(rows.length, from + 5)))
                    .forEach(inPieces::add);
        }
        assertThat(answers).isEqualTo(inPieces);
        assertThat(answers).as(answers.toString()).hasSize(rows.length);
        int length = Integer.parseInt(response.headers().firstValue(LENGTH).orElseThrow());
        JsonNode json = Bench.JSON.readTree(response.body(), 0, length);
        assertThat(json.get("model_version").asText())
                .isEqualTo(answers.at("/0/version").asText());
        ByteBuffer out = ByteBuffer.wrap(response.body(), length, response.body().length - length)
                .order(ByteOrder.LITTLE_ENDIAN);
        if (json.at("/outputs/0/name").asText().equals("value")) {
            for (JsonNode answer : answers) {
                assertThat(out.getDouble()).isEqualTo(answer.get("prediction").asDouble());
            }
        } else {
            assertThat(json.at("/outputs/1/shape").toString()).isEqualTo("[" + rows.length + ",2]");
            for (JsonNode answer : answers) {
                byte[] label = new byte[out.getInt()];
                out.get(label);
                assertThat(label)
                        .asString(StandardCharsets.UTF_8)
                        .isEqualTo(answer.get("prediction").asText());
            }
            for (JsonNode answer : answers) {
                for (JsonNode probability : answer.get("probabilities")) {
                    assertThat(out.getDouble()).isEqualTo(probability.asDouble());
                }
            }
        }
        assertThat(out.hasRemaining()).isFalse();
    }

    private double[][] rows(int count, int width) {
        double[][] rows = new double[count][];
        Arrays.setAll(rows, i -> row(width, 3));
        return rows;
    }

    @ParameterizedTest
    @CsvSource({"FP64,true", "FP32,true", "FP64,false", "FP32,false"})
    void theAnswersAreThoseOfEachRowByItself(String datatype, boolean ofClasses) throws Exception {
        start(ofClasses);
        int width = ofClasses ? NUMBERS + 1 : NUMBERS;
        long version = bench.commit();
        String pinned = "/v2/models/numbers/versions/" + version + "/infer";
        String pinnedV1 = "/v1/models/numbers/predict?version=" + version;
        for (int count : new int[] {2, 7, 64, 64, 64, 100}) {
            double[][] rows = rows(count, width);
            HttpResponse<byte[]> live = ask(INFER, datatype, rows);
            expectRows("/v1/models/numbers/predict", live, rows);
            HttpResponse<byte[]> first = ask(pinned, datatype, rows);
            expectRows(pinnedV1, first, rows);
            teach(10);
            bench.commit();
            expectRows("/v1/models/numbers/predict", ask(INFER, datatype, rows), rows);
            assertThat(ask(pinned, datatype, rows).body()).isEqualTo(first.body());
        }
    }

    @Test
    void whatDoesNotFitIsRefusedAlsoBehindOneThatDid() throws Exception {
        start(true);
        int width = NUMBERS + 1;
        double[][] rows = rows(3, width);
        String good = head(3, width, "FP64", 3 * width * 8);
        byte[] values = new byte[3 * width * 8];
        for (int i = 0; i < 2; i++) {
            assertThat(send(INFER, good, 0, values).statusCode()).isEqualTo(200);
            expect(send(INFER, good, 0, Arrays.copyOf(values, values.length - 8)), "binary_data_size");
            expect(send(INFER, good, 0, Arrays.copyOf(values, values.length + 8)), "belong to no tensor");
            expect(send(INFER, good, 1, values), "binary_data_size");
            expect(send(INFER, good, -1, values), "");
            expect(send(INFER, good.replace("[3", "[4"), 0, values), "does not fit");
            expect(send(INFER, good.replace("FP64", "FP65"), 0, values), "FP65");
            expect(send(INFER, good.replace(",6]", ",5]"), 0, values), "columns");
            expect(send(INFER, good.replace("\"x\"", "\"n1\""), 0, values), "one column");
            expect(send(INFER, good.replace("inputs", "output"), 0, values), "inputs");
            rows[1][2] = Double.NEGATIVE_INFINITY;
            JsonNode infinite = expect(ask(INFER, "FP64", rows), "finite number");
            assertThat(infinite.get("row").asInt()).isEqualTo(1);
            assertThat(infinite.get("column").asInt()).isEqualTo(2);
            assertThat(infinite.get("pointer").asText()).isEqualTo("/inputs/0");
            rows[1][2] = Double.NaN;
            rows[0][0] = 1e200;
            expectRows("/v1/models/numbers/predict", ask(INFER, "FP64", rows), rows);
        }
    }

    private static JsonNode expect(HttpResponse<byte[]> response, String detail) throws Exception {
        assertThat(response.statusCode()).as(NumbersBench.text(response)).isEqualTo(400);
        JsonNode json = Bench.JSON.readTree(response.body());
        assertThat(json.get("detail").asText()).contains(detail);
        return json;
    }

    @Test
    void outputsComeAsTheyAreAskedFor() throws Exception {
        start(true);
        byte[] values = new byte[2 * (NUMBERS + 1) * 8];
        String asked = head(2, NUMBERS + 1, "FP64", values.length)
                .replace(
                        "\"inputs\"",
                        "\"outputs\":[{\"name\":\"classes\"},"
                                + "{\"name\":\"label\",\"parameters\":{\"binary_data\":false}}],\"inputs\"");
        HttpResponse<byte[]> response = send(INFER, asked.replace("{\"par", "{\"id\":\"q\",\"par"), 0, values);
        int length = Integer.parseInt(response.headers().firstValue(LENGTH).orElseThrow());
        JsonNode json = Bench.JSON.readTree(response.body(), 0, length);
        assertThat(json.get("id").asText()).isEqualTo("q");
        assertThat(json.at("/outputs/0/shape").toString()).isEqualTo("[2]");
        assertThat(json.at("/outputs/1/data")).hasSize(2);
        assertThat(response.body()).hasSize(length + 2 * 4 + "positive".length() + "no".length());
        expect(send(INFER, asked.replace("\"label\"", "\"lable\""), 0, values), "lable");
        expect(send(INFER, asked.replace("\"label\"", "\"classes\""), 0, values), "asked for twice");
        HttpResponse<byte[]> text = send(INFER, asked.replace("output\":true", "output\":false"), 0, values);
        assertThat(Bench.JSON.readTree(text.body()).at("/outputs/0/data")).hasSize(2);
    }
}
