/**
 * From events to vectors: features with fixed spans, and the state that they keep.
 *
 * <p>Start: {@link dev.millrace.ml.feature.FeatureVector}. Threading: the partition's thread. May import: stream.event,
 * stream.state, stream.window. Not here: learners, engines.
 */
package dev.millrace.ml.feature;
