package dev.millrace.serving.http;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/**
 * Why a request is refused, in the terms of RFC 9457: thrown where it is found, written as
 * {@code application/problem+json}. Carries no stack trace: it is an answer, not a failure of the server.
 */
public final class Problem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ProblemKind kind;
    private final transient Map<String, Object> members = new TreeMap<>();
    private final transient Map<String, String> headers = new TreeMap<>();

    public Problem(ProblemKind kind, String detail) {
        super(detail, null, false, false);
        this.kind = kind;
    }

    /**
     * A value that is not what was expected.
     *
     * @param pointer JSON pointer (RFC 6901) to the value
     * @param expected what should stand there
     */
    public static Problem at(ProblemKind kind, String pointer, String expected, String detail) {
        return new Problem(kind, detail).with("pointer", pointer).with("expected", expected);
    }

    public ProblemKind kind() {
        return kind;
    }

    public int status() {
        return kind.status();
    }

    /** Adds a member: text, a number, or a collection of texts. A null value adds nothing. */
    public Problem with(String member, Object value) {
        if (value != null) {
            members.put(member, value);
        }
        return this;
    }

    /** Adds a response header. */
    public Problem header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    /** Says when trying again may help. */
    public Problem retryAfterSeconds(int seconds) {
        return header("Retry-After", Integer.toString(seconds));
    }

    public Map<String, String> headers() {
        return headers;
    }

    public Map<String, Object> members() {
        return members;
    }

    /** Writes the problem as one JSON object. */
    public void write(JsonGenerator json) throws IOException {
        json.writeStartObject();
        members(json);
        json.writeEndObject();
    }

    /** The same with the member {@code error} first, as the Open Inference Protocol has it. */
    void writeWithError(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("error", getMessage());
        members(json);
        json.writeEndObject();
    }

    private void members(JsonGenerator json) throws IOException {
        json.writeStringField("type", kind.type());
        json.writeStringField("title", kind.title());
        json.writeNumberField("status", kind.status());
        json.writeStringField("detail", getMessage());
        for (Map.Entry<String, Object> member : members.entrySet()) {
            json.writeFieldName(member.getKey());
            writeValue(json, member.getValue());
        }
    }

    private static void writeValue(JsonGenerator json, Object value) throws IOException {
        if (value instanceof Number number) {
            json.writeNumber(number.longValue());
        } else if (value instanceof Collection<?> texts) {
            json.writeStartArray();
            for (Object text : texts) {
                json.writeString(text.toString());
            }
            json.writeEndArray();
        } else {
            json.writeString(value.toString());
        }
    }
}
