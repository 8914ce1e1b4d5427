package dev.millrace.stream.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import dev.millrace.stream.random.Random64;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
            .number("a rather long name of a number")
            .number("größe")
            .build();

    private final PlainJson plain = new PlainJson(SCHEMA, new TimeText(ZoneOffset.UTC));
    private final JsonRows general = new JsonRows(SCHEMA);

    @Test
    void objectsInAnyOrderAndLayoutReadAlike() throws Exception {
        Random64 random = new Random64(11);
        int plainly = 0;
        for (int i = 0; i < 10_000; i++) {
            plainly += readsAlike(object(random)) ? 1 : 0;
        }
        assertThat(plainly).isGreaterThan(5_000);
    }

    @Test
    void brokenObjectsAreReadAlikeOrNotPlainly() throws Exception {
        Random64 random = new Random64(12);
        byte[] pieces = "{}[]:,\"\\ntrue0123456789.-+eE \t\n\u0000ü".getBytes(StandardCharsets.UTF_8);
        int plainly = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] json = object(random);
            for (int change = random.nextInt(3); change >= 0; change--) {
                int at = random.nextInt(json.length);
                json[at] = pieces[random.nextInt(pieces.length)];
            }
            plainly += readsAlike(json) ? 1 : 0;
        }
        assertThat(plainly).isGreaterThan(300);
    }

    @Test
    void numbersAsTheyAreWrittenReadAlike() throws Exception {
        Random64 random = new Random64(3);
        int plainly = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] json = ("{\"x\":" + number(random) + "}").getBytes(StandardCharsets.UTF_8);
            plainly += readsAlike(json) ? 1 : 0;
        }
        assertThat(plainly).isGreaterThan(15_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{ }",
                "{\"x\":1.5}",
                "{ \"x\" : -0.25 , \"n\" : -12 ,\n\"b\" : false, \"t\" : \"a b\" }",
                "{\"n\":9007199254740993,\"at\":\"2026-03-01T10:15:02Z\"}",
                "{\"x\":null,\"größe\":0}",
                "{\"n\":1,\"x\":2}",
                "{\"größe\":1,\"t\":\"\",\"a rather long name of a number\":3,\"x\":4}",
                "{\"x\":0.1234567890123456789}",
                "{\"x\":0.12345678901234567890123}",
                "{\"x\":12345678.87654321}",
                "{\"x\":1e3}",
                "{\"x\":-4.9E-324}",
                "{\"x\":1.7976931348623157e308}",
                "{\"x\":1e-9999}",
                "{\"x\":0e0}",
                "{\"x\":-0}",
                "{\"x\":-0.0}",
                "{\"n\":-0}",
                "{\"b\":1}",
                "{\"b\":0 }",
                "{\"t\":5}",
                "{\"t\":-0}",
                "{\"at\":1700000000000}"
            })
    void plainFormsAreRead(String json) throws Exception {
        assertThat(readsAlike(json.getBytes(StandardCharsets.UTF_8))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{\"x\":1",
                "{\"x\":1.5",
                "{\"x\":1.5e",
                "{\"x\":1,}",
                "{\"x\":01}",
                "{\"x\":00.5}",
                "{\"x\":1.}",
                "{\"x\":1.e5}",
                "{\"x\":1e}",
                "{\"x\":1e+}",
                "{\"x\":1e99999}",
                "{\"x\":1e400}",
                "{\"x\":.5}",
                "{\"x\":-}",
                "{\"x\":+1}",
                "{\"x\":1.5.5}",
                "{\"x\":NaN}",
                "{\"x\":\"1\"}",
                "{\"x\":12345678901234567890}",
                "{\"n\":1.0}",
                "{\"n\":-}",
                "{\"b\":2}",
                "{\"b\":01}",
                "{\"b\":tru}",
                "{\"t\":\"a\\n\"}",
                "{\"t\":\"é\"}",
                "{\"t\":5.0}",
                "{\"t\":\"open}",
                "{\"at\":\"yesterday\"}",
                "{\"x\":1,\"x\":2}",
                "{\"x\":null,\"x\":2}",
                "{\"n\":1,\"x\":1,\"n\":2}",
                "{\"z\":1}",
                "{\"x\" 1}",
                "{\"x\":nul}"
            })
    void theRestIsLeftToTheGeneralParser(String json) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        assertThat(plain.read(bytes, 0, bytes.length, new Row(SCHEMA))).isEqualTo(PlainJson.NOT_PLAIN);
    }

    @Test
    void nothingBehindTheEndIsRead() {
        byte[] bytes = "{\"x\":1.25}".getBytes(StandardCharsets.UTF_8);
        for (int end = 0; end < bytes.length; end++) {
            assertThat(plain.read(bytes, 0, end, new Row(SCHEMA))).as("%d", end).isEqualTo(PlainJson.NOT_PLAIN);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\"b", "a\\tb", "a\tb"})
    void namesThatAreWrittenEscapedAreLeftToTheGeneralParser(String name) throws Exception {
        Schema schema = Schema.builder().number(name).build();
        byte[] bytes = ("{\"" + name + "\":1}").getBytes(StandardCharsets.UTF_8);
        PlainJson reader = new PlainJson(schema, new TimeText(ZoneOffset.UTC));
        assertThat(reader.read(bytes, 0, bytes.length, new Row(schema))).isEqualTo(PlainJson.NOT_PLAIN);
        Row row = new Row(schema);
        row.setNumber(0, 1);
        assertThat(new JsonRows(schema).parse(JsonRows.toJson(row)).number(0)).isEqualTo(1);
    }

    @Test
    void manyFieldsAreFoundInAnyOrderAndOnce() {
        Schema.Builder builder = Schema.builder();
        for (int i = 0; i < 300; i++) {
            builder.integer("field" + i);
        }
        Schema schema = builder.build();
        StringBuilder json = new StringBuilder("{");
        for (int i = 299; i >= 0; i--) {
            json.append("\"field").append(i).append("\":").append(i).append(i == 0 ? "}" : ",");
        }
        byte[] bytes = json.toString().getBytes(StandardCharsets.UTF_8);
        Row row = new Row(schema);
        PlainJson reader = new PlainJson(schema, new TimeText(ZoneOffset.UTC));
        assertThat(reader.read(bytes, 0, bytes.length, row)).isEqualTo(bytes.length);
        for (int i = 0; i < 300; i++) {
            assertThat(row.integer(i)).isEqualTo(i);
        }
        byte[] twice = json.toString().replace("field0\"", "field200\"").getBytes(StandardCharsets.UTF_8);
        assertThat(reader.read(twice, 0, twice.length, new Row(schema))).isEqualTo(PlainJson.NOT_PLAIN);
    }

    /** Whether it was read plainly; then it was read as the general parser reads it. */
    private boolean readsAlike(byte[] json) throws Exception {
        Row row = new Row(SCHEMA);
        int after = plain.read(json, 0, json.length, row);
        if (after < 0) {
            return false;
        }
        try (JsonParser parser = JsonRows.parser(json, 0, after)) {
            parser.nextToken();
            Row expected = general.read(parser, new Row(SCHEMA), "");
            assertThat(row.toString()).as(text(json)).isEqualTo(expected.toString());
            assertThat(parser.nextToken()).as(text(json)).isNull();
        } catch (BadRow bad) {
            throw new AssertionError(text(json) + " was read plainly, but " + bad.getMessage(), bad);
        }
        return true;
    }

    private static String text(byte[] json) {
        return new String(json, StandardCharsets.UTF_8);
    }

    private static byte[] object(Random64 random) {
        List<Field> fields = new ArrayList<>(SCHEMA.fields());
        if (random.nextInt(2) == 0) {
            for (int i = fields.size() - 1; i > 0; i--) {
                fields.add(fields.remove(random.nextInt(i + 1)));
            }
        }
        String blank = random.nextInt(3) == 0 ? " " : "";
        StringBuilder json = new StringBuilder("{");
        for (Field field : fields) {
            if (random.nextInt(5) > 0) {
                json.append(json.length() == 1 ? "" : "," + blank)
                        .append('"')
                        .append(field.name())
                        .append("\":")
                        .append(blank)
                        .append(value(field, random));
            }
        }
        return json.append('}').toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String value(Field field, Random64 random) {
        if (random.nextInt(10) == 0) {
            return "null";
        }
        return switch (field.type()) {
            case NUMBER -> number(random);
            case INTEGER -> Long.toString(random.nextLong() >> random.nextInt(64));
            case BOOLEAN -> List.of("true", "false", "0", "1").get(random.nextInt(4));
            case TEXT -> random.nextInt(10) == 0 ? "\"grün \\\"x\\\"\"" : "\"text-" + random.nextInt(100) + '"';
            case TIME -> random.nextInt(2) == 0 ? "\"2026-03-01T10:15:02.5Z\"" : "" + random.nextInt(1_000_000);
        };
    }

    /** A number in one of the ways in which senders write them. */
    private static String number(Random64 random) {
        double value = random.nextGaussian() * Math.pow(10, random.nextInt(12) - 6);
        return switch (random.nextInt(6)) {
            case 0 -> Double.toString(value);
            case 1 -> String.format(Locale.ROOT, "%." + random.nextInt(25) + "f", value);
            case 2 -> String.format(Locale.ROOT, "%." + random.nextInt(20) + "e", value);
            case 3 -> Long.toString(random.nextLong() >> random.nextInt(64));
            case 4 -> Double.toString(Double.longBitsToDouble(random.nextLong() & ~(1L << 62)));
            default -> "" + random.nextInt(100) + '.' + (random.nextLong() >>> 1 + random.nextInt(62));
        };
    }
}
