package dev.millrace.ml.feature;

import dev.millrace.stream.event.Field;
import dev.millrace.stream.event.Row;
import java.util.ArrayList;
import java.util.List;

/**
 * Several categories at once, as one: each combination hashed into 2^bits coordinates of its own. Missing if one of them
 * is. No state, no limit, collisions. O(fields). Source: Cheng and others, "Wide and deep learning for recommender
 * systems", DLRS 2016 (cross-product features); Weinberger and others, "Feature hashing for large scale multitask
 * learning", ICML 2009.
 */
public record Cross(List<String> fields, int hash) implements PlannedFeature {
    public Cross {
        fields = List.copyOf(fields);
        if (fields.size() < 2 || fields.stream().distinct().count() != fields.size()) {
            throw new IllegalArgumentException("a cross needs two or more different fields, got " + fields);
        }
        TextTokens.requireBits(hash);
    }

    /** 2^16 coordinates. */
    public Cross(List<String> fields) {
        this(fields, 16);
    }

    public Cross hash(int bits) {
        return new Cross(fields, bits);
    }

    @Override
    public boolean readsNames() {
        return true;
    }

    @Override
    public void plan(String name, FeatureCompiler to) {
        List<Field> parts = new ArrayList<>();
        fields.forEach(field -> parts.add(to.nameableField(name, field)));
        int place = to.tokens();
        Attribute attribute = to.encodedHashed(name, hash);
        to.reading((row, timestampMillis, raw) -> {
            Tokens tokens = raw.tokens[place];
            tokens.clear();
            long combined = combined(row, parts);
            if (combined != 0) {
                tokens.add(combined);
            }
        });
        to.encoding(() -> new TokenEncoding(place, attribute, TextTokens.Weight.BINARY, false));
    }

    /** 0 if one is missing. */
    private static long combined(Row row, List<Field> parts) {
        long combined = 1;
        for (int i = 0; i < parts.size(); i++) {
            long part = NameHash.of(row.name(parts.get(i)));
            if (part == 0) {
                return 0;
            }
            combined = NameHash.then(combined, part);
        }
        return combined;
    }
}
