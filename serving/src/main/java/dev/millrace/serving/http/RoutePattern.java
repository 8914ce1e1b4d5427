package dev.millrace.serving.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A path of an address whose segments are either given or have a name and match anything that is not empty:
 * {@code /v1/models/:m/predict}. A slash at the end makes no difference. Threading: immutable.
 */
final class RoutePattern {
    private static final String[] NO_VALUES = {};

    /** Null where any segment matches. */
    private final List<String> literals = new ArrayList<>();

    private final List<String> names = new ArrayList<>();

    RoutePattern(String path) {
        for (String segment : path.substring(1).split("/", -1)) {
            boolean named = segment.startsWith(":");
            literals.add(named ? null : segment);
            if (named) {
                names.add(segment.substring(1));
            }
        }
    }

    /** The values of the named segments as they stand in the path, or null if it does not match. */
    String[] match(String path) {
        String[] values = names.isEmpty() ? NO_VALUES : new String[names.size()];
        int end = path.length() > 1 && path.endsWith("/") ? path.length() - 1 : path.length();
        int from = 0;
        int value = 0;
        for (int i = 0; i < literals.size(); i++) {
            if (from >= end || path.charAt(from) != '/') {
                return null;
            }
            int slash = path.indexOf('/', from + 1);
            int to = slash < 0 || slash > end ? end : slash;
            String literal = literals.get(i);
            if (literal == null && to > from + 1) {
                values[value++] = path.substring(from + 1, to);
            } else if (literal == null || literal.length() != to - from - 1 || !path.startsWith(literal, from + 1)) {
                return null;
            }
            from = to;
        }
        return from == end ? values : null;
    }

    /** Where a name's value stands among those of {@link #match}. */
    int indexOf(String name) {
        int index = names.indexOf(name);
        if (index < 0) {
            throw new IllegalArgumentException("no segment is named '" + name + "'; the names are " + names);
        }
        return index;
    }

    /** A segment without its percent signs (RFC 3986, 2.1), as UTF-8; null if one is not followed by two digits. */
    static String decoded(String segment) {
        if (segment.indexOf('%') < 0) {
            return segment;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(segment.length());
        byte[] text = segment.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < text.length; i++) {
            if (text[i] != '%') {
                bytes.write(text[i]);
                continue;
            }
            if (i + 2 >= text.length) {
                return null;
            }
            int high = Character.digit(text[i + 1], 16);
            int low = Character.digit(text[i + 2], 16);
            if (high < 0 || low < 0) {
                return null;
            }
            bytes.write(high << 4 | low);
            i += 2;
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
