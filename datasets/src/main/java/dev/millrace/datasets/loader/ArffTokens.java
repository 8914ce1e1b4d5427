package dev.millrace.datasets.loader;

import dev.millrace.stream.source.BadLine;

/**
 * Cuts a line of an ARFF file into values, quoted with ' or " or not; a backslash in quotes takes what follows as it is.
 * Threading: one caller.
 */
final class ArffTokens {
    private final String line;
    private final String separators;
    private int at;
    private int column;
    private boolean quoted;
    private boolean more = true;

    ArffTokens(String line, int from, String separators) {
        this.line = line;
        this.at = from;
        this.separators = separators;
    }

    /** Index behind the last value. */
    int position() {
        return at;
    }

    /** Where the last value starts, from 1. */
    int column() {
        return column;
    }

    /** Whether the last value was quoted: a quoted ? is not missing. */
    boolean wasQuoted() {
        return quoted;
    }

    /** The next value without blanks around it; null if there is none. */
    String next() throws BadLine {
        at = LibsvmFormat.skipBlanks(line, at, line.length());
        if (!more || at >= line.length() && column == 0 || at >= line.length() && separators.isBlank()) {
            return null;
        }
        column = at + 1;
        quoted = at < line.length() && (line.charAt(at) == '\'' || line.charAt(at) == '"');
        String value = quoted ? inQuotes() : plain();
        int behind = LibsvmFormat.skipBlanks(line, at, line.length());
        if (separators.isBlank()) {
            return value;
        }
        more = behind < line.length();
        if (more) {
            if (separators.indexOf(line.charAt(behind)) < 0) {
                throw new BadLine(
                        behind + 1, "expected ',' or the end of the line behind a value; quote values with blanks");
            }
            at = behind + 1;
        }
        return value;
    }

    private String plain() {
        int start = at;
        while (at < line.length() && separators.indexOf(line.charAt(at)) < 0) {
            at++;
        }
        return line.substring(start, at).strip();
    }

    private String inQuotes() throws BadLine {
        char quote = line.charAt(at);
        StringBuilder value = new StringBuilder();
        for (int i = at + 1; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == quote) {
                at = i + 1;
                return value.toString();
            }
            if (c == '\\' && i + 1 < line.length()) {
                c = line.charAt(++i);
            }
            value.append(c);
        }
        throw new BadLine(at + 1, "a quote is opened and never closed; add " + quote);
    }
}
