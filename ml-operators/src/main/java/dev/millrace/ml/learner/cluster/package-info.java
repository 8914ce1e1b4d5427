/**
 * Learners that find groups of events.
 *
 * <p>Start: {@link dev.millrace.ml.learner.cluster.StreamingKMeans}. Threading: as {@link dev.millrace.ml.learner.Learner}
 * says. May import: ml.learner, ml.feature, ml.math, stream.random, stream.state. Not here: how good groups are
 * (ml.evaluation).
 */
package dev.millrace.ml.learner.cluster;
