/**
 * Files in the formats of other systems as rows: ARFF, LIBSVM, Vowpal Wabbit's text. A sparse line is one text field of
 * {@code name:value} tokens, however many thousand names there are, which the feature {@code sparse} hashes.
 *
 * <p>Start: {@link dev.millrace.datasets.loader.RowFormat}. Threading: formats are immutable; a parser belongs to one reader.
 * May import: stream-core. Not here: CSV and NDJSON, which stream-core reads.
 */
package dev.millrace.datasets.loader;
