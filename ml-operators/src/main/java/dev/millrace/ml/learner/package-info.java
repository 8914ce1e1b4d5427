/**
 * Online learners: one file per idea, each naming its paper.
 *
 * <p>Start: {@link dev.millrace.ml.learner.Learner}. Threading: the partition's thread; immutable copies are safe from many.
 * May import: ml.feature (vectors and layout), stream.state, stream.random, stream.settings, stream.parallel. Not here:
 * engines, HTTP, evaluation.
 */
package dev.millrace.ml.learner;
