package dev.millrace.datasets.loader;

import dev.millrace.stream.DeadLetter;
import dev.millrace.stream.event.Event;
import dev.millrace.stream.event.Field;
import dev.millrace.stream.event.FieldType;
import dev.millrace.stream.event.NearestName;
import dev.millrace.stream.event.Row;
import dev.millrace.stream.event.Schema;
import dev.millrace.stream.source.BadLine;
import dev.millrace.stream.source.LineFormat;
import dev.millrace.stream.source.LineSource;
import dev.millrace.stream.source.Offset;
import dev.millrace.stream.source.SchemaInference;
import dev.millrace.stream.source.Source;
import dev.millrace.stream.source.SourceReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The formats of other systems, known by the ending of a file's name (before {@code .gz}). Each finds the fields of a file,
 * what is predicted, and opens it as a source of rows.
 */
public enum RowFormat {
    /** Attributes in a header, values with commas between. */
    ARFF("arff", List.of(".arff")),
    /** A label and index:value tokens. */
    LIBSVM("libsvm", List.of(".svm", ".libsvm", ".svmlight")),
    /** Vowpal Wabbit's text. */
    VW("vw", List.of(".vw"));

    private static final String LABEL = "label";
    private static final String FEATURES = "features";

    private final String text;
    private final List<String> endings;

    RowFormat(String text, List<String> endings) {
        this.text = text;
        this.endings = endings;
    }

    /**
     * What a file says of itself.
     *
     * @param schema its fields
     * @param label field to be predicted
     * @param classes in the order of the file's header; empty where it has none
     * @param weight field of the weights; null where there is none
     */
    public record Description(Schema schema, String label, List<String> classes, String weight) {}

    /** As users write it. */
    public String text() {
        return text;
    }

    /** The format that a file's name tells. */
    public static Optional<RowFormat> ofName(String path) {
        String lower = path.toLowerCase(Locale.ROOT);
        String name = lower.endsWith(".gz") ? lower.substring(0, lower.length() - 3) : lower;
        for (RowFormat format : values()) {
            if (format.endings.stream().anyMatch(name::endsWith)) {
                return Optional.of(format);
            }
        }
        return Optional.empty();
    }

    /** The format of that name. */
    public static Optional<RowFormat> find(String text) {
        for (RowFormat format : values()) {
            if (format.text.equals(text)) {
                return Optional.of(format);
            }
        }
        return Optional.empty();
    }

    /** The text field of a sparse file's tokens; empty for a format with a column per field. */
    public Optional<String> sparseField() {
        return this == ARFF ? Optional.empty() : Optional.of(FEATURES);
    }

    /** The rows of a file under a schema: one partition. */
    public Source<Event> open(Path file, Schema schema) {
        return LineSource.of(format(), file, schema);
    }

    private LineFormat format() {
        return switch (this) {
            case ARFF -> new ArffFormat();
            case LIBSVM -> new LibsvmFormat(LABEL, FEATURES);
            case VW -> new VowpalFormat();
        };
    }

    /** Finds a file's fields: from its header, or from its first {@value SchemaInference#ROWS} lines. */
    public Description describe(Path file) throws IOException {
        return this == ARFF ? arff(file) : sparse(file);
    }

    /**
     * The fields of a file with some types given.
     *
     * @throws IllegalArgumentException if {@code types} names a field that the file does not have
     */
    public Schema schema(Path file, Map<String, FieldType> types) throws IOException {
        Schema found = describe(file).schema();
        for (String name : types.keySet()) {
            if (found.find(name).isEmpty()) {
                throw new IllegalArgumentException(
                        "no field '" + name + "' in " + file.getFileName() + NearestName.hint(name, found.names()));
            }
        }
        Schema.Builder schema = Schema.builder();
        for (Field field : found.fields()) {
            schema.add(field.name(), types.getOrDefault(field.name(), field.type()));
        }
        return schema.build();
    }

    private static Description arff(Path file) throws IOException {
        ArffHeader header = new ArffHeader();
        LineFormat looking = new LineFormat() {
            @Override
            public String describe() {
                return "arff";
            }

            @Override
            public Parser parser(Schema schema) {
                return new HeaderOnly(header);
            }
        };
        LineSource.of(looking, file, Schema.builder().text("line").build())
                .open(0, Offset.START)
                .close();
        Schema.Builder schema = Schema.builder();
        header.attributes().forEach(attribute -> schema.add(attribute.name(), attribute.type()));
        ArffHeader.Attribute last = header.attributes().get(header.attributes().size() - 1);
        return new Description(schema.build(), last.name(), last.values(), null);
    }

    /** Reads no record. */
    private record HeaderOnly(ArffHeader header) implements LineFormat.Parser {
        @Override
        public boolean header(String line) throws BadLine {
            if (header.hasEnded()) {
                return false;
            }
            header.add(line);
            return true;
        }

        @Override
        public String wanted() {
            return header.hasEnded() ? null : "there is no line @data; is it cut, or no ARFF file?";
        }

        @Override
        public boolean parse(String line, Row row) {
            return true;
        }
    }

    private Description sparse(Path file) throws IOException {
        Schema.Builder all = Schema.builder().text(LABEL);
        Schema texts = (this == VW ? all.number(VowpalFormat.IMPORTANCE) : all)
                .text(FEATURES)
                .build();
        Looking looking = new Looking();
        try (SourceReader<Event> reader = open(file, texts).open(0, Offset.START)) {
            reader.poll(looking, SchemaInference.ROWS);
        }
        if (looking.rows == 0) {
            throw new IOException(file + " has no line of " + text + " among its first"
                    + (looking.firstFault == null ? "" : "; the first is wrong: " + looking.firstFault));
        }
        Schema.Builder schema = Schema.builder().add(LABEL, SchemaInference.ofTexts(looking.labels));
        if (looking.weighted) {
            schema.number(VowpalFormat.IMPORTANCE);
        }
        return new Description(
                schema.text(FEATURES).build(), LABEL, List.of(), looking.weighted ? VowpalFormat.IMPORTANCE : null);
    }

    private static final class Looking implements SourceReader.Sink<Event> {
        private final List<String> labels = new ArrayList<>();
        private boolean weighted;
        private long rows;
        private String firstFault;

        @Override
        public void event(Event event, long arrivalMillis) {
            Row row = (Row) event;
            rows++;
            if (row.text(0) != null) {
                labels.add(row.text(0));
            }
            weighted |= row.schema().numberSlots() > 0 && !Double.isNaN(row.number(0)) && row.number(0) != 1;
        }

        @Override
        public void reject(DeadLetter letter) {
            firstFault = firstFault == null ? letter.detail() : firstFault;
        }
    }
}
