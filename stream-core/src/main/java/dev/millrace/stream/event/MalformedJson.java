package dev.millrace.stream.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.regex.Pattern;

/** What is said of a text that is no JSON: where it ends to be, and why, in words that are not the parser's own affair. */
public final class MalformedJson {
    /** Where the parser says that it does not say where. */
    private static final Pattern SOURCE = Pattern.compile(" \\(start marker at \\[Source: .*?]\\)");

    private MalformedJson() {}

    /** {@code malformed JSON at byte 17: Unexpected character ('}' …)}. */
    public static String text(JsonProcessingException e) {
        return e.getLocation() == null
                ? "malformed JSON: " + reason(e)
                : "malformed JSON at byte " + e.getLocation().getByteOffset() + ": " + reason(e);
    }

    /** The same without the byte, for a text within another. */
    public static String reason(JsonProcessingException e) {
        return SOURCE.matcher(e.getOriginalMessage()).replaceAll("");
    }
}
