package dev.millrace.ml.feature;

import dev.millrace.stream.event.Field;
import java.util.List;
import java.util.Objects;

/**
 * A text as a bag of tokens, hashed into 2^bits coordinates: runs of words, or of characters. Words are the longest runs of
 * letters and digits; all is in lower case, character by character. Runs of characters look at the text as it is in lower
 * case, with a space at either end. The values of a text have unit length unless they are binary. A missing or empty text
 * has none; a token never seen is as rare as can be. O(length · runs).
 *
 * <p>Sources: Weinberger and others, "Feature hashing for large scale multitask learning", ICML 2009; Salton and Buckley,
 * "Term-weighting approaches in automatic text retrieval", Information Processing and Management 24 (1988), with the
 * document frequencies of the earlier events: count · (1 + ln((1 + texts) ÷ (1 + texts with it))).
 *
 * @param of what tokens are made of
 * @param from the shortest run
 * @param to the longest run, at most 8
 * @param hash bits, 1 to 24
 */
public record TextTokens(String field, Unit of, int from, int to, int hash, Weight weight) implements PlannedFeature {
    private static final int LONGEST = 8;

    /** What runs consist of. */
    public enum Unit {
        WORDS,
        CHARACTERS
    }

    /** What a token counts. */
    public enum Weight {
        /** 1 if the text has it. */
        BINARY,
        /** How often the text has it. */
        COUNT,
        /** How often, and the more the fewer texts have it; needs 8 bytes for each of the 2^bits coordinates. */
        TF_IDF
    }

    public TextTokens {
        Objects.requireNonNull(of, "of");
        Objects.requireNonNull(weight, "weight");
        requireBits(hash);
        if (from < 1 || to < from || to > LONGEST) {
            throw new IllegalArgumentException(
                    "tokens are runs of 1 to " + LONGEST + ", got " + from + " to " + to + "; set from and to");
        }
    }

    /** Single words, counted, in 2^16 coordinates. */
    public TextTokens(String field) {
        this(field, Unit.WORDS, 1, 1, 16, Weight.COUNT);
    }

    public TextTokens of(Unit unit) {
        return new TextTokens(field, unit, from, to, hash, weight);
    }

    /** Runs of that many words or characters. */
    public TextTokens runs(int shortest, int longest) {
        return new TextTokens(field, of, shortest, longest, hash, weight);
    }

    public TextTokens hash(int bits) {
        return new TextTokens(field, of, from, to, bits, weight);
    }

    public TextTokens weight(Weight by) {
        return new TextTokens(field, of, from, to, hash, by);
    }

    @Override
    public List<String> fields() {
        return List.of(field);
    }

    @Override
    public boolean readsNames() {
        return true;
    }

    static void requireBits(int bits) {
        if (bits < 1 || bits > 24) {
            throw new IllegalArgumentException("tokens are hashed into 1 to 24 bits, got " + bits + "; set hash");
        }
    }

    @Override
    public void plan(String name, FeatureCompiler to) {
        Field text = to.nameableField(name, field);
        int place = to.tokens();
        Attribute attribute = to.encodedHashed(name, hash);
        to.reading((row, timestampMillis, raw) -> {
            raw.tokens[place].clear();
            String said = row.name(text);
            if (said != null && !said.isEmpty()) {
                tokens(said, raw.tokens[place]);
            }
        });
        to.encoding(() -> new TokenEncoding(place, attribute, weight, weight != Weight.BINARY));
    }

    /** Adds the tokens of a text. */
    void tokens(String text, Tokens into) {
        StringBuilder lower = new StringBuilder(text.length() + 2).append(' ');
        text.codePoints().forEach(point -> lower.appendCodePoint(Character.toLowerCase(point)));
        String said = lower.append(' ').toString();
        if (of == Unit.CHARACTERS) {
            for (int run = from; run <= to; run++) {
                for (int at = 0; at + run <= said.length(); at++) {
                    into.add(NameHash.of(said, at, at + run));
                }
            }
            return;
        }
        Tokens words = new Tokens();
        for (int at = 0; at < said.length(); ) {
            int end = at;
            while (end < said.length() && Character.isLetterOrDigit(said.codePointAt(end))) {
                end += Character.charCount(said.codePointAt(end));
            }
            if (end > at) {
                words.add(NameHash.of(said, at, end));
            }
            at = end + Character.charCount(said.codePointAt(Math.min(end, said.length() - 1)));
        }
        for (int run = from; run <= to; run++) {
            for (int at = 0; at + run <= words.size(); at++) {
                long token = words.get(at);
                for (int i = 1; i < run; i++) {
                    token = NameHash.then(token, words.get(at + i));
                }
                into.add(token);
            }
        }
    }
}
