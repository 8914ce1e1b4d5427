package dev.millrace.ml.feature;

import dev.millrace.stream.event.Field;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import java.util.List;

/**
 * A text of tokens with blanks between, {@code name:value} or {@code name} alone for 1, each hashed into 2^bits coordinates
 * with its value: one field for what would be thousands. Behind the last colon stands a finite number, or else the whole
 * token is a name. Names that share a coordinate are summed by the learner; what is not said is 0; a missing or empty text
 * has none. No state; O(length).
 *
 * <p>Source: Weinberger and others, "Feature hashing for large scale multitask learning", ICML 2009, without the sign.
 *
 * @param hash bits, 1 to 24
 */
public record SparseTokens(String field, int hash) implements PlannedFeature {
    /** Bits unless told otherwise: 262,144 coordinates. */
    public static final int HASH = 18;

    public SparseTokens {
        TextTokens.requireBits(hash);
    }

    /** Tokens in 2^18 coordinates. */
    public SparseTokens(String field) {
        this(field, HASH);
    }

    public SparseTokens hash(int bits) {
        return new SparseTokens(field, bits);
    }

    @Override
    public List<String> fields() {
        return List.of(field);
    }

    @Override
    public boolean readsNames() {
        return true;
    }

    @Override
    public void plan(String name, FeatureCompiler to) {
        Field text = to.nameableField(name, field);
        int place = to.text(text);
        Attribute attribute = to.encodedHashed(name, hash);
        to.encoding(() -> new Coordinates(place, attribute, hash));
    }

    /** Cuts the text and adds its tokens to the vector. */
    private record Coordinates(int place, Attribute attribute, int bits) implements Encoding {
        @Override
        public void encode(RawValues raw, FeatureVector x) {
            String text = raw.texts[place];
            if (text == null) {
                return;
            }
            for (int at = 0; at < text.length(); ) {
                int end = at;
                while (end < text.length() && text.charAt(end) != ' ' && text.charAt(end) != '\t') {
                    end++;
                }
                if (end > at) {
                    token(text, at, end, x);
                }
                at = end + 1;
            }
        }

        private void token(String text, int from, int to, FeatureVector x) {
            int colon = text.lastIndexOf(':', to - 1);
            double value = colon > from ? number(text, colon + 1, to) : Double.NaN;
            int end = Double.isNaN(value) ? to : colon;
            int coordinate = (int) (NameHash.of(text, from, end) >>> (64 - bits));
            x.addHashed(attribute.start() + coordinate, Double.isNaN(value) ? 1 : value);
        }

        /** NaN if it is no finite number. */
        private static double number(String text, int from, int to) {
            if (to == from + 1 && text.charAt(from) >= '0' && text.charAt(from) <= '9') {
                return text.charAt(from) - '0';
            }
            for (int i = from; i < to; i++) {
                char c = text.charAt(i);
                if ((c < '0' || c > '9') && c != '.' && c != '-' && c != '+' && c != 'e' && c != 'E') {
                    return Double.NaN;
                }
            }
            try {
                double value = Double.parseDouble(text.substring(from, to));
                return Double.isInfinite(value) ? Double.NaN : value;
            } catch (NumberFormatException e) {
                return Double.NaN; // then it is a part of the name
            }
        }

        @Override
        public void update(RawValues raw) {}

        @Override
        public String whyApart() {
            return null;
        }

        @Override
        public void merge(List<? extends Encoding> parts) {}

        @Override
        public void snapshot(StateWriter out) {}

        @Override
        public void restore(StateReader in) {}
    }
}
