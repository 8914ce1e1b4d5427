/**
 * Streams to learn from: the catalog of public datasets, where their files are found or fetched from, and the payment
 * stream that the demo learns from. The streams of the literature are in {@code generator}, files of other systems in
 * {@code loader}.
 *
 * <p>Start: {@link dev.millrace.datasets.Datasets} and {@link dev.millrace.datasets.PaymentSource}. Threading: values are
 * immutable; a reader belongs to one task. May import: stream-core. Not here: learning, commands.
 */
package dev.millrace.datasets;
