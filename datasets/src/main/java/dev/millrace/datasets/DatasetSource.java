package dev.millrace.datasets;

import dev.millrace.datasets.loader.LibsvmFormat;
import dev.millrace.stream.DeadLetter;
import dev.millrace.stream.event.Event;
import dev.millrace.stream.event.Field;
import dev.millrace.stream.event.FieldType;
import dev.millrace.stream.event.RecentTexts;
import dev.millrace.stream.event.Row;
import dev.millrace.stream.event.Schema;
import dev.millrace.stream.source.CsvSource;
import dev.millrace.stream.source.LineSource;
import dev.millrace.stream.source.Offset;
import dev.millrace.stream.source.Source;
import dev.millrace.stream.source.SourceReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A dataset's rows from its file: classes by their names, the hour added to the day, anomalies by their windows. One partition. */
final class DatasetSource implements Source<Event> {
    private static final long MILLIS_PER_HOUR = 3_600_000L;

    private final Dataset dataset;
    private final String sha256; // of what is inside the file
    private final Source<Event> file;
    private final Field label; // null where no class is renamed
    private final Field time; // null where no hour is added
    private final Field hours;
    private final long[] windows; // of anomalies: starts and ends, both within

    DatasetSource(Dataset dataset, Path path, String sha256) {
        this.sha256 = sha256;
        this.dataset = dataset;
        this.file = file(dataset, path);
        this.label = !dataset.renamesClasses() ? null : dataset.schema().field(dataset.label());
        this.hours = dataset.hours() == null ? null : dataset.schema().field(dataset.hours());
        this.windows = dataset.anomalyWindows().stream()
                .flatMap(List::stream)
                .mapToLong(instant -> Instant.parse(instant).toEpochMilli())
                .toArray();
        this.time =
                hours == null && windows.length == 0 ? null : dataset.schema().field(dataset.time());
    }

    private static Source<Event> file(Dataset dataset, Path path) {
        return dataset.sparseField()
                .<Source<Event>>map(
                        words -> LineSource.of(new LibsvmFormat(dataset.label(), words), path, dataset.schema())
                                .named(dataset.name()))
                .orElseGet(() -> CsvSource.of(path, fileSchema(dataset)).named(dataset.name()));
    }

    /** What the file has: labels of anomalies are not in it, they follow from the windows. */
    private static Schema fileSchema(Dataset dataset) {
        if (dataset.anomalyWindows().isEmpty()) {
            return dataset.schema();
        }
        Schema.Builder schema = Schema.builder();
        dataset.schema().fields().stream()
                .filter(field -> !field.name().equals(dataset.label()))
                .forEach(field -> schema.add(field.name(), field.type()));
        return schema.build();
    }

    @Override
    public String describe() {
        return "dataset(" + dataset.name() + ", " + sha256.substring(0, 12) + ")";
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
        SourceReader<Event> reader = file.open(partition, from);
        return label == null && time == null ? reader : new Reader(reader);
    }

    private final class Reader implements SourceReader<Event>, SourceReader.Sink<Event> {
        private final SourceReader<Event> reader;
        private final Map<String, String> classes = dataset.classes();
        private final List<String> names = List.copyOf(classes.values());
        private final RecentTexts recent = new RecentTexts();
        private Sink<Event> sink;

        Reader(SourceReader<Event> reader) {
            this.reader = reader;
        }

        @Override
        public Status poll(Sink<Event> to, int most) throws IOException {
            sink = to;
            return reader.poll(this, most);
        }

        @Override
        public Event spare() {
            return sink.spare();
        }

        @Override
        public void event(Event event, long arrivalMillis) {
            Row row = (Row) event; // not given out yet, so it may still be changed
            if (windows.length > 0) {
                sink.event(withLabel(row), arrivalMillis);
                return;
            }
            if (label != null) {
                row.setText(label.slot(), name(row.text(label.slot())));
            }
            if (hours != null && !row.isMissing(time) && !row.isMissing(hours)) {
                long millis = row.integer(time.slot()) + (long) (hours(row) * MILLIS_PER_HOUR);
                row.setInteger(time.slot(), millis);
            }
            sink.event(row, arrivalMillis);
        }

        /** They may be read as the name of a category. */
        private double hours(Row row) {
            return hours.type() == FieldType.TEXT ? Double.parseDouble(row.text(hours.slot())) : row.numeric(hours);
        }

        /** What a class is called; one that has no name keeps what was written. */
        private String name(String written) {
            int found = recent.find(written);
            if (found != RecentTexts.NOT_FOUND) {
                return names.get(found);
            }
            String name = classes.get(written);
            if (name == null) {
                return written;
            }
            recent.add(written, names.indexOf(name));
            return name;
        }

        /** The label is the last field, so that the others have their slots already. */
        private Row withLabel(Row row) {
            Row labelled = new Row(dataset.schema(), row.source(), row.sourcePartition(), row.offset());
            for (Field field : row.schema().fields()) {
                switch (field.type()) {
                    case NUMBER -> labelled.setNumber(field.slot(), row.number(field.slot()));
                    case TEXT -> labelled.setText(field.slot(), row.text(field.slot()));
                    case INTEGER, BOOLEAN, TIME -> labelled.setInteger(field.slot(), row.integer(field.slot()));
                }
            }
            long at = row.integer(time.slot());
            boolean within = false;
            for (int i = 0; i < windows.length; i += 2) {
                within |= at >= windows[i] && at <= windows[i + 1];
            }
            labelled.setText(label.slot(), classes.get(Boolean.toString(within)));
            return labelled;
        }

        @Override
        public void reject(DeadLetter letter) {
            sink.reject(letter);
        }

        @Override
        public Offset offset() {
            return reader.offset();
        }

        @Override
        public void close() throws IOException {
            reader.close();
        }
    }
}
