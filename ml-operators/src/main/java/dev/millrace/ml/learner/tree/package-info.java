/**
 * Decision trees that grow while the stream goes by.
 *
 * <p>Start: {@link dev.millrace.ml.learner.tree.HoeffdingTree}. Threading: as {@link dev.millrace.ml.learner.Learner} says. May
 * import: ml.learner, ml.learner.bayes, ml.feature, ml.math, ml.drift, stream.state, stream.random. Not here: ensembles.
 */
package dev.millrace.ml.learner.tree;
