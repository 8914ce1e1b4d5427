package dev.millrace.ml.feature;

import dev.millrace.stream.window.Statistic;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;

/**
 * What a feature takes from an event or from what its key did before. Immutable; checked at birth. Kinds that need more
 * than a line stand in files of their own: {@link Difference}, {@link Since}, {@link Bins}, {@link Polynomial},
 * {@link TargetEncoding}, {@link FrequencyEncoding}, {@link Cross}, {@link TextTokens}, {@link TimeParts},
 * {@link Selection}, {@link Forgetting}.
 */
public sealed interface FeatureSpec
        permits FeatureSpec.Numeric,
                FeatureSpec.Category,
                FeatureSpec.Hashed,
                FeatureSpec.Lag,
                FeatureSpec.LabelLag,
                FeatureSpec.Window,
                PlannedFeature {

    /** A number of the event, unscaled. */
    static Numeric number(String field) {
        return new Numeric(field, Scale.NONE);
    }

    /** A category of the event, by a dictionary. */
    static Category category(String field) {
        return new Category(field, Category.MAX);
    }

    /** The last value of a field, per key. */
    static Lag lag(String field) {
        return new Lag(field, 1, Scale.NONE);
    }

    /** The last label known, per key. */
    static LabelLag lagLabel() {
        return new LabelLag(1, Scale.NONE);
    }

    /** Statistics of a field over spans of event time (milliseconds), per key: their count and mean. */
    static Window window(String field, Long... overMillis) {
        return new Window(field, List.of(overMillis), List.of(Statistic.COUNT, Statistic.MEAN), Scale.NONE);
    }

    /** A number's change since the key's last event. */
    static Difference difference(String field) {
        return new Difference(field);
    }

    /** A number as the bin between quantiles that it falls into. */
    static Bins bins(String field) {
        return new Bins(field);
    }

    /** Products of numbers. */
    static Polynomial polynomial(String... fields) {
        return new Polynomial(List.of(fields));
    }

    /** A category told by the labels that it had. */
    static TargetEncoding target(String field) {
        return new TargetEncoding(field);
    }

    /** A category told by how common it is. */
    static FrequencyEncoding frequency(String field) {
        return new FrequencyEncoding(field);
    }

    /** Several categories as one. */
    static Cross cross(String... fields) {
        return new Cross(List.of(fields));
    }

    /** Tokens {@code name:value}, of which there may be thousands of names. */
    static SparseTokens sparse(String field) {
        return new SparseTokens(field);
    }

    /** The tokens of a text. */
    static TextTokens text(String field) {
        return new TextTokens(field);
    }

    /** Where a time stands in the day and the week. */
    static TimeParts time(String field) {
        return new TimeParts(field);
    }

    /** Where the event's time stands in the day and the week. */
    static TimeParts eventTime() {
        return new TimeParts(TimeParts.EVENT_TIME);
    }

    /** Quiet keys are forgotten after so much event time. */
    static Forgetting forget(long millis) {
        return new Forgetting(millis);
    }

    /** Seconds since the key's last event. */
    static Since sinceLastEvent() {
        return new Since(Since.LAST_EVENT);
    }

    /** Seconds since a time that the event holds. */
    static Since since(String field) {
        return new Since(field);
    }

    /** Fields of the event that it reads; the label's lag reads none. */
    default List<String> fields() {
        return List.of();
    }

    /** Whether it reads its fields as names (of categories, or texts), so that 1 stays "1". */
    default boolean readsNames() {
        return false;
    }

    /** Whether it makes numbers that may be of any size: learners by gradient want those scaled. */
    default boolean isOfAnySize() {
        return false;
    }

    /** Whether it tells nothing, or less, of events that have no event time. */
    default boolean needsEventTime() {
        return false;
    }

    /** How its numbers are scaled. */
    default Scale scale() {
        return Scale.NONE;
    }

    /** The same, with numbers moved to the bounds if they lie outside. */
    default FeatureSpec clip(double least, double most) {
        return new Adjusted(this, new Clip(least, most), Missing.NOTHING);
    }

    /** The same, with something in place of missing numbers. */
    default FeatureSpec missing(Missing instead) {
        return new Adjusted(this, Clip.NONE, instead);
    }

    /** The same feature, scaled; features that are not numbers refuse. */
    default FeatureSpec scale(Scale scale) {
        throw new IllegalArgumentException("only numbers can be scaled; remove scale from this feature");
    }

    /** A number of the event: a field of type number, integer, time or boolean (1 and 0). */
    record Numeric(String field, Scale scale) implements FeatureSpec {
        public Numeric {
            requireField(field);
            Objects.requireNonNull(scale, "scale");
        }

        @Override
        public List<String> fields() {
            return List.of(field);
        }

        @Override
        public boolean isOfAnySize() {
            return true;
        }

        @Override
        public Numeric scale(Scale to) {
            return new Numeric(field, to);
        }
    }

    /**
     * A category of the event, coded by a dictionary in order of arrival. A category not seen before has the next free
     * code; once {@code max} codes are given, all others share the code {@code max}. A missing one has none.
     *
     * @param expireMillis event time after which a category not seen any more gives its code to the next new one, with all
     *     that learners know about the code; 0 for never
     */
    record Category(String field, int max, long expireMillis) implements FeatureSpec {
        /** Codes of a dictionary unless told otherwise. */
        public static final int MAX = 256;

        public Category {
            requireField(field);
            requireMax(max);
            requireExpiry(expireMillis);
        }

        public Category(String field, int max) {
            this(field, max, 0);
        }

        @Override
        public boolean needsEventTime() {
            return expireMillis > 0;
        }

        @Override
        public List<String> fields() {
            return List.of(field);
        }

        @Override
        public boolean readsNames() {
            return true;
        }

        /** As before categories could expire: plans that have none are the same. */
        @Override
        public String toString() {
            return "Category[field=" + field + ", max=" + max
                    + (expireMillis == 0 ? "]" : ", expireMillis=" + expireMillis + "]");
        }

        /** The same category, hashed into 2^bits slots of its own. */
        public Hashed hash(int bits) {
            return new Hashed(field, bits);
        }

        public Category max(int codes) {
            return new Category(field, codes, expireMillis);
        }

        /** Categories not seen for so long give their codes to new ones. */
        public Category expire(long millis) {
            return new Category(field, max, millis);
        }
    }

    /** A category of the event, hashed into 2^bits coordinates: no state, no limit, collisions. */
    record Hashed(String field, int bits) implements FeatureSpec {
        public Hashed {
            requireField(field);
            if (bits < 1 || bits > 28) {
                throw new IllegalArgumentException(
                        "a category is hashed into 1 to 28 bits, got " + bits + "; set hash");
            }
        }

        @Override
        public List<String> fields() {
            return List.of(field);
        }

        @Override
        public boolean readsNames() {
            return true;
        }
    }

    /** The value that a numeric field had {@code steps} events ago, per key; missing until then. */
    record Lag(String field, int steps, Scale scale) implements FeatureSpec {
        public Lag {
            requireField(field);
            requireSteps(steps);
            Objects.requireNonNull(scale, "scale");
        }

        @Override
        public List<String> fields() {
            return List.of(field);
        }

        public Lag steps(int back) {
            return new Lag(field, back, scale);
        }

        @Override
        public boolean isOfAnySize() {
            return true;
        }

        @Override
        public Lag scale(Scale to) {
            return new Lag(field, steps, to);
        }
    }

    /**
     * The label that became known {@code steps} labels ago, per key; missing until then. A class is coded by a dictionary,
     * a value is a number.
     */
    record LabelLag(int steps, Scale scale) implements FeatureSpec {
        public LabelLag {
            requireSteps(steps);
            Objects.requireNonNull(scale, "scale");
        }

        public LabelLag steps(int back) {
            return new LabelLag(back, scale);
        }

        @Override
        public boolean isOfAnySize() {
            return true;
        }

        @Override
        public LabelLag scale(Scale to) {
            return new LabelLag(steps, to);
        }
    }

    /**
     * Statistics of a numeric field over the last spans of event time, per key, without the current event. A window of
     * span s asked at t covers (t − s, t] in slices of s ÷ 12.
     *
     * @param overMillis the spans; each makes a number for each statistic
     * @param take what is taken of each span, in any order; an empty window has the count and sum 0, the rest is missing
     */
    record Window(String field, List<Long> overMillis, List<Statistic> take, Scale scale) implements FeatureSpec {
        public Window {
            requireField(field);
            Objects.requireNonNull(scale, "scale");
            overMillis = List.copyOf(overMillis);
            if (take.isEmpty() || EnumSet.copyOf(take).size() != take.size()) {
                throw new IllegalArgumentException("the window of '" + field + "' takes " + take
                        + "; name each of count, sum, mean, std, min, max, distinct, last, rate, trend once at most, and one"
                        + " at least");
            }
            take = List.copyOf(EnumSet.copyOf(take));
            if (overMillis.isEmpty() || overMillis.stream().distinct().count() != overMillis.size()) {
                throw new IllegalArgumentException(
                        "the window of '" + field + "' needs one or more different spans; set over");
            }
            for (long span : overMillis) {
                if (span < 12) {
                    throw new IllegalArgumentException(
                            "the window of '" + field + "' cannot span " + span + " ms; 12 ms is the least");
                }
            }
        }

        @Override
        public boolean needsEventTime() {
            return true;
        }

        @Override
        public List<String> fields() {
            return List.of(field);
        }

        public Window take(Statistic... what) {
            return new Window(field, overMillis, List.of(what), scale);
        }

        @Override
        public boolean isOfAnySize() {
            return true;
        }

        @Override
        public Window scale(Scale to) {
            return new Window(field, overMillis, take, to);
        }
    }

    /** Refuses a negative time to live. */
    static void requireExpiry(long millis) {
        if (millis < 0) {
            throw new IllegalArgumentException(
                    "what is not seen any more expires after 0 ms (never) or more, got " + millis + "; set expire");
        }
    }

    private static void requireField(String field) {
        if (field == null || field.isEmpty()) {
            throw new IllegalArgumentException("a feature needs the name of the field that it is made from");
        }
    }

    private static void requireSteps(int steps) {
        if (steps < 1 || steps > 1_000) {
            throw new IllegalArgumentException("a lag goes 1 to 1000 steps back, got " + steps + "; set steps");
        }
    }

    /** Refuses a number of codes that nobody can mean. */
    static void requireMax(int max) {
        if (max < 1 || max > 1 << 20) {
            throw new IllegalArgumentException("a dictionary has 1 to 1048576 codes, got " + max + "; set max");
        }
    }
}
