package dev.millrace.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.millrace.stream.event.Event;
import dev.millrace.stream.event.FieldType;
import dev.millrace.stream.event.Row;
import dev.millrace.stream.source.Collected;
import dev.millrace.stream.source.SourceContract;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetsTest {
    private static final Catalog CATALOG = Catalog.load();

    @TempDir
    Path folder;

    /** A dataset of the catalog with other contents, so that a test needs no real file. */
    private static Dataset with(Dataset d, String content, String address, String format) throws IOException {
        Path file = Files.createTempFile("content", ".csv");
        try {
            Files.writeString(file, content);
            return new Dataset(
                    d.name(),
                    d.task(),
                    d.rows(),
                    d.label(),
                    d.classes(),
                    d.categories(),
                    d.leaveOut(),
                    d.time(),
                    d.hours(),
                    d.value(),
                    d.anomalyWindows(),
                    d.schema(),
                    d.order(),
                    d.origin(),
                    d.licence(),
                    d.file(),
                    d.format(),
                    "packed",
                    Datasets.sha256(file),
                    address,
                    format);
        } finally {
            Files.delete(file);
        }
    }

    @Test
    void theCatalogNamesEveryStreamWithItsTaskAndSchema() {
        assertThat(CATALOG.all())
                .extracting(Dataset::name)
                .containsExactly(
                        "electricity",
                        "covtype-15k",
                        "phishing",
                        "bananas",
                        "bike-sharing",
                        "spam-drift",
                        "nab-nyc-taxi",
                        "nab-machine-temperature",
                        "nab-ec2-cpu",
                        "covtype",
                        "poker-hand");
        assertThat(CATALOG.all()).allSatisfy(dataset -> {
            assertThat(dataset.rows()).isPositive();
            if (dataset.contentSha256() == null) {
                assertThat(dataset.address()).startsWith("https://");
            } else {
                assertThat(dataset.sha256()).hasSize(64);
                assertThat(dataset.contentSha256()).hasSize(64);
            }
            assertThat(dataset.licence()).isNotBlank();
            assertThat(dataset.features()).isNotEmpty();
        });
        Dataset electricity = CATALOG.get("electricity");
        assertThat(electricity.classes().values()).containsExactly("UP", "DOWN");
        assertThat(electricity.features())
                .containsExactly("date", "day", "period", "nswprice", "nswdemand", "vicprice", "vicdemand", "transfer");
        assertThat(CATALOG.get("covtype-15k").categories()).hasSize(44);
        assertThat(CATALOG.get("bike-sharing").schema().names()).doesNotContain("instant", "casual", "registered");
        assertThat(CATALOG.get("nab-nyc-taxi").anomalyWindows()).hasSize(5);
        assertThatThrownBy(() -> CATALOG.get("electricty")).hasMessageEndingWith("did you mean 'electricity'?");
    }

    @Test
    void classesAreCalledByTheirNames() throws IOException {
        String content = """
                date,day,period,nswprice,nswdemand,vicprice,vicdemand,transfer,class
                0,2,0,0.056443,0.439155,0.003467,0.422915,0.414912,1
                0,2,0.02,0.05,0.4,0.003467,0.422915,0.414912,0
                """;
        Dataset electricity = with(CATALOG.get("electricity"), content, null, "csv");
        Path file = Files.writeString(folder.resolve("e.csv"), content);
        DatasetSource source = new DatasetSource(electricity, file, "0123456789abcdef");
        SourceContract.check(source);
        List<Event> rows = Collected.of(source).events;
        assertThat(rows.get(0).toString()).contains("class=UP", "day=2,", "nswprice=0.056443");
        assertThat(rows.get(1).toString()).contains("class=DOWN");
    }

    @Test
    void theHourIsAddedToTheDay() throws IOException {
        String header = String.join(",", CATALOG.get("bike-sharing").schema().names());
        String content = header + "\n2011-01-02,1,0,1,13,0,6,0,1,0.24,0.2879,0.81,0,16\n";
        Dataset bikes = with(CATALOG.get("bike-sharing"), content, null, "csv");
        Row row = (Row) Collected.of(new DatasetSource(
                        bikes, Files.writeString(folder.resolve("b.csv"), content), "0123456789abcdef"))
                .events
                .get(0);
        assertThat(Instant.ofEpochMilli(row.integer(0))).isEqualTo(Instant.parse("2011-01-02T13:00:00Z"));
    }

    @Test
    void aNumberMayBeReadAsANameButNotTheLabel() throws Exception {
        Dataset bikes =
                CATALOG.get("bike-sharing").withTypes(Map.of("hr", FieldType.TEXT, "weekday", FieldType.INTEGER));
        Path file = Files.writeString(
                folder.resolve("named.csv"),
                String.join(",", bikes.schema().names()) + "\n2011-01-01,1,0,1,13,0,6,0,1,0.24,0.28,0.81,0,16\n");
        Row row = (Row) Collected.of(new DatasetSource(bikes, file, "0123456789abcdef"))
                .events
                .get(0);
        assertThat(row.name(bikes.schema().field("hr"))).isEqualTo("13");
        assertThat(row.integer(bikes.schema().field("weekday").slot())).isEqualTo(6);
        assertThat(row.integer(bikes.schema().field("dteday").slot()))
                .as("the hour is still added to the day")
                .isEqualTo(Instant.parse("2011-01-01T13:00:00Z").toEpochMilli());
        assertThatThrownBy(() -> CATALOG.get("bike-sharing").withTypes(Map.of("cnt", FieldType.TEXT)))
                .hasMessageContaining("'cnt' of dataset bike-sharing is number and nothing else");
        assertThatThrownBy(() -> CATALOG.get("bike-sharing").withTypes(Map.of("hrs", FieldType.TEXT)))
                .hasMessageContaining("did you mean 'hr'?");
    }

    @Test
    void documentsAreALabelAndWords() throws IOException {
        Path file = Files.writeString(folder.resolve("s.svm"), "1 2:1 129:1\n0\n1 5:x\n0 7:1 \n");
        DatasetSource source = new DatasetSource(CATALOG.get("spam-drift"), file, "0123456789abcdef");
        SourceContract.check(source);
        Collected<Event> read = Collected.of(source);
        assertThat(read.events.toString())
                .isEqualTo("[{spam=1, words=2:1 129:1}, {spam=0, words=}, {spam=0, words=7:1}]");
        assertThat(read.letters)
                .singleElement()
                .satisfies(letter -> assertThat(letter.detail()).contains("line 3", "column 5", "got 'x'"));
    }

    @Test
    void aFileInTheNamedFolderIsCheckedBeforeItIsRead() throws IOException {
        Files.writeString(
                folder.resolve("manifest.json"), "{\"datasets\":[{\"name\":\"bananas\",\"file\":\"bananas.csv.gz\"}]}");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(folder.resolve("bananas.csv.gz")))) {
            out.write("x1,x2,class\n".getBytes(StandardCharsets.UTF_8));
        }
        Datasets datasets = new Datasets(folder, folder.resolve("cache"));
        assertThatThrownBy(() -> datasets.open("bananas"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is not dataset bananas as the catalog knows it: its SHA-256 is");
        Files.delete(folder.resolve("manifest.json"));
        assertThatThrownBy(() -> datasets.open("bananas")).hasMessageContaining("which has no manifest.json");
    }

    @Test
    void theSumOfTheFirstFileHoldsWhereNoneIsKnown() throws IOException {
        Files.writeString(folder.resolve("manifest.json"), "{\"datasets\":[{\"name\":\"poker-hand\"}]}");
        Path file = folder.resolve("poker-hand.csv");
        Dataset poker = CATALOG.get("poker-hand");
        String rows = String.join(",", poker.schema().names()) + "\n1,10,1,11,1,13,1,12,1,1,9\n";
        Files.writeString(file, rows);
        Path cache = folder.resolve("cache");
        assertThat(Collected.of(new Datasets(folder, cache).open("poker-hand"))
                        .events
                        .toString())
                .contains("S1=1, C1=10.0", "CLASS=9");
        assertThat(new Datasets(folder, cache).find(poker)).contains(file);
        Files.writeString(file, rows + "1,1,1,1,1,1,1,1,1,1,0\n");
        assertThatThrownBy(() -> new Datasets(folder, cache).find(poker))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is not dataset poker-hand as it came first");
    }

    @Test
    void archivesAndFilesWithoutAHeaderBecomeCsv() throws IOException {
        Path to = folder.resolve("to.csv");
        Dataset poker = with(CATALOG.get("poker-hand"), "", "https://example.org/poker.data", "csv-bare");
        Fetcher.write(poker, new ByteArrayInputStream("1,2\n".getBytes(StandardCharsets.UTF_8)), to);
        assertThat(to).hasContent(String.join(",", poker.schema().names()) + "\n1,2\n");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("day.csv"));
            zip.putNextEntry(new ZipEntry("hour.csv"));
            zip.write("a,b\n1,2\n".getBytes(StandardCharsets.UTF_8));
        }
        Dataset bikes = with(CATALOG.get("bike-sharing"), "", "https://example.org/bikes.zip", "zip:hour.csv");
        Fetcher.write(bikes, new ByteArrayInputStream(bytes.toByteArray()), to);
        assertThat(to).hasContent("a,b\n1,2\n");
        Dataset other = with(CATALOG.get("bike-sharing"), "", "https://example.org/bikes.zip", "zip:week.csv");
        assertThatThrownBy(() -> Fetcher.write(other, new ByteArrayInputStream(bytes.toByteArray()), to))
                .hasMessageContaining("has no file week.csv in it any more");
    }

    @Test
    void whatIsNowhereSaysWhatToDo() {
        Datasets datasets = new Datasets(null, folder.resolve("cache"));
        assertThatThrownBy(() -> datasets.open("covtype-15k"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no public address of these 15000 rows is known")
                .hasMessageContaining("put covtype-15k.csv.gz into a folder and name it in MILLRACE_DATASETS");
        assertThatThrownBy(() -> datasets.open("nothing")).hasMessageContaining("no dataset 'nothing'");
    }

    @Test
    void whatIsFetchedIsConvertedAndIsWhatTheServerHas() throws IOException {
        String arff = """
                @relation x
                % a remark
                @attribute date numeric
                @attribute class {UP,DOWN}

                @data
                0,UP
                0.5,DOWN
                """;
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/data.arff", exchange -> {
            byte[] bytes = arff.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        try {
            String host = "http://127.0.0.1:" + server.getAddress().getPort();
            Dataset there = with(CATALOG.get("electricity"), "", host + "/data.arff", "arff");
            Path to = folder.resolve("fetched.csv");
            new Fetcher().fetch(there, to);
            assertThat(to).hasContent("date,class\n0,1\n0.5,0\n");
            Dataset missing = with(CATALOG.get("electricity"), "", host + "/none", "csv");
            assertThatThrownBy(() -> new Fetcher().fetch(missing, to)).hasMessageContaining("answers 404");
        } finally {
            server.stop(0);
        }
        String stopped = "http://127.0.0.1:" + server.getAddress().getPort() + "/data.arff";
        Dataset gone = with(CATALOG.get("electricity"), "", stopped, "csv");
        assertThatThrownBy(() -> new Fetcher().fetch(gone, folder.resolve("x")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("check the network, or put electricity.csv.gz into a folder");
        Fetcher.fromArff(there(), new ByteArrayInputStream(new byte[0]), folder.resolve("empty.csv"));
        assertThat(folder.resolve("empty.csv")).isEmptyFile();
    }

    private static Dataset there() {
        return CATALOG.get("electricity");
    }

    @Test
    void aDescriptionSaysWhereTheFileIs() throws IOException {
        Datasets datasets = Datasets.of(Map.of());
        assertThat(datasets.list()).hasSameSizeAs(CATALOG.all());
        assertThat(new Datasets(null, folder).describe("electricity"))
                .contains(
                        "45312 rows",
                        "label     class {1=UP, 0=DOWN}",
                        "not here; millrace datasets fetch electricity gets it from https://");
    }
}
