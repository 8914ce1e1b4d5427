/**
 * From events to vectors: features with fixed spans, and the state that they keep.
 *
 * <p>Start: {@link dev.millrace.ml.feature.Features}, built from {@link dev.millrace.ml.feature.FeatureSpec}s. State has two
 * parts: {@link dev.millrace.ml.feature.Lookups} are facts per key, of which there is one live copy;
 * {@link dev.millrace.ml.feature.Encoders} are scaling and dictionaries, versioned with the model. A row and the lookups make
 * {@link dev.millrace.ml.feature.RawValues}; the encoders make a {@link dev.millrace.ml.feature.FeatureVector} of these.
 *
 * <p>Threading: the partition's thread; reading and encoding change nothing. May import: stream.event, stream.state,
 * stream.random, stream.window. Not here: learners, engines.
 */
package dev.millrace.ml.feature;
