/**
 * Test-then-train evaluation: metrics that are updated with one prediction at a time and merged across partitions, over
 * everything, over the last events and fading, beside the baselines.
 *
 * <p>Start: {@link dev.millrace.ml.evaluation.Evaluator}, which keeps {@link dev.millrace.ml.evaluation.Metrics}.
 * Threading: one caller. May import: stream.state, stream.event, ml.math. Not here: learners.
 */
package dev.millrace.ml.evaluation;
