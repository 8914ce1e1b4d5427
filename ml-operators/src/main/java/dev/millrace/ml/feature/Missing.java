package dev.millrace.ml.feature;

import java.util.Objects;

/**
 * What stands for a number that is missing or not finite. Means and last values are those of the partition's earlier
 * events; before there is one the number stays missing.
 *
 * @param by what is put there
 * @param value the constant, for {@code CONSTANT}
 * @param flag whether an attribute {@code NAME.missing} says 1 where the number was missing, else 0
 */
public record Missing(By by, double value, boolean flag) {
    /** What is put in place of a missing number. */
    public enum By {
        /** It stays missing: learners have their own way with it. */
        NOTHING,
        /** The mean of all numbers seen before. */
        MEAN,
        /** The last number seen before. */
        LAST,
        /** Always the same number. */
        CONSTANT
    }

    /** It stays missing. */
    public static final Missing NOTHING = new Missing(By.NOTHING, 0, false);

    public Missing {
        Objects.requireNonNull(by, "by");
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(
                    "what stands for a missing number must be finite, got " + value + "; set missing");
        }
    }

    public static Missing mean() {
        return new Missing(By.MEAN, 0, false);
    }

    public static Missing last() {
        return new Missing(By.LAST, 0, false);
    }

    public static Missing constant(double value) {
        return new Missing(By.CONSTANT, value, false);
    }

    /** The same, with an attribute that says where a number was missing. */
    public Missing flagged() {
        return new Missing(by, value, true);
    }
}
