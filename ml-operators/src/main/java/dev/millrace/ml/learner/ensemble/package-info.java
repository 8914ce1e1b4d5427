/**
 * Many learners that vote.
 *
 * <p>Start: {@link dev.millrace.ml.learner.ensemble.OnlineBagging}. Threading: as {@link dev.millrace.ml.learner.Learner}
 * says. May import: ml.learner and its packages, ml.feature, ml.math, ml.drift, stream.state, stream.random,
 * stream.parallel. Not here: the members.
 */
package dev.millrace.ml.learner.ensemble;
