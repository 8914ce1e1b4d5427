package dev.millrace.datasets.loader;

import com.fasterxml.jackson.core.io.NumberOutput;
import dev.millrace.stream.event.Field;
import dev.millrace.stream.event.Row;
import dev.millrace.stream.event.Schema;
import dev.millrace.stream.source.BadLine;
import dev.millrace.stream.source.LineFormat;

/**
 * Lines of {@code label importance 'tag|namespace feature:value feature |other:2 feature …}, the text format of Vowpal
 * Wabbit. Label and importance are fields; the features are one text field of tokens, a feature of a namespace as {@code
 * namespace^feature}, its value times the namespace's. The tag is not read. A line without a label has none.
 *
 * <p>Source: Langford, Li and Strehl, "Vowpal Wabbit online learning project", 2007, and its description of the input format.
 */
public record VowpalFormat() implements LineFormat {
    static final String LABEL = "label";
    static final String IMPORTANCE = "importance";
    static final String FEATURES = "features";

    @Override
    public String describe() {
        return "vw";
    }

    @Override
    public Parser parser(Schema schema) {
        Field label = schema.find(LABEL).orElse(null);
        Field importance = schema.find(IMPORTANCE).orElse(null);
        Field tokens = schema.find(FEATURES).orElse(null);
        return (line, row) -> {
            int bar = line.indexOf('|');
            if (bar < 0) {
                throw new BadLine(
                        line.length() + 1,
                        "there is no '|' before the features; a line is 'label | feature:value feature', as in '1 | a:0.5 b'");
            }
            head(line, bar, row, label, importance);
            if (tokens != null) {
                row.setText(tokens.slot(), features(line, bar));
            }
            return true;
        };
    }

    /** Label, importance and base before the first bar; a tag starts with a quote or touches the bar. */
    private static void head(String line, int bar, Row row, Field label, Field importance) throws BadLine {
        int count = 0;
        for (int at = LibsvmFormat.skipBlanks(line, 0, bar); at < bar; ) {
            int end = LibsvmFormat.tokenEnd(line, at, bar);
            boolean tag = line.charAt(at) == '\'' || end == bar && count > 0;
            if (!tag) {
                String text = line.substring(at, end);
                if (text.indexOf(':') >= 0) {
                    throw new BadLine(
                            at + 1,
                            "labels with costs or actions, such as '" + text + "', are not read; write one label");
                }
                if (count == 0 && label != null) {
                    FieldText.set(row, label, text, at + 1);
                } else if (count == 1) {
                    double weight = FieldText.number(IMPORTANCE, text, at + 1);
                    if (weight < 0) {
                        throw new BadLine(at + 1, "an importance is not negative, got " + text + "; correct the line");
                    }
                    if (importance != null) {
                        row.setNumber(importance.slot(), weight);
                    }
                }
                count++;
            }
            at = LibsvmFormat.skipBlanks(line, end, bar);
        }
        if (count > 3) {
            throw new BadLine(
                    1,
                    "before the first '|' stand a label, an importance, a base and a tag at most, got " + count
                            + " words; write one label");
        }
        if (count == 1 && importance != null) {
            row.setNumber(importance.slot(), 1);
        }
    }

    private static String features(String line, int bar) throws BadLine {
        StringBuilder tokens = new StringBuilder(line.length() - bar);
        int at = bar;
        while (at < line.length()) {
            int end = line.indexOf('|', at + 1);
            end = end < 0 ? line.length() : end;
            namespace(line, at + 1, end, tokens);
            at = end;
        }
        return tokens.toString();
    }

    /** The features between two bars; a name right behind the bar is the namespace's. */
    private static void namespace(String line, int from, int end, StringBuilder tokens) throws BadLine {
        int at = from;
        String prefix = "";
        double scale = 1;
        int nameEnd = LibsvmFormat.tokenEnd(line, from, end);
        if (nameEnd > from) {
            int colon = line.indexOf(':', from);
            boolean scaled = colon >= 0 && colon < nameEnd;
            prefix = line.substring(from, scaled ? colon : nameEnd) + "^";
            scale = scaled ? value(line, from, colon, nameEnd) : 1;
            at = nameEnd;
        }
        for (at = LibsvmFormat.skipBlanks(line, at, end); at < end; at = LibsvmFormat.skipBlanks(line, at, end)) {
            int after = LibsvmFormat.tokenEnd(line, at, end);
            int colon = line.indexOf(':', at);
            boolean valued = colon >= 0 && colon < after;
            if (colon == at) {
                throw nameless(line, at, after);
            }
            double value = valued ? value(line, at, colon, after) : 1;
            tokens.append(tokens.isEmpty() ? "" : " ").append(prefix).append(line, at, valued ? colon : after);
            if (scale != 1) {
                tokens.append(':').append(NumberOutput.toString(value * scale, true));
            } else if (valued) {
                tokens.append(line, colon, after);
            }
            at = after;
        }
    }

    private static double value(String line, int at, int colon, int end) throws BadLine {
        double value = FieldText.finite(line, colon + 1, end);
        if (Double.isNaN(value)) {
            throw nameless(line, at, end);
        }
        return value;
    }

    private static BadLine nameless(String line, int at, int end) {
        return new BadLine(
                at + 1,
                "a feature is a name, or a name, a colon and a finite number, as in a:0.5, got '"
                        + line.substring(at, end) + "'");
    }
}
