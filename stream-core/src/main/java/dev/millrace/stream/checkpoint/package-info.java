/**
 * Checkpoints as a port: what the engine hands over to be kept, and what it gets back on restore.
 *
 * <p>Start: {@link dev.millrace.stream.checkpoint.CheckpointStore}. Threading: the engine's checkpoint thread. May import:
 * stream.source, stream.state. Not here: any storage format (see the model registry).
 */
package dev.millrace.stream.checkpoint;
