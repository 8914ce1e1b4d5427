package dev.millrace.benchmarks;

import dev.millrace.stream.DeadLetter;
import dev.millrace.stream.event.Event;
import dev.millrace.stream.event.EventCodec;
import dev.millrace.stream.event.Schema;
import dev.millrace.stream.event.SchemaJson;
import dev.millrace.stream.journal.Journal;
import dev.millrace.stream.journal.JournalOptions;
import dev.millrace.stream.source.CsvSource;
import dev.millrace.stream.source.Offset;
import dev.millrace.stream.source.SourceReader;
import dev.millrace.stream.storage.DirectoryStorage;
import dev.millrace.stream.time.SystemClock;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * The 15,000 rows of covtype-15k, many times over, in every form that a benchmark reads: CSV, a journal of ours, Vowpal
 * Wabbit's text. Either with all seven classes, or with two: the second, and all others. Numbers are as they are, most of them 0; or
 * scaled beforehand, by mean and standard deviation of all rows, to three decimals: then hardly one is 0.
 *
 * @param times how often the rows are repeated
 */
record CovtypeRows(boolean binary, boolean scaled, int times) {
    static final CovtypeRows SEVEN_CLASSES = new CovtypeRows(false, false, 200);
    static final CovtypeRows TWO_CLASSES = new CovtypeRows(true, false, 200);
    static final CovtypeRows TWO_CLASSES_SCALED = new CovtypeRows(true, true, 100);
    static final String LABEL = "Cover_Type";

    private static final String DATASET = "covtype-15k";
    private static final int RECORDS_PER_REQUEST = 256;

    private String name(String form) {
        return DATASET + "-x" + times + (binary ? "-binary" : "") + (scaled ? "-scaled" : "") + form;
    }

    /** How many there are. */
    long rows() {
        return 15_000L * times;
    }

    Path csv() throws Exception {
        return DerivedFile.of(DerivedFile.folder(), name(".csv"), part -> {
            List<String> lines = lines();
            int label = List.of(lines.get(0).split(",")).indexOf(LABEL);
            List<String> rows = new ArrayList<>();
            for (String line : lines.subList(1, lines.size())) {
                String[] values = line.split(",");
                values[label] = label(values[label]);
                rows.add(String.join(",", values));
            }
            write(part, lines.get(0), rows);
        });
    }

    /**
     * The same rows as Vowpal Wabbit reads them.
     *
     * @param sparse zeros are left out and a one is a name only, as its users write it; otherwise every number is there
     */
    Path vowpalWabbit(boolean sparse) throws Exception {
        return DerivedFile.of(DerivedFile.folder(), name(sparse ? "-sparse.vw" : ".vw"), part -> {
            List<String> lines = lines();
            int label = List.of(lines.get(0).split(",")).indexOf(LABEL);
            List<String> rows = new ArrayList<>();
            for (String line : lines.subList(1, lines.size())) {
                rows.add(vowpalWabbit(line.split(","), label, sparse));
            }
            write(part, null, rows);
        });
    }

    private String vowpalWabbit(String[] values, int label, boolean sparse) {
        StringBuilder text = new StringBuilder(label(values[label])).append(" |");
        for (int i = 0; i < values.length; i++) {
            if (i == label || sparse && values[i].equals("0")) {
                continue;
            }
            text.append(' ').append(i);
            if (!sparse || !values[i].equals("1")) {
                text.append(':').append(values[i]);
            }
        }
        return text.toString();
    }

    private String label(String cover) {
        return !binary ? cover : cover.equals("2") ? "1" : "-1";
    }

    /** The rows of {@link #csv} as a pipeline's journal holds them after requests of 256 rows each. */
    Path journal() throws Exception {
        return DerivedFile.of(DerivedFile.folder(), name("-journal-of-masks"), this::writeJournal);
    }

    private void writeJournal(Path part) throws Exception {
        Schema schema = schema();
        EventCodec codec = new EventCodec(schema);
        JournalOptions options = JournalOptions.DEFAULT.metadata(SchemaJson.write(schema));
        try (Journal journal = Journal.open(part, new DirectoryStorage(), new SystemClock(), options);
                SourceReader<Event> reader = CsvSource.of(csv(), schema).open(0, Offset.START)) {
            List<byte[]> request = new ArrayList<>();
            SourceReader.Status status;
            do {
                status = reader.poll(
                        new SourceReader.Sink<>() {
                            @Override
                            public void event(Event event, long arrivalMillis) {
                                request.add(codec.encode(event));
                            }

                            @Override
                            public void reject(DeadLetter letter) {
                                throw new IllegalStateException(letter.detail());
                            }
                        },
                        RECORDS_PER_REQUEST);
                if (!request.isEmpty()) {
                    journal.append(request, null, null).get();
                    request.clear();
                }
            } while (status != SourceReader.Status.ENDED);
        }
    }

    /** Numbers, and the label as text. */
    Schema schema() throws Exception {
        Schema.Builder schema = Schema.builder();
        try (BufferedReader reader = Files.newBufferedReader(csv(), StandardCharsets.UTF_8)) {
            for (String field : reader.readLine().split(",")) {
                if (field.equals(LABEL)) {
                    schema.text(field);
                } else {
                    schema.number(field);
                }
            }
        }
        return schema.build();
    }

    private List<String> lines() throws IOException {
        List<String> lines = recorded();
        return scaled ? scaled(lines) : lines;
    }

    private static List<String> scaled(List<String> lines) {
        List<String[]> rows =
                lines.stream().skip(1).map(line -> line.split(",")).toList();
        String[] names = lines.get(0).split(",");
        for (int i = 0; i < names.length; i++) {
            if (names[i].equals(LABEL)) {
                continue;
            }
            int column = i;
            double[] values = rows.stream()
                    .mapToDouble(row -> Double.parseDouble(row[column]))
                    .toArray();
            double mean = Arrays.stream(values).average().orElseThrow();
            double spread = Math.sqrt(Arrays.stream(values)
                    .map(value -> (value - mean) * (value - mean))
                    .average()
                    .orElseThrow());
            for (int row = 0; row < values.length; row++) {
                rows.get(row)[i] = String.format(Locale.ROOT, "%.3f", spread > 0 ? (values[row] - mean) / spread : 0);
            }
        }
        return Stream.concat(Stream.of(lines.get(0)), rows.stream().map(row -> String.join(",", row)))
                .toList();
    }

    private static List<String> recorded() throws IOException {
        String folder = System.getenv("MILLRACE_DATASETS");
        if (folder == null) {
            throw new IOException("set MILLRACE_DATASETS to the folder that holds " + DATASET + ".csv.gz");
        }
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(Path.of(folder, DATASET + ".csv.gz"))),
                StandardCharsets.UTF_8))) {
            return reader.lines().toList();
        }
    }

    private void write(Path file, String header, List<String> rows) throws IOException {
        try (BufferedWriter writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            if (header != null) {
                writer.write(header);
                writer.write('\n');
            }
            for (int time = 0; time < times; time++) {
                for (String row : rows) {
                    writer.write(row);
                    writer.write('\n');
                }
            }
        }
    }
}
