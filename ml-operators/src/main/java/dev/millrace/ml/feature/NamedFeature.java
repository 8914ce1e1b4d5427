package dev.millrace.ml.feature;

import java.util.Objects;

/**
 * A feature and its name.
 *
 * @param name unique in its pipeline; the attributes that it makes start with it
 * @param spec what it is
 */
public record NamedFeature(String name, FeatureSpec spec) {
    public NamedFeature {
        Objects.requireNonNull(spec, "spec");
        if (name == null || name.isBlank()) {
            throw new IllegalArgumentException("a feature has no name; give every feature one");
        }
    }
}
