/**
 * What classes look like, attribute by attribute, and Bayes' rule over it.
 *
 * <p>Start: {@link dev.millrace.ml.learner.bayes.NaiveBayes}. Threading: as {@link dev.millrace.ml.learner.Learner} says. May
 * import: ml.learner, ml.feature, ml.math, stream.state. Not here: trees, which use the same statistics in their leaves.
 */
package dev.millrace.ml.learner.bayes;
