/**
 * Independent parts of one piece of work, run at the same time where the host has threads for them.
 *
 * <p>Start: {@link dev.millrace.stream.parallel.Parallel}. Threading: as stated there. May import: nothing. Not here: the
 * engine's workers, who do the work.
 */
package dev.millrace.stream.parallel;
