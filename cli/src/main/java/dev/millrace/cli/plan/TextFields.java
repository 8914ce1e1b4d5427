package dev.millrace.cli.plan;

import dev.millrace.cli.file.SourceSpec;
import dev.millrace.ml.feature.FeatureSpec;
import dev.millrace.ml.feature.NamedFeature;
import dev.millrace.ml.feature.TextTokens;
import dev.millrace.stream.DeadLetter;
import dev.millrace.stream.event.Event;
import dev.millrace.stream.event.Field;
import dev.millrace.stream.event.FieldType;
import dev.millrace.stream.event.Row;
import dev.millrace.stream.event.Schema;
import dev.millrace.stream.source.Offset;
import dev.millrace.stream.source.SourceReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What becomes of texts whose features nobody spelled out. Mostly they are categories. Where more than half of a field's values
 * are new when they come, a category would learn each by heart: texts of several words are then read as words, and single words
 * (numbers of accounts, names of files) are left out, unless there is nothing else. A category gets room for several times the values
 * that the first rows show, as those that find none are told apart no more.
 *
 * @param uses feature by field; an empty one where the field is left out, none where it is a category like any
 */
record TextFields(Map<String, Optional<FeatureSpec>> uses) {
    static final TextFields CATEGORIES = new TextFields(Map.of());

    private static final int LOOKED_AT = 10_000;

    /** Of fewer values nobody can say. */
    private static final int LEAST = 50;

    /** Words of a text, on average. */
    private static final int WORDS = 3;

    /** Codes of a category for each value that the first rows show, as far as that is more than categories have anyway. */
    private static final int ROOM = 4;

    private static final int MOST_CODES = 1 << 16;

    /** The feature that a field of texts becomes; none if it is left out. */
    Optional<NamedFeature> feature(Field field) {
        Optional<FeatureSpec> use = uses.getOrDefault(
                field.name(), Optional.of(new FeatureSpec.Category(field.name(), FeatureSpec.Category.MAX)));
        return use.map(spec -> new NamedFeature(field.name(), spec));
    }

    /** For learners that cannot have as many coordinates as there are words, or values of a wide category. */
    TextFields narrow() {
        Map<String, Optional<FeatureSpec>> narrow = new LinkedHashMap<>(uses);
        narrow.replaceAll((name, use) -> use.filter(spec -> !(spec instanceof TextTokens)));
        narrow.values().removeIf(use -> use.isPresent() && use.get() instanceof FeatureSpec.Category);
        return new TextFields(narrow);
    }

    /** As in a pipeline that was completed before: whatever its files hold now. */
    static TextFields ofEarlier(Map<String, FieldType> schema, Collection<NamedFeature> features) {
        Map<String, Optional<FeatureSpec>> uses = new LinkedHashMap<>();
        schema.forEach((name, type) -> {
            if (type == FieldType.TEXT) {
                uses.put(name, Optional.empty());
            }
        });
        features.forEach(feature -> uses.replace(feature.name(), Optional.of(feature.spec())));
        return new TextFields(uses);
    }

    /**
     * Looks at the first rows of a file; of other sources all texts are categories.
     *
     * @param categories fields that are categories whatever they show
     * @param others fields that are no features at all
     */
    static TextFields of(
            SourceSpec source,
            Path folder,
            Schema schema,
            Set<String> categories,
            Set<String> others,
            Streams streams) {
        if (!(source instanceof SourceSpec.File file) || file.rowFormat().isPresent()) {
            return CATEGORIES;
        }
        Map<Field, Look> looks = new LinkedHashMap<>();
        for (Field field : schema.fields()) {
            if (field.type() == FieldType.TEXT && !others.contains(field.name())) {
                looks.put(field, new Look());
            }
        }
        if (looks.isEmpty()) {
            return CATEGORIES;
        }
        try (SourceReader<Event> reader = streams.openFile(file, folder, schema).open(0, Offset.START)) {
            reader.poll(new Looking(looks), LOOKED_AT);
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
        Map<String, Optional<FeatureSpec>> uses = new LinkedHashMap<>();
        looks.forEach((field, look) -> {
            if (look.hardlyRepeats() && !categories.contains(field.name())) {
                uses.put(field.name(), look.hasWords() ? Optional.of(words(field.name())) : Optional.empty());
            } else if (look.room() > FeatureSpec.Category.MAX) {
                uses.put(field.name(), Optional.of(new FeatureSpec.Category(field.name(), look.room())));
            }
        });
        return new TextFields(uses);
    }

    /** Words that are there or not: their sum is not brought to a length, so that learners take steps as long as from numbers. */
    private static FeatureSpec words(String field) {
        return new TextTokens(field).weight(TextTokens.Weight.BINARY);
    }

    /** Runs of up to three characters, for names that never come again: their parts do. */
    static FeatureSpec characters(String field) {
        return new TextTokens(field).of(TextTokens.Unit.CHARACTERS).runs(1, 3).weight(TextTokens.Weight.BINARY);
    }

    private record Looking(Map<Field, Look> looks) implements SourceReader.Sink<Event> {
        @Override
        public void event(Event event, long arrivalMillis) {
            Row row = (Row) event;
            looks.forEach((field, look) -> look.take(row.text(field.slot())));
        }

        @Override
        public void reject(DeadLetter letter) {
            // whoever reads the file counts it
        }
    }

    /** Values of a field so far. */
    private static final class Look {
        private final Set<String> distinct = new HashSet<>();
        private int values;
        private long words;

        void take(String text) {
            if (text == null || text.isBlank()) {
                return;
            }
            values++;
            distinct.add(text);
            boolean inWord = false;
            for (int i = 0; i < text.length(); i++) {
                boolean letter = Character.isLetterOrDigit(text.charAt(i));
                words += letter && !inWord ? 1 : 0;
                inWord = letter;
            }
        }

        boolean hardlyRepeats() {
            return values >= LEAST && 2L * distinct.size() > values;
        }

        /** Codes of a category of these values: a power of two. */
        int room() {
            int wanted = Math.min(MOST_CODES, ROOM * Math.max(1, distinct.size()));
            return Integer.highestOneBit(2 * wanted - 1);
        }

        boolean hasWords() {
            return words >= (long) WORDS * values;
        }
    }
}
