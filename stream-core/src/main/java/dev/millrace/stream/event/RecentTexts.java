package dev.millrace.stream.event;

import java.util.Arrays;

/**
 * Numbers of texts that were looked up lately, found by the very object: sources hand out one object for one text (see
 * {@link TextCache}), so most look-ups need no comparison. A text has two places, by the hash that it carries with it, so that finding one of
 * two labels is no guess for the processor; the third that wants them pushes out the one that came first. What is not found may still be known
 * to whoever keeps these. Threading: one caller that adds; {@link #find} changes nothing.
 */
public final class RecentTexts {
    /** Nothing is said of this text. */
    public static final int NOT_FOUND = -1;

    private static final int PAIRS = 32;

    private final String[] texts = new String[2 * PAIRS];
    private final int[] numbers = new int[2 * PAIRS];

    /** The number of a text; {@link #NOT_FOUND} if it was not added lately. */
    @SuppressWarnings({"ReferenceEquality", "StringEquality"}) // the same object is the same text; others are looked up
    public int find(String text) {
        if (text == null) {
            return NOT_FOUND;
        }
        int at = place(text);
        if (texts[at] == text) {
            return numbers[at];
        }
        return texts[at + 1] == text ? numbers[at + 1] : NOT_FOUND;
    }

    /** Remembers a text, not null. */
    public void add(String text, int number) {
        int at = place(text);
        texts[at + 1] = texts[at];
        numbers[at + 1] = numbers[at];
        texts[at] = text;
        numbers[at] = number;
    }

    /** Forgets all. */
    public void clear() {
        Arrays.fill(texts, null);
    }

    /** The first of its two. */
    private static int place(String text) {
        return 2 * ((text.hashCode() * 0x9E3779B9) >>> 27);
    }
}
