package dev.millrace.stream.source;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import dev.millrace.stream.event.Event;
import dev.millrace.stream.event.Row;
import dev.millrace.stream.event.Schema;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class CsvPropertiesTest {

    @Provide
    Arbitrary<String> field() {
        Arbitrary<String> plain = Arbitraries.strings()
                .withChars('a', 'Z', '0', '7', '.', '-', ' ', 'ß', '€', ';')
                .ofMaxLength(12);
        Arbitrary<String> quoted = Arbitraries.strings()
                .withChars('a', '"', ',', '\n', '\r', 'ß', ' ')
                .ofMaxLength(12)
                .map(text -> '"' + text.replace("\"", "\"\"") + '"');
        return Arbitraries.oneOf(plain, quoted, Arbitraries.of("", "\"\"", "0", "12.5"));
    }

    @Provide
    Arbitrary<String> document() {
        return field().list()
                .ofSize(3)
                .map(fields -> String.join(",", fields))
                .list()
                .ofMaxSize(12)
                .flatMap(lines -> Arbitraries.of("\n", "\r\n", "\r")
                        .flatMap(end -> Arbitraries.of(true, false)
                                .map(last -> "a,b,c" + end + String.join(end, lines) + (last ? end : ""))));
    }

    @Property(tries = 250)
    void readsTheFieldsThatAKnownGoodReaderReads(@ForAll("document") String document) throws IOException {
        List<List<String>> expected = new ArrayList<>();
        try (var reader = CsvReader.builder().ofCsvRecord(document)) {
            reader.forEach(record -> expected.add(record.getFields()));
        }
        expected.remove(0);
        Schema schema = Schema.builder().text("a").text("b").text("c").build();
        Path file = Files.createTempFile("document", ".csv");
        try {
            Files.writeString(file, document);
            Collected<Event> read = Collected.of(CsvSource.of(file, schema), 0, Offset.START, 3);
            assertThat(read.letters).isEmpty();
            List<List<String>> fields = new ArrayList<>();
            for (Event event : read.events) {
                Row row = (Row) event;
                fields.add(List.of(orEmpty(row.text(0)), orEmpty(row.text(1)), orEmpty(row.text(2))));
            }
            assertThat(fields).isEqualTo(expected);
        } finally {
            Files.delete(file);
        }
    }

    private static String orEmpty(String text) {
        return text == null ? "" : text;
    }

    @Provide
    Arbitrary<String> numeral() {
        Arbitrary<String> decimals = Arbitraries.strings().numeric().ofMaxLength(22);
        Arbitrary<String> written = Arbitraries.of("", "-", "+")
                .flatMap(sign -> decimals.flatMap(whole -> decimals.flatMap(fraction -> Arbitraries.of(
                                "", "e5", "E-7", "e22", "e-320", "e308", "e+1")
                        .map(exponent -> sign + whole + (fraction.isEmpty() ? "" : "." + fraction) + exponent))));
        Arbitrary<String> doubles = Arbitraries.longs().map(bits -> Double.toString(Double.longBitsToDouble(bits)));
        Arbitrary<String> common =
                Arbitraries.doubles().between(-1e6, 1e6).ofScale(6).map(String::valueOf);
        return Arbitraries.oneOf(written, doubles, common, Arbitraries.of(".5", "5.", "-0", "-0.0", "."));
    }

    @Property(tries = 60)
    void aNumberIsWhatTheJdkReads(@ForAll("numerals") List<String> numerals) throws IOException {
        Path file = Files.createTempFile("numbers", ".csv");
        try {
            Files.writeString(file, "x,y\n" + String.join(",1\n", numerals) + ",1\n");
            Schema schema = Schema.builder().number("x").build();
            Collected<Event> read = Collected.of(CsvSource.of(file, schema), 0, Offset.START, 7);
            Iterator<Event> rows = read.events.iterator();
            for (String text : numerals) {
                double expected = jdk(text);
                if (Double.isFinite(expected)) {
                    double actual = ((Row) rows.next()).number(0);
                    assertThat(Double.doubleToRawLongBits(actual))
                            .as(text)
                            .isEqualTo(Double.doubleToRawLongBits(expected));
                } else if (List.of("", "-", "NaN").contains(text)) {
                    assertThat(((Row) rows.next()).number(0)).isNaN();
                }
                byte[] bytes = (" " + text + " ").getBytes(StandardCharsets.US_ASCII);
                assertThat(Double.doubleToRawLongBits(Decimals.number(bytes, 0, bytes.length)))
                        .isEqualTo(Double.doubleToRawLongBits(expected));
            }
            assertThat(rows).isExhausted();
        } finally {
            Files.delete(file);
        }
    }

    @Provide
    Arbitrary<List<String>> numerals() {
        return numeral().list().ofSize(50);
    }

    private static double jdk(String text) {
        try {
            return text.contains("N") || text.contains("I") ? Double.NaN : Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    @Property(tries = 1000)
    void anIntegerIsWhatTheJdkReads(@ForAll long number, @ForAll("integral") String text) {
        byte[] bytes = Long.toString(number).getBytes(StandardCharsets.US_ASCII);
        assertThat(Decimals.integer(bytes, 0, bytes.length, 0)).isEqualTo(number);
        Long expected;
        try {
            expected = Long.valueOf(text);
        } catch (NumberFormatException e) {
            expected = null;
        }
        byte[] other = text.getBytes(StandardCharsets.UTF_8);
        long none = expected == null || expected != 42 ? 42 : 43;
        assertThat(Decimals.integer(other, 0, other.length, none)).isEqualTo(expected == null ? none : expected);
    }

    @Provide
    Arbitrary<String> integral() {
        return Arbitraries.strings().withChars('0', '1', '9', '-', '+').ofMaxLength(21);
    }
}
