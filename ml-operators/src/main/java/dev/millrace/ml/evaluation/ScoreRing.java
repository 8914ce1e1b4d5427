package dev.millrace.ml.evaluation;

import dev.millrace.stream.state.BadState;
import dev.millrace.stream.state.BytesStateReader;
import dev.millrace.stream.state.BytesStateWriter;
import dev.millrace.stream.state.ChunkedState;
import java.util.Arrays;
import java.util.Map;

/**
 * Two longs for each of the last N predictions, in chunks of {@value #CHUNK} longs: a checkpoint writes those that have
 * changed, and none for places that were never used. Longs, because a double does not keep every pattern of bits.
 * Threading: one caller.
 */
final class ScoreRing implements ChunkedState {
    /** Longs in a chunk: 8 KiB, 512 predictions. */
    static final int CHUNK = 1_024;

    private final long[] values;
    private final boolean[] dirty;
    private final boolean[] inFlight;
    private final boolean[] pending;
    private int used;
    private int pendingCount;
    private ChunkWriter writer;

    /** @param places how many predictions there is room for */
    ScoreRing(int places) {
        values = new long[2 * places];
        int chunks = (values.length + CHUNK - 1) / CHUNK;
        dirty = new boolean[chunks];
        inFlight = new boolean[chunks];
        pending = new boolean[chunks];
    }

    void put(int place, long high, long low) {
        int at = 2 * place;
        int chunk = at / CHUNK;
        if (!dirty[chunk] || pending[chunk]) {
            touch(chunk);
        }
        values[at] = high;
        values[at + 1] = low;
        used = Math.max(used, at + 2);
    }

    long high(int place) {
        return values[2 * place];
    }

    long low(int place) {
        return values[2 * place + 1];
    }

    private void touch(int chunk) {
        if (pending[chunk]) {
            write(chunk);
        }
        dirty[chunk] = true;
    }

    private void write(int chunk) {
        BytesStateWriter out = new BytesStateWriter();
        out.writeLongs(Arrays.copyOfRange(values, chunk * CHUNK, Math.min(used, (chunk + 1) * CHUNK)));
        pending[chunk] = false;
        pendingCount--;
        writer.chunk(Integer.toString(chunk), out.main());
    }

    private int usedChunks() {
        return (used + CHUNK - 1) / CHUNK;
    }

    @Override
    public void freeze(ChunkWriter chunkWriter, boolean everything) {
        if (writer != null) {
            throw new IllegalStateException("a checkpoint is in flight; commit or abandon it first");
        }
        writer = chunkWriter;
        for (int chunk = 0; chunk < usedChunks(); chunk++) {
            if (everything || dirty[chunk]) {
                dirty[chunk] = false;
                inFlight[chunk] = true;
                pending[chunk] = true;
                pendingCount++;
            } else {
                writer.unchanged(Integer.toString(chunk));
            }
        }
    }

    @Override
    public int writePending(int most) {
        int left = most;
        for (int chunk = 0; left > 0 && pendingCount > 0; chunk++) {
            if (pending[chunk]) {
                write(chunk);
                left--;
            }
        }
        return pendingCount;
    }

    @Override
    public void committed() {
        if (pendingCount > 0) {
            throw new IllegalStateException(
                    pendingCount + " chunks were not written; a checkpoint without them is not whole");
        }
        Arrays.fill(inFlight, false);
        writer = null;
    }

    @Override
    public void abandoned() {
        for (int chunk = 0; chunk < dirty.length; chunk++) {
            dirty[chunk] |= inFlight[chunk];
        }
        Arrays.fill(inFlight, false);
        Arrays.fill(pending, false);
        pendingCount = 0;
        writer = null;
    }

    @Override
    public void restore(Map<String, byte[]> chunks) {
        used = 0;
        for (int chunk = 0; chunk < chunks.size(); chunk++) {
            byte[] bytes = chunks.get(Integer.toString(chunk));
            if (bytes == null) {
                throw new BadState("chunk " + chunk + " of " + chunks.size() + " of a window of metrics is missing");
            }
            long[] stored = new BytesStateReader(bytes).readLongs();
            if (used != chunk * CHUNK || stored.length > Math.min(CHUNK, values.length - used)) {
                throw new BadState("a window of " + values.length / 2 + " predictions cannot hold chunk " + chunk
                        + " of " + stored.length + " numbers; its size has changed or the state is damaged");
            }
            System.arraycopy(stored, 0, values, used, stored.length);
            used += stored.length;
        }
        Arrays.fill(dirty, false);
    }
}
