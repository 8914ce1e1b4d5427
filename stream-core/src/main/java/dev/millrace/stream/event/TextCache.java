package dev.millrace.stream.event;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * UTF-8 bytes to text, the same text for the same short bytes again, so that categories, labels and keys do not allocate.
 * Direct-mapped: a text that comes pushes out the one in its place, so it never fills up. Threading: one caller.
 */
public final class TextCache {
    private static final int SLOTS = 1024;
    private static final int LONGEST = 32;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);

    /** Of texts of up to seven bytes: the bytes, the first the lowest, and their number as the highest. */
    private long[] words;

    private String[] shortTexts;

    /** Of longer ones. */
    private byte[][] keys;

    private String[] texts;

    /** The text of {@code [from, to)}; null if the bytes are not UTF-8. */
    public String text(byte[] bytes, int from, int to) {
        int length = to - from;
        if (length == 0) {
            return "";
        }
        if (length < Long.BYTES) {
            return shortText(bytes, from, to);
        }
        if (length > LONGEST) {
            return decode(bytes, from, to);
        }
        if (keys == null) {
            keys = new byte[SLOTS][];
            texts = new String[SLOTS];
        }
        int hash = length;
        for (int i = from; i < to; i++) {
            hash = hash * 31 + bytes[i];
        }
        int slot = (hash * 0x9E3779B9) >>> 22;
        byte[] key = keys[slot];
        if (key != null && Arrays.equals(key, 0, key.length, bytes, from, to)) {
            return texts[slot];
        }
        String text = decode(bytes, from, to);
        if (text != null) {
            keys[slot] = Arrays.copyOfRange(bytes, from, to);
            texts[slot] = text;
        }
        return text;
    }

    /** Without a loop: labels and codes are of one to three bytes, and which of them comes next is anybody's guess. */
    private String shortText(byte[] bytes, int from, int to) {
        if (words == null) {
            words = new long[SLOTS];
            shortTexts = new String[SLOTS];
        }
        long word = word(bytes, from, to - from);
        int slot = (int) (word * 0x9E3779B97F4A7C15L >>> 54);
        if (words[slot] == word) {
            return shortTexts[slot];
        }
        String text = decode(bytes, from, to);
        if (text != null) {
            words[slot] = word;
            shortTexts[slot] = text;
        }
        return text;
    }

    private static long word(byte[] bytes, int from, int length) {
        long ending = (long) length << 56;
        if (from + Long.BYTES <= bytes.length) {
            return (long) LONGS.get(bytes, from) & (1L << 8 * length) - 1 | ending;
        }
        long word = ending;
        for (int i = 0; i < length; i++) {
            word |= (bytes[from + i] & 0xFFL) << 8 * i;
        }
        return word;
    }

    private String decode(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] < 0) {
                try {
                    return decoder.decode(ByteBuffer.wrap(bytes, from, to - from))
                            .toString();
                } catch (CharacterCodingException e) {
                    return null;
                }
            }
        }
        return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1); // ASCII: copied as it is
    }
}
