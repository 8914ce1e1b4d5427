package dev.millrace.stream.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.millrace.stream.DeadLetter;
import dev.millrace.stream.event.DateForm;
import dev.millrace.stream.event.Event;
import dev.millrace.stream.event.FieldType;
import dev.millrace.stream.event.Row;
import dev.millrace.stream.event.Schema;
import dev.millrace.stream.event.TimeText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Numbers and dates as the programs of other countries write them. */
class CsvSampleTest {
    private static final CsvFormat SEMICOLON = CsvFormat.COMMA.separator(';');

    @TempDir
    private Path folder;

    private Path file(String... lines) throws IOException {
        return Files.writeString(folder.resolve("rows.csv"), String.join("\n", lines) + "\n");
    }

    private CsvSample sample(String... lines) throws IOException {
        return CsvSample.of(file(lines), SEMICOLON);
    }

    @Test
    void decimalCommasAreSeenByTheirDigits() throws IOException {
        assertThat(sample("a;b", "1,5;x", "2;y", "-0,25;z").decimal()).isEqualTo(',');
        assertThat(sample("a;b", "1.5;x", "2;y").decimal()).isEqualTo('.');
        assertThat(sample("a;b", "1;x,y", "2;y").decimal()).isEqualTo('.');
    }

    @Test
    void marksBetweenThousandsSayWhatTheOtherMarkIs() throws IOException {
        assertThat(sample("a;b", "1.234,5;x", "2;y").decimal()).isEqualTo(',');
        assertThat(sample("a;b", "1.234.567;x", "2;y").decimal()).isEqualTo(',');
        assertThat(sample("a;b", "1,234.5;x", "2;y").decimal()).isEqualTo('.');
        assertThat(sample("a;b", "1,234.5;1.234,5").doubts())
                .singleElement()
                .asString()
                .contains("'b' have commas and those of 'a' points");
        assertThat(sample("a;b", "192.168.1.20;x", "10.0.0.1;y").decimal()).isEqualTo('.');
    }

    @Test
    void thousandsAreReadWhereTheyAreBeyondDoubt() {
        assertThat(number("1.234,5", ',')).isEqualTo(1234.5);
        assertThat(number(" -12.345.678 ", ',')).isEqualTo(-12_345_678);
        assertThat(number("+1.234,", ',')).isEqualTo(1234);
        assertThat(number("1,234.5", '.')).isEqualTo(1234.5);
        assertThat(number("999,999,999.25", '.')).isEqualTo(999_999_999.25);
        for (String text : List.of("1.234", "12.34,5", "1.2345,5", "0.123,5", "1234.567,5", "1.234.56", "1.234,5e3")) {
            assertThat(number(text, ',')).as(text).isNaN();
        }
        for (String text : List.of("1,234", "12,34.5", "1,2345.5", "0,123.5", "1234,567.5", ",123.5", "1,234.5.6")) {
            assertThat(number(text, '.')).as(text).isNaN();
        }
    }

