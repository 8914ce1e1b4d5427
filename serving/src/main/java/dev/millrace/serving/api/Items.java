package dev.millrace.serving.api;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.millrace.serving.http.Problem;
import dev.millrace.serving.http.ProblemKind;
import dev.millrace.stream.event.JsonRows;
import dev.millrace.stream.event.MalformedJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The things that a body holds: one, an array, or one a line. All of them or none: the first that is wrong refuses the
 * body and is named by its place.
 *
 * @param form how they stood
 * @param single whether it was one JSON object by itself
 * @param values in their order
 */
record Items<T>(BodyForm form, boolean single, List<T> values) {

    /** Reads one thing from the object at which the parser stands, and leaves the parser at its closing brace. */
    @FunctionalInterface
    interface Reader<T> {
        /** @param pointer JSON pointer to the object in the body or line */
        T read(JsonParser parser, String pointer) throws IOException;

        /**
         * Reads a plainly written object from {@code at.index}, and moves it on; null if it is not plain, or wrong.
         *
         * @param end where the body or line ends
         */
        default T plain(byte[] body, Place at, int end) {
            return null;
        }
    }

    /** A place in a body. */
    static final class Place {
        int index;

        boolean take(byte[] body, char expected) {
            index = JsonRows.skipSpace(body, index, body.length);
            if (index < body.length && body[index] == expected) {
                index++;
                return true;
            }
            return false;
        }
    }

    static <T> Items<T> read(byte[] body, BodyForm form, int most, Reader<T> reader) {
        return form == BodyForm.LINES ? lines(body, most, reader) : json(body, most, reader);
    }

    /** Null where the parser has to look: at anything that is not plain, and at whatever is wrong. */
    private static <T> Items<T> plain(byte[] body, int most, Reader<T> reader) {
        Place at = new Place();
        boolean array = at.take(body, '[');
        List<T> values = new ArrayList<>(array ? 64 : 1);
        do {
            at.index = JsonRows.skipSpace(body, at.index, body.length);
            T value = reader.plain(body, at, body.length);
            if (value == null || values.size() == most) {
                return null;
            }
            values.add(value);
        } while (array && at.take(body, ','));
        if (array && !at.take(body, ']')) {
            return null;
        }
        return JsonRows.skipSpace(body, at.index, body.length) == body.length
                ? new Items<>(BodyForm.JSON, !array, values)
                : null;
    }

    private static <T> Items<T> json(byte[] body, int most, Reader<T> reader) {
        Items<T> plain = plain(body, most, reader);
        if (plain != null) {
            return plain;
        }
        try (JsonParser parser = JsonRows.parser(body, 0, body.length)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw Problem.at(
                        ProblemKind.BAD_JSON, "", "JSON object", "the body is empty; send a JSON object or an array");
            }
            boolean single = first != JsonToken.START_ARRAY;
            List<T> values = new ArrayList<>(single ? 1 : 64);
            if (single) {
                values.add(reader.read(parser, ""));
            } else {
                readArray(parser, values, most, reader);
            }
            if (parser.nextToken() != null) {
                throw Problem.at(
                        ProblemKind.BAD_JSON,
                        "",
                        "one JSON value",
                        "more follows the JSON value; send several as an array, or one a line as application/x-ndjson");
            }
            return new Items<>(BodyForm.JSON, single, values);
        } catch (JsonProcessingException e) {
            throw malformed(e);
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory failed", e);
        }
    }

    private static <T> void readArray(JsonParser parser, List<T> values, int most, Reader<T> reader)
            throws IOException {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            int index = values.size();
            checkCount(index, most);
            try {
                values.add(reader.read(parser, "/" + index));
            } catch (Problem problem) {
                throw problem.with("index", index);
            }
        }
    }

    private static <T> Items<T> lines(byte[] body, int most, Reader<T> reader) {
        List<T> values = new ArrayList<>();
        int line = 0;
        int from = 0;
        while (from < body.length) {
            int end = from;
            while (end < body.length && body[end] != '\n') {
                end++;
            }
            line++;
            if (!isBlank(body, from, end)) {
                checkCount(values.size(), most);
                values.add(readLine(body, from, end, line, reader));
            }
            from = end + 1;
        }
        return new Items<>(BodyForm.LINES, false, values);
    }

    private static <T> T readLine(byte[] body, int from, int end, int line, Reader<T> reader) {
        Place at = new Place();
        at.index = JsonRows.skipSpace(body, from, end);
        T plain = reader.plain(body, at, end);
        if (plain != null && JsonRows.skipSpace(body, at.index, end) == end) {
            return plain;
        }
        try (JsonParser parser = JsonRows.parser(body, from, end - from)) {
            parser.nextToken();
            T value = reader.read(parser, "");
            if (parser.nextToken() != null) {
                throw Problem.at(
                        ProblemKind.BAD_JSON, "", "one JSON object", "more follows the JSON object; send one a line");
            }
            return value;
        } catch (Problem problem) {
            throw problem.with("line", line);
        } catch (JsonProcessingException e) {
            throw malformed(e).with("line", line);
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory failed", e);
        }
    }

    private static boolean isBlank(byte[] body, int from, int end) {
        for (int i = from; i < end; i++) {
            if (body[i] != ' ' && body[i] != '\t' && body[i] != '\r') {
                return false;
            }
        }
        return true;
    }

    private static void checkCount(int count, int most) {
        if (count >= most) {
            throw new Problem(
                            ProblemKind.TOO_MANY_ROWS,
                            "a request may have " + most + " rows; send them in several requests")
                    .with("limit", most);
        }
    }

    private static Problem malformed(JsonProcessingException e) {
        return Problem.at(ProblemKind.BAD_JSON, "", "valid JSON", MalformedJson.text(e));
    }
}
