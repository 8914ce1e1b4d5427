package dev.millrace.datasets.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.stream.event.Event;
import dev.millrace.stream.event.FieldType;
import dev.millrace.stream.source.Collected;
import dev.millrace.stream.source.SourceContract;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowFormatTest {
    private static final String WEATHER = """
            % the weather
            @RELATION weather
            @attribute outlook {sunny, 'partly cloudy', rain}
            @attribute temperature real
            @attribute "wind speed" NUMERIC
            @attribute note string
            @attribute at date
            @attribute play {yes, no}

            @DATA
            sunny,85,1e1,'it''s',?,no
            'partly cloudy', 80.5 ,?,"a, b",2026-03-01T10:00:00,yes
            % in between
            rain,70,5,?,?,yes
            """;

    @TempDir
    private Path folder;

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private Collected<Event> read(String name, String text) throws IOException {
        RowFormat format = RowFormat.ofName(name).orElseThrow();
        Path file = file(name, text);
        var source = format.open(file, format.schema(file, Map.of()));
        SourceContract.check(source);
        return Collected.of(source);
    }

    private void rejected(String name, String text, String... parts) throws IOException {
        assertThat(read(name, text).letters)
                .singleElement()
                .satisfies(letter -> assertThat(letter.detail()).contains(parts));
    }

    private void refused(String name, String text, String message) throws IOException {
        Path file = file(name, text);
        assertThatThrownBy(() -> RowFormat.ofName(name).orElseThrow().describe(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(message);
    }

    @Test
    void theEndingTellsTheFormat() {
        assertThat(RowFormat.ofName("a.arff")).contains(RowFormat.ARFF);
        assertThat(RowFormat.ofName("a.SVM.gz")).contains(RowFormat.LIBSVM);
        assertThat(RowFormat.ofName("a.libsvm")).contains(RowFormat.LIBSVM);
        assertThat(RowFormat.ofName("a.vw")).contains(RowFormat.VW);
        assertThat(RowFormat.ofName("a.csv")).isEmpty();
    }

    @Test
    void arffHasItsFieldsInAHeader() throws IOException {
        Path file = file("weather.arff", WEATHER);
        RowFormat.Description told = RowFormat.ARFF.describe(file);
        assertThat(told.schema())
                .hasToString("outlook:TEXT, temperature:NUMBER, wind speed:NUMBER, note:TEXT, at:TIME, play:TEXT");
        assertThat(told.label()).isEqualTo("play");
        assertThat(told.classes()).containsExactly("yes", "no");
    }

    @Test
    void arffRowsAreReadWithQuotesAndGaps() throws IOException {
        Collected<Event> read = read("weather.arff", WEATHER.replace("'it''s'", "'it\\'s'"));
        assertThat(read.letters).isEmpty();
        assertThat(read.events.toString())
                .isEqualTo("[{outlook=sunny, temperature=85.0, wind speed=10.0, note=it's, play=no},"
                        + " {outlook=partly cloudy, temperature=80.5, note=a, b, at=1772359200000, play=yes},"
                        + " {outlook=rain, temperature=70.0, wind speed=5.0, play=yes}]");
    }

    @Test
    void sparseArffSaysOnlyWhatIsNotTheFirst() throws IOException {
        String text = """
                @relation r
                @attribute a numeric
                @attribute b {no, yes}
                @attribute c numeric
                @attribute d {x, 'y z'}
                @data
                {0 1.5, 3 'y z'}
                {}
                {1 yes,2 ?}
                """;
        assertThat(read("s.arff", text).events.toString())
                .isEqualTo("[{a=1.5, b=no, c=0.0, d=y z}, {a=0.0, b=no, c=0.0, d=x}, {a=0.0, b=yes, d=x}]");
    }

    @Test
    void arffFaultsAreToldByLineAndColumn() throws IOException {
        String head = "@relation r\n@attribute a numeric\n@attribute c {red, blue}\n@data\n1,red\n";
        rejected("f.arff", head + "2,bleu\n", "line 6", "column 3", "'bleu' is no value of 'c'; did you mean 'blue'?");
        rejected("f.arff", head + "x,red\n", "line 6", "column 1", "'a' must be a finite number, got 'x'");
        rejected("f.arff", head + "1e999,red\n", "must be a finite number");
        rejected("f.arff", head + "2\n", "column 2", "1 values for 2 attributes; 'c' is the first without one");
        rejected("f.arff", head + "2,red,blue\n", "column 7", "more values than the 2 attributes");
        rejected("f.arff", head + "2,'red\n", "column 3", "a quote is opened and never closed");
        rejected("f.arff", head + "2,\n", "'c' has no value; write ? where it is missing");
        rejected("f.arff", head + "{5 red}\n", "column 2", "index of 0 … 1");
        rejected("f.arff", head + "{0 1\n", "the record is not closed; add '}'");
        rejected("f.arff", head + "{0}\n", "'a' has no value");
    }

    @Test
    void anArffHeaderIsCheckedWhenTheFileIsOpened() throws IOException {
        refused("h.arff", "", "is empty");
        refused("h.arff", "a,b\n1,2\n", "line 1, column 1: a header has @relation, @attribute and @data, got 'a,b'");
        refused("h.arff", "@relation r\n@attribute a numeric\n", "there is no line @data; is it cut");
        refused("h.arff", "@relation r\n@data\n1\n", "line 2, column 1: there is no attribute before @data");
        refused("h.arff", "@attribute a complex\n@data\n", "line 1, column 14: the attribute 'a' is numeric");
        refused("h.arff", "@attribute a numeric\n@attribute a real\n@data\n", "the attribute 'a' stands twice");
        refused("h.arff", "@attribute a {x, y\n@data\n", "the list of values is not closed");
        refused("h.arff", "@attribute a {}\n@data\n", "the list has no values");
    }

    @Test
    void libsvmIsALabelAndTokens() throws IOException {
        Collected<Event> read = read("a.svm", "+1 1:0.5 300000:1e-3 # first\n\n-1\t7:2\n# all comment\n+1\n");
        assertThat(read.letters).isEmpty();
        assertThat(read.events.toString())
                .isEqualTo("[{label=1, features=1:0.5 300000:1e-3}, {label=-1, features=7:2}, {label=1, features=}]");
        Path packed = folder.resolve("a.libsvm.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
            out.write("ham 1:1\nspam 2:1\n".getBytes(StandardCharsets.UTF_8));
        }
        assertThat(RowFormat.LIBSVM.describe(packed).schema()).hasToString("label:TEXT, features:TEXT");
        assertThat(RowFormat.LIBSVM.describe(file("r.svm", "1.5 1:1\n2 2:1\n")).schema())
                .hasToString("label:NUMBER, features:TEXT");
        assertThat(RowFormat.LIBSVM
                        .schema(packed, Map.of("label", FieldType.TEXT))
                        .field("label")
                        .type())
                .isEqualTo(FieldType.TEXT);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RowFormat.LIBSVM.schema(packed, Map.of("lable", FieldType.TEXT)))
                .withMessageEndingWith("did you mean 'label'?");
    }

    @Test
    void libsvmFaultsAreToldByLineAndColumn() throws IOException {
        rejected("f.svm", "1 1:1\n1:1 2:1\n", "line 2", "column 1", "write the label first");
        rejected("f.svm", "1 1:1\n1 2:1 x:1\n", "line 2", "column 7", "as in 17:0.5, got 'x:1'");
        rejected("f.svm", "1 1:1\n1 qid:3 2:1\n", "column 3", "ranking queries are not read");
        rejected("f.svm", "1 1:1\n1 2:\n", "column 5", "feature 2 must have a finite number, got ''");
        rejected("f.svm", "1 1:1\n1 2:nan\n", "feature 2 must have a finite number, got 'nan'");
        rejected("f.svm", "1 1:1\n2 2:1\nx 3:1\n" + "1 1:1\n".repeat(200), "'label' must be an integer");
        refused("f.svm", "a:1\n", "has no line of libsvm among its first; the first is wrong: f.svm, line 1");
    }

    @Test
    void hundredThousandFeaturesAreOneField() throws IOException {
        StringBuilder line = new StringBuilder("1");
        for (int i = 1; i <= 100_000; i++) {
            line.append(' ').append(i).append(":0.25");
        }
        Collected<Event> read = read("wide.svm", line + "\n0 5:1\n");
        assertThat(read.events).hasSize(2);
        assertThat(read.events.get(0).toString()).endsWith(" 100000:0.25}");
    }

    @Test
    void vwHasNamespacesAndImportance() throws IOException {
        Collected<Event> read = read(
                "a.vw",
                "1 2.0 'tag|user age:0.5 male |:2 x y:3\n-1 | plain b:1e2\n|only features\n1 tag2|a:2.5 b c:4\n");
        assertThat(read.letters).isEmpty();
        assertThat(read.events)
                .extracting(Object::toString)
                .containsExactly(
                        "{label=1, importance=2.0, features=user^age:0.5 user^male ^x:2.0 ^y:6.0}",
                        "{label=-1, importance=1.0, features=plain b:1e2}",
                        "{features=only^features}",
                        "{label=1, importance=1.0, features=a^b:2.5 a^c:10.0}");
        assertThat(RowFormat.VW.describe(folder.resolve("a.vw")).weight()).isEqualTo("importance");
        assertThat(RowFormat.VW.describe(file("b.vw", "1 | a\n")).weight()).isNull();
    }

    @Test
    void vwFaultsAreToldByLineAndColumn() throws IOException {
        rejected("f.vw", "1 | a\n1 a b\n", "line 2", "column 6", "there is no '|' before the features");
        rejected("f.vw", "1 | a\n1:0.5 2:1 | a\n", "column 1", "labels with costs or actions");
        rejected("f.vw", "1 | a\n1 | a:x\n", "line 2", "column 5", "got 'a:x'");
        rejected("f.vw", "1 | a\n1 | :1\n", "column 5", "got ':1'");
        rejected("f.vw", "1 | a\n1 -2 | a\n", "column 3", "an importance is not negative");
        rejected("f.vw", "1 | a\n1 1 1 1 1 | a\n", "write one label");
    }
}
