/**
 * Whole-pipeline benchmarks, one class per row of what must be measured: {@code ./millrace bench ROW}.
 *
 * <p>Start: {@link dev.millrace.benchmarks.Main}. Threading: each benchmark is alone in its process. May import:
 * everything. Not here: tests; no figure is asserted.
 */
package dev.millrace.benchmarks;
