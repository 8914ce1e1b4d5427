package dev.millrace.ml.feature;

/** Bounds that a number is moved to if it lies outside; they come before the scaling. */
public record Clip(double least, double most) {
    /** No bounds. */
    public static final Clip NONE = new Clip(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

    public Clip {
        if (!(least < most)) {
            throw new IllegalArgumentException("a number is clipped to [least, most] with least below most, got ["
                    + least + ", " + most + "]; set clip");
        }
    }

    double apply(double x) {
        return Math.max(least, Math.min(most, x));
    }
}
