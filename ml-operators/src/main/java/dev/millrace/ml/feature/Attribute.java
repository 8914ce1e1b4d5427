package dev.millrace.ml.feature;

import java.util.Objects;

/**
 * One attribute of a {@link FeatureVector}: where it stands in the vector, and its span among the coordinates of a linear
 * model.
 *
 * @param name unique in its layout; what explanations and exports show
 * @param kind how it is held
 * @param slot index in {@code numbers} or {@code categories}; −1 for hashed attributes
 * @param start its first coordinate in a linear model
 * @param width how many coordinates it owns: 1 for a number, codes for a category ({@code max} + 1 for {@code other}),
 *     2^bits for a hashed attribute
 */
public record Attribute(String name, Kind kind, int slot, int start, int width) {

    /** How a vector holds an attribute. */
    public enum Kind {
        /** A {@code double}; NaN is missing. */
        NUMBER,
        /** A code 0 … width − 1; −1 is missing. The last code stands for "other". */
        CATEGORY,
        /** Any number of (index, value) pairs within its span. */
        HASHED
    }

    public Attribute {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(kind, "kind");
        if (width < 1 || start < 0) {
            throw new IllegalArgumentException(
                    "attribute '" + name + "' needs a span, got start " + start + " and width " + width);
        }
    }
}
