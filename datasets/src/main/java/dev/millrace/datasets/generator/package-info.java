/**
 * Streams that are made up: the generators of the literature on learning from streams, whose concepts can change abruptly,
 * gradually and again and again. The same seed gives the same stream on every JVM; that of MOA where a kind
 * {@linkplain dev.millrace.datasets.generator.StreamKind#drawsInOrder draws in order}.
 *
 * <p>Start: {@link dev.millrace.datasets.generator.GeneratedStream}, then any {@link dev.millrace.datasets.generator.StreamKind}
 * such as {@link dev.millrace.datasets.generator.Sea}. Threading: kinds and streams are immutable; a reader belongs to one
 * task. May import: stream-core. Not here: files, the catalog.
 */
package dev.millrace.datasets.generator;
