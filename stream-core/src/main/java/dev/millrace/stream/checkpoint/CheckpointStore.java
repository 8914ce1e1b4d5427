package dev.millrace.stream.checkpoint;

import java.io.IOException;
import java.util.Optional;

/**
 * Keeps checkpoints: each commit is a version, all of it or none. One writer per pipeline at a time. Threading: one
 * caller for {@link #commit}, any for the rest.
 */
public interface CheckpointStore {

    /** The newest version of a pipeline that verifies, or empty if there is none. */
    Optional<StoredCheckpoint> newest(String pipeline) throws IOException;

    /** A version by number; an {@link IOException} names what is missing or damaged. */
    StoredCheckpoint load(String pipeline, long version) throws IOException;

    /**
     * Makes a checkpoint durable: when this returns, the version survives a crash.
     *
     * @return the number of the version
     * @throws MissingParent if a chunk is called unchanged that the store does not have: the next one must be whole
     * @throws IOException if it was not kept; the checkpoint is abandoned, the next one may succeed
     */
    long commit(Checkpoint checkpoint) throws IOException;
}
