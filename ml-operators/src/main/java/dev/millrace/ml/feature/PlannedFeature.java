package dev.millrace.ml.feature;

/**
 * A feature that says itself how it is laid out, read and encoded, so that all about it stands in one file.
 */
non-sealed interface PlannedFeature extends FeatureSpec {
    /**
     * Adds the feature's attributes and their makers.
     *
     * @throws IllegalArgumentException if the feature does not fit the schema or the pipeline, saying where
     */
    void plan(String name, FeatureCompiler to);
}