    private static double number(String text, char decimal) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return Decimals.number(bytes, 0, bytes.length, decimal);
    }

    @Test
    void aColumnWithThousandsIsOfNumbers() throws IOException {
        Path file = file("price;count", "1.234.567,89;1", "999,50;2", "12.000,00;3");
        CsvFormat format = SEMICOLON.decimal(CsvSample.of(file, SEMICOLON).decimal());
        Schema schema = SchemaInference.ofCsv(file, format, Map.of());
        assertThat(schema.field("price").type()).isEqualTo(FieldType.NUMBER);
        Collected got = new Collected(new ArrayList<>(), new ArrayList<>());
        try (SourceReader<Event> reader =
                CsvSource.of(file, schema).format(format).open(0, Offset.START)) {
            reader.poll(got, 100);
        }
        assertThat(got.letters()).isEmpty();
        assertThat(got.rows()).extracting(row -> row.number(0)).containsExactly(1_234_567.89, 999.5, 12_000.0);
        Path quoted = file("price,count", "\"1,234.50\",1", "999.00,2");
        assertThat(SchemaInference.ofCsv(quoted, CsvFormat.COMMA, Map.of())
                        .field("price")
                        .type())
                .isEqualTo(FieldType.NUMBER);
    }

    @Test
    void whatMayBeThousandsIsADoubt() throws IOException {
        CsvSample thousands = sample("a;b", "1,500;x", "12,250;y");
        assertThat(thousands.decimal()).isEqualTo('.');
        assertThat(thousands.doubts())
                .singleElement()
                .asString()
                .contains("commas in 'a' may stand before decimals or between thousands", "decimal: \",\"");
        assertThat(sample("a;b", "1,500;x", "12,2505;y").decimal()).isEqualTo(',');
        assertThat(sample("a;b", "1,5;2.5", "2,5;3.5").doubts())
                .singleElement()
                .asString()
                .contains("'a' have commas and those of 'b' points");
    }

    @Test
    void datesAreReadAsTheyShow() throws IOException {
        assertThat(sample("a;b", "1.2.2026;x", "31.12.2026 14:05;y").dates()).isEqualTo(DateForm.DAY_MONTH_DOTS);
        assertThat(sample("a;b", "1/2/2026;x", "12/31/2026 14:05;y").dates()).isEqualTo(DateForm.MONTH_DAY);
        assertThat(sample("a;b", "1/2/2026;x", "31/12/2026;y").dates()).isEqualTo(DateForm.DAY_MONTH);
        assertThat(sample("a;b", "2026-01-02;x").dates()).isEqualTo(DateForm.ISO);
        assertThat(sample("a;b", "1.2.3;x", "45.1.2026;y").dates()).isEqualTo(DateForm.ISO);
        CsvSample open = sample("at;b", "1/2/2026;x", "12/11/2026;y");
        assertThat(open.dates()).isEqualTo(DateForm.ISO);
        assertThat(open.doubts())
                .singleElement()
                .asString()
                .contains("dates in 'at' may begin with the day or with the month", "dates: m/d/yyyy");
        assertThat(sample("at;b", "13/2/2026;1.1.2026", "12/11/2026;2.1.2026").doubts())
                .singleElement()
                .asString()
                .contains("written in several ways: 'b', 'at'");
        assertThat(sample("at;b", "13/2/2026;1", "2/13/2026;2").dates()).isEqualTo(DateForm.ISO);
    }

    private record Collected(List<Row> rows, List<DeadLetter> letters) implements SourceReader.Sink<Event> {
        @Override
        public void event(Event event, long arrivalMillis) {
            rows.add((Row) event);
        }

        @Override
        public void reject(DeadLetter letter) {
            letters.add(letter);
        }
    }

    @Test
    void rowsAreReadSoAndWhatDoesNotFitIsSaidPrecisely() throws IOException {
        Path file = file(
                "n;m;k;at",
                "1,5;2;3;31.12.2026 14:05",
                "-0,25;;1234567,875;1.2.2026",
                "\"1e3\";1,0;7;2026-03-01",
                "1.234;1;1;1.1.2026",
                "1;1;1;31.2.2026");
        CsvFormat format = SEMICOLON.decimal(',').dates(DateForm.DAY_MONTH_DOTS).zone(ZoneId.of("Europe/Zurich"));
        Schema schema = SchemaInference.ofCsv(file, format, Map.of("n", FieldType.NUMBER, "at", FieldType.TIME));
        assertThat(schema.field("m").type()).isEqualTo(FieldType.NUMBER);
        Collected got = new Collected(new ArrayList<>(), new ArrayList<>());
        try (SourceReader<Event> reader =
                CsvSource.of(file, schema).format(format).open(0, Offset.START)) {
            reader.poll(got, 100);
        }
        assertThat(got.rows()).hasSize(3);
        assertThat(got.rows().get(0).number(0)).isEqualTo(1.5);
        assertThat(got.rows().get(1).number(0)).isEqualTo(-0.25);
        assertThat(got.rows().get(1).number(1)).isNaN();
        assertThat(got.rows().get(1).number(2)).isEqualTo(1234567.875);
        assertThat(got.rows().get(2).number(0)).isEqualTo(1000);
        int at = schema.field("at").slot();
        assertThat(got.rows().get(0).integer(at))
                .isEqualTo(Instant.parse("2026-12-31T13:05:00Z").toEpochMilli());
        assertThat(got.rows().get(2).integer(at))
                .isEqualTo(Instant.parse("2026-02-28T23:00:00Z").toEpochMilli());
        assertThat(got.letters().get(0).detail())
                .contains("a number with a decimal comma, such as 1,5", "found \"1.234\"");
        assertThat(got.letters().get(1).detail()).contains("a date such as 31.12.2026", "31.2.2026");
    }

    @Test
    void datesOfEachFormAreReadOrRefused() {
        TimeText american = new TimeText(ZoneOffset.UTC, DateForm.MONTH_DAY);
        assertThat(american.parse("2/29/2024"))
                .isEqualTo(Instant.parse("2024-02-29T00:00:00Z").toEpochMilli());
        assertThat(american.parse("12/31/2026 23:59:58.5"))
                .isEqualTo(Instant.parse("2026-12-31T23:59:58.500Z").toEpochMilli());
        for (String wrong : List.of(
                "31/12/2026", "2/29/2026", "1/2/26", "1//2026", "1/2/2026x", "111/2/2026", "/1/2026", "1/2/20267")) {
            assertThat(american.parse(wrong)).as(wrong).isEqualTo(TimeText.NOT_A_TIME);
        }
        TimeText iso = new TimeText(ZoneOffset.UTC);
        assertThat(iso.parse("12/31/2026")).isEqualTo(TimeText.NOT_A_TIME);
        assertThatIllegalArgumentException().isThrownBy(() -> CsvFormat.COMMA.decimal('x'));
    }
}
