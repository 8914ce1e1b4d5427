/**
 * Linear models on primitive arrays, and their ways to Tribuo and ONNX.
 *
 * <p>Start: {@link dev.millrace.ml.learner.linear.LogisticRegression} for the plain and fast way, {@code LinearClassifier} and
 * {@code LinearRegression} for all others: a rule says what a margin should have been ({@code ClassRule}, {@code ValueRule}), a
 * {@code Descent} moves the weights. Out: {@link dev.millrace.ml.learner.linear.ExportFormat}. Threading: as {@link dev.millrace.ml.learner.Learner}
 * says. May import: ml.learner, ml.feature, ml.math, stream.state, EJML, Tribuo, ONNX. Not here: scaling (a feature's work).
 */
package dev.millrace.ml.learner.linear;
