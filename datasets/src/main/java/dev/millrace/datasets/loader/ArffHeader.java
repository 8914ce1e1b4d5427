package dev.millrace.datasets.loader;

import dev.millrace.stream.event.FieldType;
import dev.millrace.stream.source.BadLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The attributes of an ARFF file, collected from the lines before {@code @data}. Threading: one caller.
 */
final class ArffHeader {
    private static final String EXAMPLE = "'@attribute temperature numeric' or '@attribute play {yes, no}'";

    /**
     * An attribute.
     *
     * @param values of a nominal one, in order; empty for the others
     */
    record Attribute(String name, FieldType type, List<String> values) {
        boolean isNominal() {
            return !values.isEmpty();
        }
    }

    private final List<Attribute> attributes = new ArrayList<>();
    private boolean ended;

    List<Attribute> attributes() {
        return attributes;
    }

    boolean hasEnded() {
        return ended;
    }

    /** Takes a line of the header; the line {@code @data} is its last. */
    void add(String line) throws BadLine {
        int start = LibsvmFormat.skipBlanks(line, 0, line.length());
        if (start == line.length() || line.charAt(start) == '%') {
            return;
        }
        int end = LibsvmFormat.tokenEnd(line, start, line.length());
        switch (line.substring(start, end).toLowerCase(Locale.ROOT)) {
            case "@relation" -> {}
            case "@attribute" -> attribute(line, end);
            case "@data" -> {
                if (attributes.isEmpty()) {
                    throw new BadLine(start + 1, "there is no attribute before @data; add lines such as " + EXAMPLE);
                }
                ended = true;
            }
            default ->
                throw new BadLine(
                        start + 1,
                        "a header has @relation, @attribute and @data, got '" + line.substring(start, end)
                                + "'; is this an ARFF file?");
        }
    }

    private void attribute(String line, int from) throws BadLine {
        ArffTokens tokens = new ArffTokens(line, from, " \t");
        String name = tokens.next();
        if (name == null || name.isEmpty()) {
            throw new BadLine(from + 1, "the attribute has no name; write " + EXAMPLE);
        }
        for (Attribute other : attributes) {
            if (other.name().equals(name)) {
                throw new BadLine(from + 1, "the attribute '" + name + "' stands twice; rename one of them");
            }
        }
        int at = LibsvmFormat.skipBlanks(line, tokens.position(), line.length());
        if (at < line.length() && line.charAt(at) == '{') {
            attributes.add(new Attribute(name, FieldType.TEXT, values(line, at)));
            return;
        }
        int end = LibsvmFormat.tokenEnd(line, at, line.length());
        FieldType type = switch (line.substring(at, end).toLowerCase(Locale.ROOT)) {
            case "numeric", "real", "integer" -> FieldType.NUMBER;
            case "string" -> FieldType.TEXT;
            case "date" -> FieldType.TIME;
            default ->
                throw new BadLine(
                        at + 1,
                        "the attribute '" + name + "' is numeric, real, integer, string, date or {a, list}, got '"
                                + line.substring(at, end) + "'; relations are not read");
        };
        attributes.add(new Attribute(name, type, List.of()));
    }

    private static List<String> values(String line, int open) throws BadLine {
        int close = line.lastIndexOf('}');
        if (close < open) {
            throw new BadLine(open + 1, "the list of values is not closed; add '}'");
        }
        List<String> values = new ArrayList<>();
        ArffTokens tokens = new ArffTokens(line.substring(0, close), open + 1, ",");
        for (String value = tokens.next(); value != null; value = tokens.next()) {
            values.add(value);
        }
        if (values.isEmpty()) {
            throw new BadLine(open + 1, "the list has no values; name them, as in {yes, no}");
        }
        return List.copyOf(values);
    }
}
