package dev.millrace.stream.state;

import java.util.Map;

/**
 * A container whose state is kept in chunks, so that a checkpoint writes only what changed and never stops a partition
 * for longer than one chunk.
 *
 * <p>Protocol, all on the partition's thread: {@link #freeze} at a barrier makes the chunks that changed since the last
 * <em>committed</em> checkpoint pending; each pending chunk goes to the writer exactly as it was at the barrier, either
 * when {@link #writePending} reaches it or just before it changes. Then {@link #committed} clears the dirty marks of what
 * was written, or {@link #abandoned} gives them back. One checkpoint is in flight at a time.
 */
public interface ChunkedState {

    /** Where frozen chunks go. The engine's implementation ignores calls for a checkpoint that was abandoned. */
    interface ChunkWriter {
        /** A chunk as it was at the barrier; the array is handed over and not changed any more. */
        void chunk(String name, byte[] bytes);

        /** A chunk that has not changed since the last committed checkpoint. */
        void unchanged(String name);
    }

    /**
     * Starts a snapshot: every chunk will be told to the writer once, now or later.
     *
     * @param everything true to write unchanged chunks too (a first checkpoint, or one into another store)
     */
    void freeze(ChunkWriter writer, boolean everything);

    /**
     * Writes up to {@code most} pending chunks.
     *
     * @return how many are still pending
     */
    int writePending(int most);

    /** The checkpoint begun by the last {@link #freeze} is durable. */
    void committed();

    /** The checkpoint begun by the last {@link #freeze} will never be: what it wrote is dirty again, pending is forgotten. */
    void abandoned();

    /** Replaces the content by that of the chunks, by name; all are clean afterwards. */
    void restore(Map<String, byte[]> chunks);
}
