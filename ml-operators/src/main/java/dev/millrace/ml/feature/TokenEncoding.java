package dev.millrace.ml.feature;

import dev.millrace.ml.math.Elementary;
import dev.millrace.stream.state.ChunkedArray;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import java.util.List;

/** Tokens as hashed values of a vector: once each, counted, or weighed by how rare they are. O(tokens · log tokens). */
final class TokenEncoding implements Encoding {
    private final int place;
    private final Attribute attribute;
    private final int bits;
    private final TextTokens.Weight weight;
    private final boolean unitLength;

    /** In how many texts a coordinate occurred; null unless that is asked for. */
    private final ChunkedArray documents;

    private double texts;

    /** @param unitLength whether the values of a text are divided by the root of their squares' sum */
    TokenEncoding(int place, Attribute attribute, TextTokens.Weight weight, boolean unitLength) {
        this.place = place;
        this.attribute = attribute;
        this.bits = Integer.numberOfTrailingZeros(attribute.width());
        this.weight = weight;
        this.unitLength = unitLength;
        this.documents = weight == TextTokens.Weight.TF_IDF ? new ChunkedArray(attribute.width()) : null;
    }

    @Override
    public void encode(RawValues raw, FeatureVector x) {
        int[] coordinates = raw.tokens[place].coordinates(bits);
        double[] values = new double[coordinates.length];
        int distinct = 0;
        double squares = 0;
        for (int i = 0; i < coordinates.length; ) {
            int from = i;
            while (i < coordinates.length && coordinates[i] == coordinates[from]) {
                i++;
            }
            double value = value(coordinates[from], i - from);
            coordinates[distinct] = coordinates[from];
            values[distinct++] = value;
            squares += value * value;
        }
        double share = unitLength && squares > 0 ? 1 / Math.sqrt(squares) : 1;
        for (int i = 0; i < distinct; i++) {
            x.addHashed(attribute.start() + coordinates[i], values[i] * share);
        }
    }

    private double value(int coordinate, int count) {
        return switch (weight) {
            case BINARY -> 1;
            case COUNT -> count;
            case TF_IDF -> count * (1 + Elementary.log((1 + texts) / (1 + documents.get(coordinate))));
        };
    }

    @Override
    public void update(RawValues raw) {
        if (documents == null || raw.tokens[place].size() == 0) {
            return;
        }
        texts++;
        int[] coordinates = raw.tokens[place].coordinates(bits);
        for (int i = 0; i < coordinates.length; i++) {
            if (i == 0 || coordinates[i] != coordinates[i - 1]) {
                documents.set(coordinates[i], documents.get(coordinates[i]) + 1);
            }
        }
    }

    @Override
    public String whyApart() {
        return null;
    }

    @Override
    public void merge(List<? extends Encoding> parts) {
        for (Encoding each : parts) {
            TokenEncoding part = (TokenEncoding) each;
            texts += part.texts;
            for (int c = 0; documents != null && c < attribute.width(); c++) {
                if (part.documents.get(c) != 0) {
                    documents.set(c, documents.get(c) + part.documents.get(c));
                }
            }
        }
    }

    @Override
    public void snapshot(StateWriter out) {
        if (documents != null) {
            out.writeDouble(texts);
            out.register("documents", documents);
        }
    }

    @Override
    public void restore(StateReader in) {
        if (documents != null) {
            texts = in.readDouble();
            in.restore("documents", documents);
        }
    }
}
