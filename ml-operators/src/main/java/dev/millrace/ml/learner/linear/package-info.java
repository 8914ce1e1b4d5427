/**
 * Linear models on primitive arrays, and their way to Tribuo.
 *
 * <p>Start: {@link dev.millrace.ml.learner.linear.LogisticRegression}. Threading: as {@link dev.millrace.ml.learner.Learner}
 * says. May import: ml.learner, ml.feature, ml.math, stream.state, EJML, Tribuo. Not here: scaling (a feature's work).
 */
package dev.millrace.ml.learner.linear;
