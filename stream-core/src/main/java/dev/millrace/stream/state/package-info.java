/**
 * State of operators: how it is written at a barrier, and containers for state that is too large to copy in one go.
 *
 * <p>Start: {@link dev.millrace.stream.state.StateWriter}. Threading: the partition's thread. Bytes are canonical: equal
 * state gives equal bytes. Not here: where the bytes are kept (see {@code stream.checkpoint}).
 */
package dev.millrace.stream.state;
