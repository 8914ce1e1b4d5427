package dev.millrace.datasets.loader;

import dev.millrace.stream.event.Field;
import dev.millrace.stream.event.Row;
import dev.millrace.stream.event.Schema;
import dev.millrace.stream.source.BadLine;
import dev.millrace.stream.source.LineFormat;

/**
 * Lines of {@code label index:value index:value …}, the format of LIBSVM and SVMlight; what follows {@code #} is a comment.
 * The label is one field, all the rest another, of text, as it is written; a feature that is not there is 0.
 *
 * <p>Source: Chang and Lin, "LIBSVM: a library for support vector machines", ACM TIST 2 (2011).
 *
 * @param label field of the label
 * @param features text field of the tokens
 */
public record LibsvmFormat(String label, String features) implements LineFormat {
    @Override
    public String describe() {
        return "libsvm";
    }

    @Override
    public Parser parser(Schema schema) {
        Field labelField = schema.find(label).orElse(null);
        Field tokens = schema.find(features).orElse(null);
        return (line, row) -> parse(line, row, labelField, tokens);
    }

    private static boolean parse(String line, Row row, Field label, Field tokens) throws BadLine {
        int hash = line.indexOf('#');
        int end = hash < 0 ? line.length() : hash;
        int at = skipBlanks(line, 0, end);
        if (at == end) {
            return false;
        }
        int after = tokenEnd(line, at, end);
        if (line.substring(at, after).indexOf(':') >= 0) {
            throw new BadLine(
                    at + 1,
                    "a line starts with its label, as in '1 17:0.5 204:1', got '" + line.substring(at, after)
                            + "'; write the label first");
        }
        if (label != null) {
            FieldText.set(row, label, line.substring(at, after), at + 1);
        }
        int first = skipBlanks(line, after, end);
        int last = first;
        for (at = first; at < end; at = skipBlanks(line, last, end)) {
            last = tokenEnd(line, at, end);
            check(line, at, last);
        }
        if (tokens != null) {
            row.setText(tokens.slot(), line.substring(first, last));
        }
        return true;
    }

    private static void check(String line, int at, int end) throws BadLine {
        int colon = line.indexOf(':', at);
        boolean index = colon > at && colon < end;
        for (int i = at; i < colon && index; i++) {
            index = line.charAt(i) >= '0' && line.charAt(i) <= '9';
        }
        if (!index) {
            throw new BadLine(
                    at + 1,
                    "a feature is a whole number, a colon and a value, as in 17:0.5, got '" + line.substring(at, end)
                            + (line.startsWith("qid:", at) ? "'; ranking queries are not read: remove them" : "'"));
        }
        if (Double.isNaN(FieldText.finite(line, colon + 1, end))) {
            throw new BadLine(
                    colon + 2,
                    "feature " + line.substring(at, colon) + " must have a finite number, got '"
                            + line.substring(colon + 1, end) + "'; leave out what is not known");
        }
    }

    static int skipBlanks(String line, int from, int end) {
        int at = from;
        while (at < end && (line.charAt(at) == ' ' || line.charAt(at) == '\t')) {
            at++;
        }
        return at;
    }

    static int tokenEnd(String line, int from, int end) {
        int at = from;
        while (at < end && line.charAt(at) != ' ' && line.charAt(at) != '\t') {
            at++;
        }
        return at;
    }
}
