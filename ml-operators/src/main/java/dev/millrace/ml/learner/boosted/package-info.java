/**
 * Gradient boosting on a stream: trees of values, each of which takes a step down the gradient of a loss at what those before it
 * say.
 *
 * <p>Start: {@link dev.millrace.ml.learner.boosted.GradientBoostedTrees}. Threading: as
 * {@link dev.millrace.ml.learner.Learner} says. May import: ml.learner, ml.learner.tree, ml.feature, ml.math, stream.state,
 * stream.random, stream.parallel. Not here: the trees.
 */
package dev.millrace.ml.learner.boosted;
