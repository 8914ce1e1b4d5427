package dev.millrace.stream.event;

import java.util.Arrays;

/**
 * Numbers of texts that were looked up lately, found by the very object: sources hand out one object for one text (see
 * {@link TextCache}), so most look-ups need no hash and no comparison. What is not found may still be known to whoever
 * keeps these. Threading: one caller that adds; {@link #find} changes nothing.
 */
public final class RecentTexts {
    /** Nothing is said of this text. */
    public static final int NOT_FOUND = -1;

    private static final int PLACES = 8;

    private final String[] texts = new String[PLACES];
    private final int[] numbers = new int[PLACES];
    private int next;

    /** The number of a text; {@link #NOT_FOUND} if it was not added lately. */
    @SuppressWarnings({"ReferenceEquality", "StringEquality"}) // the same object is the same text; others are looked up
    public int find(String text) {
        for (int i = 0; i < PLACES; i++) {
            if (texts[i] == text) {
                return text == null ? NOT_FOUND : numbers[i];
            }
        }
        return NOT_FOUND;
    }

    /** Remembers a text, in place of the one that was added longest ago. */
    public void add(String text, int number) {
        texts[next] = text;
        numbers[next] = number;
        next = (next + 1) % PLACES;
    }

    /** Forgets all. */
    public void clear() {
        Arrays.fill(texts, null);
    }
}
