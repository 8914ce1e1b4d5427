package dev.millrace.stream.source;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.millrace.stream.DeadLetter;
import dev.millrace.stream.event.Event;
import dev.millrace.stream.event.FieldType;
import dev.millrace.stream.event.JsonRows;
import dev.millrace.stream.event.NearestName;
import dev.millrace.stream.event.Row;
import dev.millrace.stream.event.Schema;
import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the types of a file's fields from its first {@value #ROWS} rows: integer, number, boolean, time or text. A field
 * whose values fit a type but for one in a hundred has that type; the others become dead letters when they are read.
 * Fields that are used as a category, a class label or a key are named as TEXT by the caller, so that "1" stays "1".
 */
public final class SchemaInference {
    /** Rows that are looked at. */
    public static final int ROWS = 10_000;

    private SchemaInference() {}

    /**
     * The schema of a CSV file: a field for each named column.
     *
     * @param types types by field name that are known and not looked for
     * @throws IllegalArgumentException if {@code types} names a column that the file does not have
     */
    public static Schema ofCsv(Path file, CsvFormat format, Map<String, FieldType> types) throws IOException {
        Schema.Builder columns = Schema.builder();
        for (String name : CsvHeader.of(SourceFiles.readable(file), format)) {
            if (!name.isBlank()) {
                try {
                    columns.text(name);
                } catch (IllegalArgumentException e) {
                    throw new IOException(file + " has two columns named '" + name + "'; rename one of them", e);
                }
            }
        }
        Schema texts = columns.build();
        List<TypeGuess> guesses = new ArrayList<>();
        texts.fields().forEach(field -> guesses.add(new TypeGuess(format)));
        try (SourceReader<Event> reader =
                CsvSource.of(file, texts).format(format).open(0, Offset.START)) {
            reader.poll(new Looking(guesses), ROWS);
        }
        Map<String, TypeGuess> byName = new LinkedHashMap<>();
        texts.fields().forEach(field -> byName.put(field.name(), guesses.get(field.index())));
        return schema(file, byName, types);
    }

    /**
     * The schema of a file with a JSON object on each line: its fields in the order in which they first appear. Fields that
     * hold an object or an array are left out; lines that are no JSON object are passed over.
     *
     * @param types types by field name that are known and not looked for
     * @throws IllegalArgumentException if {@code types} names a field that no row has
     */
    public static Schema ofNdjson(Path file, Map<String, FieldType> types) throws IOException {
        Map<String, TypeGuess> guesses = new LinkedHashMap<>();
        Lines lines = new Lines(guesses);
        try (LineReader reader = new LineReader(SourceFiles.readable(file))) {
            for (int row = 0; row < ROWS && reader.next(); row++) {
                lines.look(reader.bytes(), reader.from(), reader.length());
            }
        }
        guesses.keySet().removeAll(lines.nested);
        if (guesses.isEmpty()) {
            throw new IOException(file + " has no JSON object with a field in its first " + ROWS + " lines");
        }
        return schema(file, guesses, types);
    }

    /** The type that texts fit, by the same rule. */
    public static FieldType ofTexts(Iterable<String> texts) {
        TypeGuess guess = new TypeGuess(ZoneId.of("UTC"));
        texts.forEach(guess::text);
        return guess.type();
    }

    private static Schema schema(Path file, Map<String, TypeGuess> guesses, Map<String, FieldType> types) {
        for (String name : types.keySet()) {
            if (!guesses.containsKey(name)) {
                throw new IllegalArgumentException(
                        "no field '" + name + "' in " + file.getFileName() + NearestName.hint(name, guesses.keySet()));
            }
        }
        Schema.Builder schema = Schema.builder();
        guesses.forEach((name, guess) -> schema.add(name, types.getOrDefault(name, guess.type())));
        return schema.build();
    }

    private record Looking(List<TypeGuess> guesses) implements SourceReader.Sink<Event> {
        @Override
        public void event(Event event, long arrivalMillis) {
            Row row = (Row) event;
            for (int slot = 0; slot < guesses.size(); slot++) {
                String text = row.text(slot);
                if (text != null && !text.isEmpty()) {
                    guesses.get(slot).text(text);
                }
            }
        }

        @Override
        public void reject(DeadLetter letter) {
            // says nothing about types; whoever reads the file counts it
        }
    }

    private static final class Lines {
        private final Map<String, TypeGuess> guesses;
        private final List<String> nested = new ArrayList<>();

        Lines(Map<String, TypeGuess> guesses) {
            this.guesses = guesses;
        }

        void look(byte[] bytes, int from, int length) throws IOException {
            try (JsonParser parser = JsonRows.parser(bytes, from, length)) {
                if (parser.nextToken() != JsonToken.START_OBJECT) {
                    return;
                }
                for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                    value(name, parser);
                }
            } catch (JsonProcessingException e) {
                return; // not JSON: whoever reads the file counts it
            }
        }

        private void value(String name, JsonParser parser) throws IOException {
            JsonToken token = parser.nextToken();
            TypeGuess guess = guesses.computeIfAbsent(name, unseen -> new TypeGuess(ZoneId.of("UTC")));
            if (token == JsonToken.VALUE_STRING) {
                guess.quoted(parser.getText());
            } else if (token.isNumeric()) {
                guess.text(parser.getText());
            } else if (token.isBoolean()) {
                guess.truth();
            } else if (token.isStructStart()) {
                nested.add(name);
                parser.skipChildren();
            }
        }
    }
}
