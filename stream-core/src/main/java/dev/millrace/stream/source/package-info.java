/**
 * Where events come from: files, generators, memory and the journal, each split into partitions that replay from an
 * offset.
 *
 * <p>Start: {@link dev.millrace.stream.source.Source}; then {@link dev.millrace.stream.source.CsvSource}. Threading: a
 * reader belongs to one task. May import: stream (dead letters), stream.event, stream.time, stream.journal. Not here:
 * windows, learning.
 */
package dev.millrace.stream.source;
