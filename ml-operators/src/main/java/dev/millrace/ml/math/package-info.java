/**
 * Arithmetic that gives the same bits on every machine: elementary functions and sums of a fixed shape.
 *
 * <p>Start: {@link dev.millrace.ml.math.Elementary}. Threading: pure functions. May import: the JDK only. Not here: matrices,
 * statistics with a memory.
 */
package dev.millrace.ml.math;
