package dev.millrace.ml.stream;

import dev.millrace.stream.event.Field;
import dev.millrace.stream.event.Row;
import dev.millrace.stream.event.Schema;
import dev.millrace.stream.event.StableHash;
import dev.millrace.stream.random.Random64;
import java.util.List;

/**
 * What an action is drawn for, as a number: the only thing beside seed and model that chance depends on, so that asking changes
 * nothing and a replay draws alike.
 *
 * <ul>
 *   <li>An event of a stream is its place: source, its partition, offset. No two are alike, and a replay has the same.
 *   <li>A question with a name is the name.
 *   <li>Any other question is its content, and how much was learned: asked again it gets the same answer, until more is known.
 * </ul>
 *
 * <p>Immutable. O(fields).
 */
final class Occasions {
    /** Those that are there when an action is chosen. */
    private final List<Field> fields;

    Occasions(Schema schema, Label label) {
        this.fields = schema.fields().stream()
                .filter(field -> !field.name().equals(label.field())
                        && !label.decidedFields().contains(field.name()))
                .toList();
    }

    /** An event of the stream; one without a place is told by its content. */
    long of(Row row) {
        if (row.offset() < 0) {
            return content(row);
        }
        long source = (long) row.source() << 32 | row.sourcePartition() & 0xFFFF_FFFFL;
        return Random64.mix(Random64.mix(source + 1) + row.offset());
    }

    /**
     * A question.
     *
     * @param name null if it has none
     * @param eventsLearned by the model that answers
     */
    long of(Row row, String name, long eventsLearned, long asOfMillis) {
        if (name != null) {
            return text(name);
        }
        return Random64.mix(Random64.mix(content(row) + eventsLearned) + asOfMillis);
    }

    private long content(Row row) {
        long hash = fields.size();
        for (Field field : fields) {
            long part;
            if (row.isMissing(field)) {
                part = 1;
            } else {
                part = switch (field.type()) {
                    case NUMBER -> Double.doubleToLongBits(row.number(field.slot()));
                    case INTEGER, TIME, BOOLEAN -> row.integer(field.slot());
                    case TEXT -> text(row.text(field.slot()));
                };
            }
            hash = Random64.mix(hash * 31 + Random64.mix(part));
        }
        return hash;
    }

    private static long text(String text) {
        long hash = text.length();
        for (int i = 0; i < text.length(); i++) {
            hash = hash * 0x9E3779B97F4A7C15L + text.charAt(i);
        }
        return Random64.mix(hash ^ StableHash.of(text));
    }
}
