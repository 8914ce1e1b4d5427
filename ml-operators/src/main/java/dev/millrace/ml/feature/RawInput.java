package dev.millrace.ml.feature;

import java.util.List;
import java.util.Objects;

/**
 * How an attribute of a vector comes from what is known outside, at one moment: what a model needs that leaves the house.
 * Immutable; made by {@link Features#inputs}.
 */
public sealed interface RawInput {
    Attribute attribute();

    /** A number as it is. */
    record Plain(Attribute attribute) implements RawInput {
        public Plain {
            Objects.requireNonNull(attribute, "attribute");
        }
    }

    /**
     * A number that is standardised by what was seen and by itself: with δ = x − mean, r = x − mean − δ ÷ (count + 1), the
     * learner sees r ÷ √((spread + δ·r) ÷ (count + 1)).
     *
     * @param count numbers seen
     * @param mean of them
     * @param spread sum of their squared distances from the mean
     */
    record Standard(Attribute attribute, long count, double mean, double spread) implements RawInput {
        public Standard {
            Objects.requireNonNull(attribute, "attribute");
        }
    }

    /**
     * A category with a dictionary.
     *
     * @param names by code; every other name has the next code, or the last of the attribute's if none is free
     */
    record Names(Attribute attribute, List<String> names) implements RawInput {
        public Names {
            Objects.requireNonNull(attribute, "attribute");
            names = List.copyOf(names);
        }

        /** Code of a name that is not in the dictionary. */
        public int otherCode() {
            return Math.min(names.size(), attribute.width() - 1);
        }
    }

    /** A number or category that the pipeline makes in a way of its own: logarithms, bins, target encodings, and the like. */
    record Made(Attribute attribute) implements RawInput {
        public Made {
            Objects.requireNonNull(attribute, "attribute");
        }
    }

    /** A category that is hashed into the attribute's coordinates. */
    record Hashed(Attribute attribute) implements RawInput {
        public Hashed {
            Objects.requireNonNull(attribute, "attribute");
        }
    }
}
