package dev.millrace.datasets;

import dev.millrace.stream.DeadLetter;
import dev.millrace.stream.event.Event;
import dev.millrace.stream.event.Row;
import dev.millrace.stream.source.Offset;
import dev.millrace.stream.source.Source;
import dev.millrace.stream.source.SourceReader;
import dev.millrace.stream.time.Timestamps;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.zip.GZIPInputStream;

/**
 * A LIBSVM file of documents ({@code label word:1 word:1 …}) as rows of two texts: the label, and the words with blanks
 * between them. Going on at an offset reads the lines before it again. One partition.
 */
final class WordsSource implements Source<Event> {
    private final Dataset dataset;
    private final Path file;

    WordsSource(Dataset dataset, Path file) {
        this.dataset = dataset;
        this.file = file;
    }

    @Override
    public String describe() {
        return "dataset(" + dataset.name() + ", " + dataset.contentSha256().substring(0, 12) + ")";
    }

    @Override
    public int partitions() {
        return 1;
    }

    @Override
    public long expectedRecords() {
        return dataset.rows();
    }

    @Override
    public SourceReader<Event> open(int partition, Offset from) throws IOException {
        Objects.checkIndex(partition, 1);
        return new Reader(from);
    }

    private final class Reader implements SourceReader<Event> {
        private final int labelSlot = dataset.schema().field(dataset.label()).slot();
        private final int wordsSlot = 1 - labelSlot;
        private final int source;
        private final BufferedReader lines;
        private long records;

        Reader(Offset from) throws IOException {
            this.source = from.part();
            InputStream bytes = Files.newInputStream(file);
            if (file.toString().endsWith(".gz")) {
                bytes = new GZIPInputStream(bytes, 1 << 16);
            }
            this.lines = new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8), 1 << 16);
            while (records < from.records()) {
                if (lines.readLine() == null) {
                    lines.close();
                    throw new IOException(file + " has " + records + " lines and cannot go on at " + from.records());
                }
                records++;
            }
        }

        @Override
        public Status poll(Sink<Event> sink, int most) throws IOException {
            for (int n = 0; n < most; n++) {
                String line = lines.readLine();
                if (line == null) {
                    return Status.ENDED;
                }
                document(line, sink);
                records++;
            }
            return Status.READY;
        }

        private void document(String line, Sink<Event> sink) {
            String[] tokens = line.trim().split(" +");
            StringBuilder words = new StringBuilder(line.length());
            for (int i = 1; i < tokens.length; i++) {
                String word = tokens[i];
                if (!word.endsWith(":1")) {
                    reject(line, word, sink);
                    return;
                }
                words.append(i == 1 ? "" : " ").append(word, 0, word.length() - 2);
            }
            if (tokens[0].isEmpty() || tokens[0].indexOf(':') >= 0) {
                reject(line, tokens[0], sink);
                return;
            }
            Row row = new Row(dataset.schema(), source, 0, records);
            row.setText(labelSlot, tokens[0]);
            row.setText(wordsSlot, words.toString());
            sink.event(row, Timestamps.NONE);
        }

        private void reject(String line, String found, Sink<Event> sink) {
            String shown = line.length() > 200 ? line.substring(0, 200) + "…" : line;
            String detail = file.getFileName() + ", line " + (records + 1)
                    + ": expected a label and words as in '1 17:1 204:1', found '" + found + "'";
            sink.reject(new DeadLetter(dataset.name(), 0, records, "bad-record", detail, shown));
        }

        @Override
        public Offset offset() {
            return new Offset(source, records, records);
        }

        @Override
        public void close() throws IOException {
            lines.close();
        }
    }
}
