package dev.millrace.stream.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class JsonRowsTest {
    private static final Schema SCHEMA = Schema.builder()
            .number("amount")
            .integer("id")
            .text("card")
            .bool("fraud")
            .time("at")
            .build();
    private static final JsonRows ROWS = new JsonRows(SCHEMA);

    private static Row parse(String json) {
        try {
            return ROWS.parse(json.getBytes(StandardCharsets.UTF_8));
        } catch (BadRow e) {
            throw new AssertionError(json + ": " + e.getMessage(), e);
        }
    }

    private static BadRow refused(String json) {
        BadRow bad = catchThrowableOfType(BadRow.class, () -> ROWS.parse(json.getBytes(StandardCharsets.UTF_8)));
        assertThat(bad).as(json).isNotNull();
        return bad;
    }

    @Test
    void readsEveryTypeExactly() {
        Row row = parse("{\"amount\":420.1,\"id\":9007199254740993,\"card\":\"c-17\",\"fraud\":true,"
                + "\"at\":\"2026-03-01T10:15:02.120Z\"}");
        assertThat(row.number(0)).isEqualTo(420.1);
        assertThat(row.integer(0)).isEqualTo(9007199254740993L);
        assertThat(row.text(0)).isEqualTo("c-17");
        assertThat(row.integer(1)).isOne();
        assertThat(row.integer(2))
                .isEqualTo(Instant.parse("2026-03-01T10:15:02.120Z").toEpochMilli());
        assertThat(parse("{\"at\":1500,\"fraud\":0,\"id\":5.0,\"amount\":3}").toString())
                .isEqualTo("{amount=3.0, id=5, fraud=false, at=1500}");
        assertThat(parse("{\"id\":1e3}").integer(0)).isEqualTo(1000);
    }

    @Test
    void nullAndAbsentAreMissing() {
        assertThat(parse("{\"amount\":null,\"id\":null,\"card\":null}").toString())
                .isEqualTo("{}");
        assertThat(parse(" {} ").toString()).isEqualTo("{}");
    }

    @Test
    void aTextFieldTakesNumbersAndBooleansAsTheyAreWritten() {
        assertThat(parse("{\"card\":1}").text(0)).isEqualTo("1");
        assertThat(parse("{\"card\":1.50}").text(0)).isEqualTo("1.50");
        assertThat(parse("{\"card\":true}").text(0)).isEqualTo("true");
        assertThat(parse("{\"card\":12345678901234567890123}").text(0)).isEqualTo("12345678901234567890123");
    }

    @Test
    void aFaultNamesTheFieldTheExpectedTypeAndThePlace() {
        BadRow bad = refused("{\"card\":\"c-17\",\"amount\":\"lots\"}");
        assertThat(bad).hasMessage("'amount' must be a number, got the text \"lots\"");
        assertThat(bad.pointer()).isEqualTo("/amount");
        assertThat(bad.expected()).isEqualTo("number");
        assertThat(bad.field()).isEqualTo("amount");
        assertThat(refused("{\"amount\":NaN}")).hasMessage("'amount' must be a finite number, got NaN");
        assertThat(refused("{\"amount\":-Infinity}")).hasMessageContaining("finite number");
        assertThat(refused("{\"amount\":1e999}")).hasMessage("'amount' must be a finite number, got 1e999");
        assertThat(refused("{\"amount\":[1]}")).hasMessage("'amount' must be a number, got an array");
        assertThat(refused("{\"amount\":true}")).hasMessage("'amount' must be a number, got true");
        assertThat(refused("{\"id\":9223372036854775808}"))
                .hasMessage("'id' must be an integer of 64 bits, got 9223372036854775808");
        assertThat(refused("{\"id\":1.5}")).hasMessage("'id' must be an integer, got 1.5");
        assertThat(refused("{\"id\":1e1000000000}").pointer()).isEqualTo("/id");
        assertThat(refused("{\"id\":\"5\"}")).hasMessageContaining("must be an integer, got the text");
        assertThat(refused("{\"fraud\":\"true\"}")).hasMessageContaining("true or false");
        assertThat(refused("{\"fraud\":2}")).hasMessageContaining("true or false");
        assertThat(refused("{\"at\":\"yesterday\"}").expected()).isEqualTo("time");
        assertThat(refused("{\"card\":{\"a\":1}}")).hasMessage("'card' must be text, got an object");
        assertThat(refused("{\"card\":NaN}").pointer()).isEqualTo("/card");
        assertThat(refused("{\"card\":\"\\ud800\"}")).hasMessageContaining("surrogate");
    }

    @Test
    void unknownAndRepeatedFieldsAreRefused() throws BadRow {
        assertThat(refused("{\"amout\":1}")).hasMessage("unknown field 'amout'; did you mean 'amount'?");
        assertThat(refused("{\"a/b~\":1}").pointer()).isEqualTo("/a~1b~0");
        assertThat(refused("{\"id\":1,\"id\":null}")).hasMessage("'id' appears twice");
        JsonRows lenient = new JsonRows(SCHEMA, true);
        byte[] json = "{\"other\":{\"id\":[1,{}]},\"id\":7}".getBytes(StandardCharsets.UTF_8);
        assertThat(lenient.parse(json, 0, json.length, 1, 2, 3).toString()).isEqualTo("{id=7}");
    }

    @Test
    void whatIsNoSingleObjectIsRefused() {
        for (String json : new String[] {
            "",
            " ",
            "[]",
            "5",
            "{",
            "{\"id\"",
            "{\"id\":1",
            "{\"id\":1}}",
            "{} {}",
            "{'id':1}",
            "{\"id\":01}",
            "nul",
            "{\"id\":1,}"
        }) {
            assertThat(refused(json).getMessage()).as(json).isNotBlank();
        }
        JsonRows lenient = new JsonRows(SCHEMA, true);
        String deep = "{\"x\":" + "[".repeat(60) + "]".repeat(60) + "}";
        assertThat(catchThrowableOfType(BadRow.class, () -> lenient.parse(deep.getBytes(StandardCharsets.UTF_8))))
                .hasMessageContaining("depth");
        byte[] notUtf8 = {'{', '"', 'c', 'a', 'r', 'd', '"', ':', '"', (byte) 0xff, '"', '}'};
        assertThat(catchThrowableOfType(BadRow.class, () -> ROWS.parse(notUtf8)))
                .hasMessageContaining("UTF-8");
    }

    @Property(tries = 500)
    void whatIsWrittenIsReadBack(
            @ForAll double amount, @ForAll long id, @ForAll String card, @ForAll boolean fraud, @ForAll long at)
            throws BadRow {
        Row row = new Row(SCHEMA);
        row.setNumber(0, Double.isFinite(amount) ? amount : Double.NaN);
        row.setInteger(0, id);
        row.setInteger(1, fraud ? 1 : 0);
        row.setInteger(2, at);
        row.setText(0, card.codePoints().anyMatch(c -> c >= 0xD800 && c < 0xE000) ? null : card);
        assertThat(ROWS.parse(JsonRows.toJson(row)).toString()).isEqualTo(row.toString());
    }

    @Test
    void theNearestNameIsFound() {
        assertThat(NearestName.of("catgory", java.util.List.of("number", "category")))
                .contains("category");
        assertThat(NearestName.of("Amount", java.util.List.of("amount"))).contains("amount");
        assertThat(NearestName.of("xyz", java.util.List.of("amount", "card"))).isEmpty();
        assertThat(NearestName.distance("form", "from")).isOne();
        assertThat(NearestName.distance("", "abc")).isEqualTo(3);
        assertThat(NearestName.hint("xyz", java.util.List.of("amount", "card"))).isEqualTo("; known are amount, card");
    }

    @Property(tries = 500)
    void timesAreReadAsTheJdkWritesThem(
            @ForAll @net.jqwik.api.constraints.LongRange(min = -62_167_219_200_000L, max = 253_402_300_799_999L)
                    long millis) {
        TimeText times = new TimeText(java.time.ZoneOffset.UTC);
        Instant instant = Instant.ofEpochMilli(millis);
        String text = instant.toString();
        assertThat(times.parse(text)).as(text).isEqualTo(millis);
        assertThat(times.parse(text.replace("T", " ").replace("Z", ""))).isEqualTo(millis);
        String berlin =
                instant.atOffset(java.time.ZoneOffset.ofHoursMinutes(5, 30)).toString();
        assertThat(times.parse(berlin)).as(berlin).isEqualTo(berlin.startsWith("+") ? TimeText.NOT_A_TIME : millis);
    }
}
