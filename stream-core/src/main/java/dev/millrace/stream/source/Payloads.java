package dev.millrace.stream.source;

import java.nio.charset.StandardCharsets;

/** The text of a bad record for its dead letter: what can be shown, not too long. */
final class Payloads {
    private static final int LONGEST = 2_000;

    private Payloads() {}

    static String text(byte[] bytes, int from, int length) {
        int shown = Math.min(length, LONGEST);
        while (shown > 0 && (bytes[from + shown - 1] == '\n' || bytes[from + shown - 1] == '\r')) {
            shown--;
        }
        String text = new String(bytes, from, shown, StandardCharsets.UTF_8);
        return length > LONGEST ? text + "…" : text;
    }
}
