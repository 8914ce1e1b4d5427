package dev.millrace.stream.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import dev.millrace.stream.random.Random64;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read plainly is what the general parser reads; what is not plain is left to it. */
class PlainJsonTest {
    private static final Schema SCHEMA = Schema.builder()
            .number("x")
            .integer("n")
            .bool("b")
            .text("t")
            .time("at")
            .number("y")
            .build();

    private final PlainJson plain = new PlainJson(SCHEMA, new TimeText(ZoneOffset.UTC));
    private final JsonRows general = new JsonRows(SCHEMA);

    @Test
    void randomRowsReadAlike() throws Exception {
        Random64 random = new Random64(11);
        int plainly = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] json = JsonRows.toJson(row(random));
            Row one = new Row(SCHEMA);
            if (plain.read(json, 0, json.length, one) == json.length) {
                plainly++;
                assertThat(one.toString()).isEqualTo(generally(json).toString());
            }
        }
        assertThat(plainly).isGreaterThan(5_000);
    }

    @Test
    void shortDecimalsAreWhatTheJdkReads() {
        Random64 random = new Random64(3);
        int plainly = 0;
        for (int i = 0; i < 100_000; i++) {
            String text = BigDecimal.valueOf(random.nextLong() >> random.nextInt(63), random.nextInt(20))
                    .toPlainString();
            byte[] json = ("{\"x\":" + text + "}").getBytes(StandardCharsets.UTF_8);
            Row row = new Row(SCHEMA);
            if (plain.read(json, 0, json.length, row) == json.length) {
                plainly++;
                assertThat(row.number(0)).as(text).isEqualTo(Double.parseDouble(text));
            }
        }
        assertThat(plainly).isGreaterThan(50_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"x\":1.5}",
                " { \"x\" : -0.25 , \"n\" : -12 ,\n\"b\" : false, \"t\" : \"a b\" }",
                "{\"n\":9007199254740993,\"at\":\"2026-03-01T10:15:02Z\"}",
                "{\"x\":null,\"y\":0}"
            })
    void plainFormsAreRead(String json) throws Exception {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        int from = json.startsWith(" ") ? 1 : 0;
        Row row = new Row(SCHEMA);
        assertThat(plain.read(bytes, from, bytes.length, row)).isEqualTo(bytes.length);
        assertThat(row.toString()).isEqualTo(generally(bytes).toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "{}",
                "[]",
                "{\"x\":1",
                "{\"x\":1,}",
                "{\"x\":1e3}",
                "{\"x\":01}",
                "{\"x\":1.}",
                "{\"x\":.5}",
                "{\"x\":-}",
                "{\"x\":+1}",
                "{\"x\":NaN}",
                "{\"x\":\"1\"}",
                "{\"x\":0.12345678901234567890}",
                "{\"x\":12345678901234567890}",
                "{\"n\":1.0}",
                "{\"n\":-}",
                "{\"b\":1}",
                "{\"b\":tru}",
                "{\"t\":\"a\\n\"}",
                "{\"t\":\"é\"}",
                "{\"t\":5}",
                "{\"t\":\"open}",
                "{\"at\":\"yesterday\"}",
                "{\"at\":1700000000000}",
                "{\"n\":1,\"x\":2}",
                "{\"x\":1,\"x\":2}",
                "{\"z\":1}",
                "{\"x\" 1}",
                "{\"x\":nul}"
            })
    void theRestIsLeftToTheGeneralParser(String json) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        assertThat(plain.read(bytes, 0, bytes.length, new Row(SCHEMA))).isEqualTo(PlainJson.NOT_PLAIN);
    }

    private Row generally(byte[] json) throws Exception {
        try (JsonParser parser = JsonRows.parser(json, 0, json.length)) {
            parser.nextToken();
            return general.read(parser, new Row(SCHEMA), "");
        }
    }

    private static Row row(Random64 random) {
        Row row = new Row(SCHEMA);
        row.setNumber(0, random.nextInt(1_000_000) / 1e3 - 500);
        row.setInteger(0, random.nextLong() >> random.nextInt(64));
        row.setInteger(1, random.nextInt(2));
        row.setText(0, random.nextInt(10) == 0 ? "grün \"x\"" : "text-" + random.nextInt(100));
        row.setInteger(2, random.nextInt(2_000_000_000) * 1000L);
        row.setNumber(1, random.nextInt(4) == 0 ? random.nextGaussian() : Double.NaN);
        return row;
    }
}
