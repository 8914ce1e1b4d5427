package dev.millrace.serving;

import static dev.millrace.serving.InferTest.AMOUNTS;
import static dev.millrace.serving.InferTest.CARDS;
import static dev.millrace.serving.InferTest.INFER;
import static dev.millrace.serving.InferTest.LENGTH;
import static dev.millrace.serving.InferTest.inputs;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.serving.http.Limits;
import dev.millrace.stream.storage.DirectoryStorage;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tensors that do not fit are refused with what, where and what to do; the server lives on. */
class InferMistakesTest {
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
        assertThat(bench.get("/v2/health/live").status()).isEqualTo(200);
        bench.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{                                                                     | 400 | bad-json    |",
                "[]                                                                    | 400 | bad-tensor  |",
                "{}                                                                    | 400 | bad-tensor  | /inputs",
                "{\"id\":7}                                                            | 400 | bad-tensor  | /id",
                "{\"inputs\":{}}                                                       | 400 | bad-tensor  | /inputs",
                "{\"inputs\":[]}                                                       | 400 | bad-tensor  | /inputs",
                "{\"inputs\":[7]}                                                      | 400 | bad-tensor  | /inputs/0",
                "{\"inputs\":[],\"outputs\":7}                                         | 400 | bad-tensor  | /outputs",
                "{\"parameters\":{\"key\":[]}}                                         | 400 | bad-tensor  | /parameters/key",
                "{\"parameters\":{\"binary_data_output\":1}}    | 400 | bad-tensor  | /parameters/binary_data_output",
                "[amount] [1] FP64                                                     | 400 | bad-tensor  | /inputs/0",
                "[amount] [1] FP65 [1]                                                 | 400 | bad-tensor  | /inputs/0/datatype",
                "[amount] [] FP64 [1]                                                  | 400 | bad-tensor  | /inputs/0/shape",
                "[amount] [0] FP64 []                                                  | 400 | bad-tensor  | /inputs/0/shape",
                "[amount] [-1] FP64 [1]                                                | 400 | bad-tensor  | /inputs/0/shape",
                "[amount] [1,1,1] FP64 [1]                                             | 400 | bad-tensor  | /inputs/0/shape",
                "[amount] [1.5] FP64 [1]                                               | 400 | bad-tensor  | /inputs/0/shape",
                "[amount] [41] FP64 [1]                                                | 413 | too-many-rows | /inputs/0/shape",
                "[amount] [4294967297,4294967297] FP64 [1]                             | 413 | too-many-rows | /inputs/0/shape",
                "[amount] [2,9223372036854775807] FP64 [1]                             | 400 | bad-tensor  | /inputs/0/shape",
                "[amount] [2,99999999999999999999] FP64 [1]                            | 400 | bad-tensor  | /inputs/0/shape",
                "[amount] [1,2] FP64 [1,2]                                             | 400 | bad-tensor  | /inputs/0/shape",
                "[amuont] [1] FP64 [1]                                                 | 400 | bad-tensor  | /inputs/0/name",
                "[amuont] [1,1] FP64 [1]                                               | 400 | bad-tensor  | /inputs/0/name",
                "[fraud] [1] BYTES [\"true\"]                                          | 400 | bad-tensor  | /inputs/0/name",
                "[amount] [2] FP64 [1]                                                 | 400 | bad-tensor  | /inputs/0/data",
                "[amount] [1] FP64 [1,2]                                               | 400 | bad-tensor  | /inputs/0/data",
                "[amount] [1] FP64 [[1]]                                               | 400 | bad-tensor  | /inputs/0/data",
                "[amount] [2,1] FP64 [[1],2]                                           | 400 | bad-tensor  | /inputs/0/data",
                "[amount] [2,1] FP64 [[1]]                                             | 400 | bad-tensor  | /inputs/0/data",
                "[amount] [1,1] FP64 [[1,2]]                                           | 400 | bad-tensor  | /inputs/0/data",
                "[amount] [1,1] FP64 [[]]                                              | 400 | bad-tensor  | /inputs/0/data",
                "[amount] [1] FP64 [NaN]                                               | 400 | bad-tensor  | /inputs/0/data/0",
                "[amount] [1] FP64 [-Infinity]                                         | 400 | bad-tensor  | /inputs/0/data/0",
                "[amount] [1] FP64 [1e999]                                             | 400 | bad-tensor  | /inputs/0/data/0",
                "[amount] [1] FP32 [1e39]                                              | 400 | bad-tensor  | /inputs/0/data/0",
                "[amount] [1] FP16 [65520]                                             | 400 | bad-tensor  | /inputs/0/data/0",
                "[amount] [1] FP64 [\"1\"]                                             | 400 | bad-tensor  | /inputs/0/data/0",
                "[amount] [1] FP64 [true]                                              | 400 | bad-tensor  | /inputs/0/data/0",
                "[amount] [1] BYTES [\"1\"]                                            | 400 | bad-tensor  | /inputs/0/data/0",
                "[amount] [1] UINT8 [256]                                              | 400 | bad-tensor  | /inputs/0/data/0",
                "[amount] [1] UINT64 [-1]                                              | 400 | bad-tensor  | /inputs/0/data/0",
                "[amount] [1] UINT64 [18446744073709551616]                            | 400 | bad-tensor  | /inputs/0/data/0",
                "[amount] [1] INT8 [128]                                               | 400 | bad-tensor  | /inputs/0/data/0",
                "[amount] [1] INT64 [1.5]                                              | 400 | bad-tensor  | /inputs/0/data/0",
                "[amount] [1] BOOL [2]                                                 | 400 | bad-tensor  | /inputs/0/data/0",
                "[at] [1] FP64 [1.5]                                                   | 400 | bad-tensor  | /inputs/0/data/0",
                "[at] [1] BYTES [\"noon\"]                                             | 400 | bad-tensor  | /inputs/0/data/0",
                "[at] [1] UINT64 [18446744073709551615]                                | 400 | bad-tensor  | /inputs/0/data/0",
                "[merchant] [1] FP64 [1]                                               | 400 | bad-tensor  | /inputs/0/data/0",
                "[merchant] [1] BYTES [7]                                              | 400 | bad-tensor  | /inputs/0/data/0",
                "[merchant] [1] BYTES [\"\\ud800\"]                                    | 400 | bad-tensor  | /inputs/0/data/0",
                "[amount] [1] FP64 [1]                                                 | 400 | no-key      | /inputs",
                "[card] [1] BYTES [null]                                               | 400 | no-key      | /inputs/0",
            })
    void aMistakeIsNamedWithItsPlace(String request, int status, String kind, String pointer) {
        String body = request;
        if (request.matches("\\[\\w+] .*")) {
            String[] parts = request.split(" ", 4);
            body = inputs("{\"name\":\"" + parts[0].substring(1, parts[0].length() - 1) + "\",\"shape\":" + parts[1]
                    + ",\"datatype\":\"" + parts[2] + "\"" + (parts.length < 4 ? "" : ",\"data\":" + parts[3]) + "}");
        }
        Bench.Answer answer = bench.post(INFER, body);
        expect(answer, status, kind);
        assertThat(answer.json().path("pointer").asText()).as(answer.text()).isEqualTo(pointer == null ? "" : pointer);
    }

    private static void expect(Bench.Answer answer, int status, String kind) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.header("content-type")).isEqualTo("application/json");
        JsonNode json = answer.json();
        assertThat(json.get("error").asText()).isNotEmpty().doesNotContain("Exception");
        assertThat(json.get("detail")).isEqualTo(json.get("error"));
        assertThat(json.get("type").asText()).as(answer.text()).isEqualTo("https://millrace.dev/problems/" + kind);
        assertThat(json.get("status").asInt()).isEqualTo(status);
    }

    @Test
    void whatDoesNotFitTogetherIsRefused() {
        expect(bench.post(INFER, inputs(CARDS, CARDS)), 400, "bad-tensor");
        expect(bench.post(INFER, inputs(CARDS, AMOUNTS.replace("[3]", "[2]"))), 400, "bad-tensor");
        expect(
                bench.post(
                        INFER,
                        "{\"parameters\":{\"key\":\"c\"}," + inputs(CARDS).substring(1)),
                400,
                "bad-tensor");
        String two = inputs(CARDS).replace("}]}", "}],\"outputs\":[{\"name\":\"label\"},{\"name\":\"label\"}]}");
        expect(bench.post(INFER, two), 400, "bad-tensor");
        expect(bench.post(INFER, two.replace("label", "lable")), 400, "bad-tensor");
        expect(bench.post(INFER, inputs(CARDS) + "{}"), 400, "bad-tensor");
        expect(bench.post(INFER, inputs(CARDS).replace("c-1", "x".repeat(30_000))), 413, "body-too-large");
        expect(bench.post(INFER, inputs(CARDS), "Content-Type", "text/xml"), 415, "unsupported-media-type");
        expect(bench.post(INFER + "?x=1", inputs(CARDS)), 400, "bad-parameter");
        expect(bench.post("/v2/models/nobody/infer", inputs(CARDS)), 404, "unknown-model");
        expect(bench.post("/v2/models/fraud/versions/99/infer", inputs(CARDS)), 404, "unknown-version");
        expect(bench.post("/v2/models/fraud/versions/x/infer", inputs(CARDS)), 400, "bad-name");
        expect(bench.get("/v2/nothing"), 404, "not-found");
        expect(bench.get(INFER), 405, "method-not-allowed");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // shape, datatype, size said, bytes, Inference-Header-Content-Length off by
                "[1] | FP64  | 8          | 000000000000f07f         | 0  | /inputs/0",
                "[1] | FP32  | 4          | 0000807f                 | 0  | /inputs/0",
                "[1] | FP16  | 2          | 007c                     | 0  | /inputs/0",
                "[2] | FP64  | 8          | 000000000000f03f         | 0  | /inputs/0",
                "[1] | FP64  | 9          | 000000000000f03f         | 0  | /inputs/0/parameters/binary_data_size",
                "[1] | FP64  | -1         | 000000000000f03f         | 0  | /inputs/0/parameters/binary_data_size",
                "[1] | FP64  | 4294967304 | 000000000000f03f         | 0  | /inputs/0/parameters/binary_data_size",
                "[1] | FP64  | 8          | 000000000000f03f00       | 0  | ''",
                "[1] | FP64  | 8          | 000000000000f03f         | 1  | /inputs/0/parameters/binary_data_size",
                "[1] | FP64  | 8          | 000000000000f03f         | 999 | ''",
                "[1] | FP64  | 8          | 000000000000f03f         | -9 | ''",
                "[1] | BOOL  | 1          | 02                       | 0  | /inputs/0",
                "[1] | BYTES | 3          | 000000                   | 0  | /inputs/0",
                "[1] | BYTES | 5          | 0200000061               | 0  | /inputs/0",
                "[1] | BYTES | 5          | ffffffff61               | 0  | /inputs/0",
                "[1] | BYTES | 6          | 010000006161             | 0  | /inputs/0",
                "[1] | BYTES | 5          | 01000000ff               | 0  | /inputs/0",
            })
    void binaryDataThatDoesNotFitIsRefused(
            String shape, String datatype, String size, String hex, int off, String pointer) throws Exception {
        String name = datatype.equals("BYTES") ? "merchant" : "amount";
        String json = "{\"parameters\":{\"key\":\"c-1\"},\"inputs\":[{\"name\":\"" + name + "\",\"shape\":" + shape
                + ",\"datatype\":\"" + datatype + "\",\"parameters\":{\"binary_data_size\":" + size + "}}]}";
        ByteBuffer body = ByteBuffer.allocate(1000).put(json.getBytes(StandardCharsets.UTF_8));
        for (int i = 0; i < hex.length(); i += 2) {
            body.put((byte) Integer.parseInt(hex.substring(i, i + 2), 16));
        }
        byte[] bytes = new byte[body.flip().limit()];
        body.get(bytes);
        HttpResponse<byte[]> response =
                InferTest.send(bench, INFER, bytes, LENGTH, Integer.toString(json.length() + off));
        String text = new String(response.body(), StandardCharsets.UTF_8);
        assertThat(response.statusCode()).as(text).isEqualTo(400);
        assertThat(Bench.JSON.readTree(text).path("pointer").asText()).as(text).isEqualTo(pointer);
        assertThat(InferTest.send(bench, INFER, bytes, LENGTH, "x").statusCode())
                .isEqualTo(400);
        assertThat(InferTest.send(bench, INFER, json.getBytes(StandardCharsets.UTF_8))
                        .statusCode())
                .as("without the header there is no binary data")
                .isEqualTo(400);
    }
}
