/**
 * The journal of a pipeline: one totally ordered log of all that arrived, from which the stream can be read again as it
 * was. What is in it is durable; what is not durable is not in it.
 *
 * <p>Start: {@link dev.millrace.stream.journal.Journal}. Threading: appends and reads from any thread, one thread of
 * the journal's own writes; a reader belongs to one caller. May import: stream.storage, stream.time. Not here: what the
 * records mean (stream.event), where events come from (stream.source), the lock that keeps other processes out
 * ({@link dev.millrace.stream.storage.DirectoryLock}; who opens the journal holds it).
 */
package dev.millrace.stream.journal;
