package dev.millrace.stream.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.stream.DeadLetter;
import dev.millrace.stream.event.Event;
import dev.millrace.stream.event.FieldType;
import dev.millrace.stream.event.Row;
import dev.millrace.stream.event.Schema;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvSourceTest {
    private static final Schema PAYMENTS = Schema.builder()
            .time("at")
            .text("card")
            .number("amount")
            .integer("count")
            .bool("fraud")
            .build();
    private static final String HEADER = "at,card,amount,count,fraud\n";

    @TempDir
    Path folder;

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private Collected<Event> read(String text) throws IOException {
        CsvSource source = CsvSource.of(file("payments.csv", text), PAYMENTS);
        SourceContract.check(source);
        return Collected.of(source);
    }

    private String fault(String record) throws IOException {
        Collected<Event> read = read(HEADER + record + "\n5,good,1,1,true\n");
        assertThat(read.letters).hasSize(1);
        assertThat(read.events).as("reading goes on at the next record").hasSize(1);
        assertThat(((Row) read.events.get(0)).text(0)).isEqualTo("good");
        DeadLetter letter = read.letters.get(0);
        assertThat(letter.source()).isEqualTo("payments.csv");
        assertThat(letter.offset()).isZero();
        assertThat(letter.cause()).isEqualTo("bad-record");
        assertThat(letter.detail()).contains("payments.csv, line 2 (record 1)");
        return letter.detail();
    }

    @Test
    void readsEveryTypeAndGivesEachRowItsPlace() throws IOException {
        Collected<Event> read = read(HEADER + "2026-03-01T10:15:02.120Z,c-17,420.5,9007199254740993,true\n"
                + "1000,\"c \"\"18\"\", the\nsecond\",-0.25,-3,0\n");
        assertThat(read.letters).isEmpty();
        Row first = (Row) read.events.get(0);
        assertThat(first.integer(0))
                .isEqualTo(Instant.parse("2026-03-01T10:15:02.120Z").toEpochMilli());
        assertThat(first.text(0)).isEqualTo("c-17");
        assertThat(first.number(0)).isEqualTo(420.5);
        assertThat(first.integer(1)).isEqualTo(9007199254740993L);
        assertThat(first.integer(2)).isOne();
        Row second = (Row) read.events.get(1);
        assertThat(second.offset()).isOne();
        assertThat(second.integer(0)).isEqualTo(1000);
        assertThat(second.text(0)).isEqualTo("c \"18\", the\nsecond");
        assertThat(second.number(0)).isEqualTo(-0.25);
        assertThat(second.integer(2)).isZero();
    }

    @Test
    void anEmptyFieldIsMissingAndAQuotedEmptyTextIsEmpty() throws IOException {
        Row row = (Row) read(HEADER + ",,,,\n").events.get(0);
        assertThat(PAYMENTS.fields()).allMatch(row::isMissing);
        Row quoted = (Row) read(HEADER + "\"\",\"\",\"\",\"\",\"\"\n").events.get(0);
        assertThat(quoted.text(0)).isEmpty();
        assertThat(quoted.number(0)).isNaN();
    }

    /** As other programs write it; in a text it may be a name, as of Namibia. */
    @Test
    void whatIsWrittenForAMissingValueIsMissing() throws IOException {
        for (String none :
                List.of("NA", "n/a", "NaN", "nan", "null", "None", "?", "-", "\\N", "  ", "#N/A", " NA ", "\"NA\"")) {
            Collected<Event> read = read(HEADER + none + ",NA," + none + "," + none + "," + none + "\n");
            assertThat(read.letters).as(none).isEmpty();
            Row row = (Row) read.events.get(0);
            assertThat(PAYMENTS.fields())
                    .as(none)
                    .allMatch(field ->
                            field.name().equals("card") ? row.text(field.slot()).equals("NA") : row.isMissing(field));
        }
        assertThat(fault("1,a,nay,1,true")).contains("column 3 'amount'", "nay");
    }

    @Test
    void everyLineEndByteOrderMarkAndMissingLastLineEndIsRead() throws IOException {
        for (String end : List.of("\n", "\r\n", "\r")) {
            String text = "\uFEFF" + HEADER.replace("\n", end) + "1,a,1,1,true" + end + end + "2,b,2.5,22,false";
            Collected<Event> read = read(text);
            assertThat(read.letters).isEmpty();
            assertThat(read.events.toString())
                    .isEqualTo("[{at=1, card=a, amount=1.0, count=1, fraud=true},"
                            + " {at=2, card=b, amount=2.5, count=22, fraud=false}]");
        }
    }

    @Test
    void eachFaultSaysWhereItIsAndWhatWasExpected() throws IOException {
        assertThat(fault("1,a,lots,1,true")).endsWith("column 3 'amount': expected a finite number, found \"lots\"");
        assertThat(fault("1,a,-Infinity,1,true")).contains("column 3 'amount'", "Infinity");
        assertThat(fault("1,a,1e999,1,true")).contains("a number that a double can hold");
        assertThat(fault("1,a,0x1p3,1,true")).contains("0x1p3");
        assertThat(fault("1,a,1,1.5,true")).endsWith("column 4 'count': expected an integer of 64 bits, found \"1.5\"");
        assertThat(fault("1,a,1,9223372036854775808,true")).contains("9223372036854775808");
        assertThat(fault("1,a,1,1,perhaps")).endsWith("column 5 'fraud': expected true or false, found \"perhaps\"");
        assertThat(fault("yesterday,a,1,1,true")).contains("column 1 'at': expected a time such as");
        assertThat(fault("2026-02-30,a,1,1,true")).contains("2026-02-30");
        assertThat(fault("1,a,1,1")).endsWith("expected 5 fields as in the header, found 4");
        assertThat(fault("1,a,1,1,true,6")).endsWith("expected 5 fields as in the header, found 6");
        assertThat(fault("1,\"a\"b,1,1,true")).contains("behind a closing quote");
        assertThat(fault("1,\"a,1,1,true")).endsWith("a quote is opened and never closed");
    }

    @Test
    void bytesThatAreNotUtf8AreAFaultOfTheirField() throws IOException {
        Path file = Files.write(
                folder.resolve("latin.csv"), "card\nM\u00fcller\nna\u00efve\n".getBytes(StandardCharsets.ISO_8859_1));
        Schema schema = Schema.builder().text("card").build();
        Collected<Event> read = Collected.of(CsvSource.of(file, schema));
        assertThat(read.events).isEmpty();
        assertThat(read.letters).hasSize(2).allMatch(letter -> letter.detail().contains("text in UTF-8"));
        Files.writeString(file, "card\nMüller\nMüller\n");
        List<Event> events = Collected.of(CsvSource.of(file, schema)).events;
        assertThat(((Row) events.get(0)).text(0)).isEqualTo("Müller").isSameAs(((Row) events.get(1)).text(0));
    }

    @Test
    void anotherSeparatorAndZone() throws IOException {
        Path file = file("payments.tsv", "card\tat\na,b\t2026-07-01 12:00:00.5\n");
        Schema schema = Schema.builder().text("card").time("at").build();
        CsvSource source = CsvSource.of(file, schema);
        assertThat(Collected.of(source).events.toString()).contains("card=a,b");
        CsvSource berlin = source.format(CsvFormat.TAB.zone(ZoneId.of("Europe/Berlin")));
        assertThat(((Row) Collected.of(berlin).events.get(0)).integer(0))
                .isEqualTo(Instant.parse("2026-07-01T10:00:00.500Z").toEpochMilli());
    }

    @Test
    void columnsThatTheSchemaDoesNotNameAreSkipped() throws IOException {
        Path file = file("wide.csv", "a,b,c,d\nx,\"skip, me\",7,y\nx,,8,y\n");
        CsvSource source = CsvSource.of(file, Schema.builder().number("c").build());
        SourceContract.check(source);
        assertThat(Collected.of(source).events.toString()).isEqualTo("[{c=7.0}, {c=8.0}]");
    }

    @Test
    void filesAreSideBySideOrInSequence() throws IOException {
        Schema schema = Schema.builder().text("a").integer("b").build();
        file("f1.csv", "a,b\nx,1\nbad,one\nx,2\n");
        file("f2.csv", "b,a\n3,y\n");
        file("f3.csv", "a,b\n");
        CsvSource source = new CsvSource(SourceFiles.matching(folder + "/f*.csv"), schema);
        assertThat(source.partitions()).isEqualTo(3);
        SourceContract.check(source);
        assertThat(Collected.of(source, 1, Offset.START, 10).all).containsExactly("0/1/0 {a=y, b=3}");
        SourceContract.check(source.inSequence());
        assertThat(Collected.of(source.inSequence()).all)
                .containsExactly(
                        "0/0/0 {a=x, b=1}", "dead letter 1 of 0: bad,one", "0/0/2 {a=x, b=2}", "0/0/3 {a=y, b=3}");
    }

    @Test
    void aPackedFileReadsLikeAPlainOne() throws IOException {
        StringBuilder text = new StringBuilder(HEADER);
        for (int i = 0; i < 300; i++) {
            text.append(i)
                    .append(",card ")
                    .append(i % 7)
                    .append(',')
                    .append(i / 8.0)
                    .append(",5,true\n");
        }
        Path packed = folder.resolve("payments.csv.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
            out.write(text.toString().getBytes(StandardCharsets.UTF_8));
        }
        CsvSource source = CsvSource.of(packed, PAYMENTS);
        SourceContract.check(source);
        assertThat(Collected.of(source).all)
                .isEqualTo(read(text.toString()).all)
                .hasSize(300);
        Files.writeString(packed, HEADER);
        assertThatThrownBy(() -> source.open(0, Offset.START)).hasMessageContaining("is not a gzip file");
    }

    @Test
    void whatCannotBeReadSaysSo() throws IOException {
        Path empty = file("empty.csv", "");
        assertThatThrownBy(() -> CsvSource.of(empty, PAYMENTS).open(0, Offset.START))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("empty.csv is empty; expected a header line");
        Path binary = file("binary.csv", "at,\0card\n1,2\n");
        assertThatThrownBy(() -> CsvSource.of(binary, PAYMENTS).open(0, Offset.START))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("binary.csv is no text");
        assertThatThrownBy(
                        () -> CsvSource.of(folder.resolve("none.csv"), PAYMENTS).open(0, Offset.START))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("there is no file");
        assertThatThrownBy(() -> CsvSource.of(folder, PAYMENTS).open(0, Offset.START))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is a directory");
        Path open = file("open.csv", "at,\"card\n1,2\n");
        assertThatThrownBy(() -> CsvSource.of(open, PAYMENTS).open(0, Offset.START))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("open.csv: a quote in the header is not closed");
        Path other = file("other.csv", "at,card,amout,count,fraud\n");
        assertThatThrownBy(() -> CsvSource.of(other, PAYMENTS).open(0, Offset.START))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("has no column 'amount'; did you mean 'amout'?");
        assertThatThrownBy(() ->
                        CsvSource.of(other, Schema.builder().time("at").build()).open(0, new Offset(0, 5, 1000)))
                .hasMessageContaining("cannot go on at byte 1000");
        assertThatThrownBy(() -> SourceFiles.matching(folder + "/*.parquet")).hasMessageContaining("no file matches");
        assertThatThrownBy(() -> CsvFormat.COMMA.separator('7')).hasMessageContaining("a separator is one ASCII");
    }

    @Test
    void aRecordLongerThanAllowedIsRefusedAndReadingGoesOn() throws IOException {
        String longText = "x".repeat(400_000);
        Schema schema = Schema.builder().text("a").integer("b").build();
        Path file = file("long.csv", "a,b\n" + longText + ",1\n" + "\"" + longText + "\n" + longText + "\n\",2\ny,3\n");
        CsvSource small = CsvSource.of(file, schema).format(CsvFormat.COMMA.mostRecordBytes(300_000));
        SourceContract.check(small);
        Collected<Event> read = Collected.of(small);
        assertThat(read.letters).isNotEmpty().first().satisfies(letter -> {
            assertThat(letter.detail()).contains("longer than 300000 bytes");
            assertThat(letter.payload()).hasSizeLessThan(3000);
        });
        assertThat(read.all).last().asString().contains("{a=y, b=3}");
        Collected<Event> large = Collected.of(CsvSource.of(file, schema));
        assertThat(large.letters).isEmpty();
        assertThat(large.events).hasSize(3);
    }

    @Test
    void aQuoteThatIsNeverClosedCostsOneRecord() throws IOException {
        Collected<Event> read = read(HEADER + "1,a,1,1,true\n2,\"b,1,1,true\n3,c,1,1,true\n4,d,1,1,true\n");
        assertThat(read.all).hasSize(4);
        assertThat(read.letters)
                .singleElement()
                .satisfies(letter -> assertThat(letter.detail()).contains("line 3 (record 2)"));
    }

    @Test
    void theSchemaDecidesWhatDigitsAre() throws IOException {
        for (FieldType type : List.of(FieldType.TEXT, FieldType.INTEGER, FieldType.NUMBER, FieldType.TIME)) {
            Path file = file("digits.csv", "a,b\n1,1\n7,22\n");
            CsvSource source = CsvSource.of(
                    file, Schema.builder().add("a", type).add("b", type).build());
            Row row = (Row) Collected.of(source).events.get(1);
            assertThat(row.isMissing(row.schema().field("a"))).isFalse();
            if (type != FieldType.NUMBER) {
                assertThat(row.name(row.schema().field("a"))).isEqualTo("7");
                assertThat(row.name(row.schema().field("b"))).isEqualTo("22");
            }
        }
    }

    @Test
    void recordsAcrossTheEndsOfTheBufferAreReadWhole() throws IOException {
        StringBuilder text = new StringBuilder("id,note,amount,flag\n");
        int rows = 40_000;
        for (int i = 0; i < rows; i++) {
            text.append(i)
                    .append(",\"n \"\"")
                    .append(i)
                    .append("\"\",\nü\",")
                    .append(i / 8.0)
                    .append(",1\r\n");
        }
        Path file = file("large.csv", text.toString());
        Schema schema = Schema.builder()
                .integer("id")
                .text("note")
                .number("amount")
                .text("flag")
                .build();
        Collected<Event> read = Collected.of(CsvSource.of(file, schema));
        assertThat(read.letters).isEmpty();
        assertThat(read.events).hasSize(rows);
        for (int i = 0; i < rows; i++) {
            Row row = (Row) read.events.get(i);
            assertThat(row.integer(0) == i
                            && row.text(0).equals("n \"" + i + "\",\nü")
                            && row.number(0) == i / 8.0
                            && row.text(1).equals("1"))
                    .as("row " + i)
                    .isTrue();
        }
    }
}
