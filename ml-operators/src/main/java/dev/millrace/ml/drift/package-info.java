/**
 * Signals that a stream of numbers, the errors of a model say, is no longer what it was.
 *
 * <p>Start: {@link dev.millrace.ml.drift.Adwin}. Threading: one caller. May import: ml.math, stream.state. Not here: what to do
 * about it.
 */
package dev.millrace.ml.drift;
