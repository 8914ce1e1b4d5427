/**
 * Runs a plan in this JVM: worker threads, bounded queues of batches, aligned checkpoints, questions to partitions.
 *
 * <p>Start: {@link dev.millrace.stream.engine.Job}. Threading: here, and nowhere else in Millrace's core; each
 * class states its protocol. Not here: any operator.
 */
package dev.millrace.stream.engine;
