/**
 * Streams of events and the operators that run over them.
 *
 * <p>Start: {@link dev.millrace.stream.Operator}, the contract that every operator keeps, on every engine. Threading: an
 * operator belongs to one partition and is called by one thread at a time. Not here: models, HTTP, versions.
 */
package dev.millrace.stream;
