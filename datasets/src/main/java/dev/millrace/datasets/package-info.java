/**
 * Streams to learn from: the catalog of public datasets, where their files are found or fetched from, and the payment
 * stream that the demo learns from.
 *
 * <p>Start: {@link dev.millrace.datasets.Datasets} and {@link dev.millrace.datasets.PaymentSource}. Threading: values are
 * immutable; a reader belongs to one task. May import: stream-core. Not here: learning, commands.
 */
package dev.millrace.datasets;
