/**
 * Test-then-train evaluation: metrics that are updated with one prediction at a time and merged across partitions.
 *
 * <p>Start: {@link dev.millrace.ml.evaluation.Metrics}. Threading: one caller. May import: stream.state. Not here: learners.
 */
package dev.millrace.ml.evaluation;
