package dev.millrace.cli.file;

import java.util.List;

/** One feature: what a learner sees of an event. Each names the field that it reads. */
public sealed interface FeatureSpec {
    String field();

    /**
     * A number as it is, or scaled.
     *
     * @param scale {@code none} or {@code standard}
     */
    record Numeric(String field, String scale) implements FeatureSpec {
        public static final String DEFAULT_SCALE = "none";
        public static final List<String> SCALES = List.of("none", "standard");
    }

    /**
     * A category with a code for each value, up to {@code max}; further ones share the code "other".
     *
     * @param max how many values get a code of their own
     */
    record Category(String field, int max) implements FeatureSpec {
        public static final int DEFAULT_MAX = 1_000;
    }

    /**
     * A category hashed into 2^bits slots.
     *
     * @param bits 1 to 28
     */
    record Hashed(String field, int bits) implements FeatureSpec {}

    /**
     * Sums over the key's earlier events in spans of event time.
     *
     * @param overMillis the spans
     * @param take what is computed over each: count, sum, mean, min, max
     */
    record Window(String field, List<Long> overMillis, List<String> take) implements FeatureSpec {
        public static final List<String> AGGREGATES = List.of("count", "sum", "mean", "min", "max");

        public Window {
            overMillis = List.copyOf(overMillis);
            take = List.copyOf(take);
            if (overMillis.stream().anyMatch(span -> span <= 0)) {
                throw new IllegalArgumentException("a span is a positive duration");
            }
        }
    }

    /**
     * The value that the key had some events ago; of the label's field, the last labels known.
     *
     * @param steps how many events ago, from 1
     */
    record Lag(String field, int steps) implements FeatureSpec {
        public static final int DEFAULT_STEPS = 1;
    }
}
