package dev.millrace.stream.engine;

import dev.millrace.stream.checkpoint.Checkpoint.ChunkData;
import dev.millrace.stream.checkpoint.Checkpoint.Part;
import dev.millrace.stream.checkpoint.Checkpoint.PartKey;
import dev.millrace.stream.checkpoint.StoredCheckpoint;
import dev.millrace.stream.state.BadState;
import dev.millrace.stream.state.BytesStateReader;
import dev.millrace.stream.state.BytesStateWriter;
import dev.millrace.stream.time.Clock;
import dev.millrace.stream.time.Timestamps;
import dev.millrace.stream.time.WatermarkMerger;
import java.io.IOException;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a task of several inputs, or one whose operators take ticks, adds to a checkpoint as a part of its own, named
 * {@code order/<task>}: in the chunk {@code main} its watermarks and its last tick, in the chunk {@code order} how it took
 * its inputs since the version before. Nothing else in a pipeline is not in its data.
 *
 * <p>In a replay it is where the task looks up what to take next. Threading: the task.
 */
final class RecordedInputs {
    static final String PREFIX = "order/";

    /** Name of the chunk with the order. */
    static final String ORDER = "order";

    /** The fact that says after which version the order begins. */
    static final String AFTER = "after";

    private static final int FORMAT = 1;

    /** An order of this length asks for a checkpoint even where no event came since the last. */
    private static final int LONG_BYTES = 1 << 20;

    private final PartKey key;
    private final Clock clock;
    private final long tickEveryMillis;
    private final boolean ticking;
    private final RecordedOrder.Script script;
    private InputOrder since;
    private InputOrder cut;
    private boolean restored;
    private long lastTick = Timestamps.NONE;

    /**
     * @param tickEveryMillis of a live run; in a replay it is the recorded one
     * @param ticking whether the task's operators take ticks
     * @param script what to do in a replay; null for a live run
     */
    RecordedInputs(PartKey key, Clock clock, long tickEveryMillis, boolean ticking, RecordedOrder.Script script) {
        this.key = key;
        this.clock = clock;
        this.tickEveryMillis = script == null ? tickEveryMillis : script.tickEveryMillis();
        this.ticking = ticking;
        this.script = script;
        this.since = newOrder();
    }

    /** The part of the task that begins with that step. */
    static PartKey key(String firstStep, int partition) {
        return new PartKey(PREFIX + firstStep, partition);
    }

    /** In a replay, what to take; null in a live run. */
    RecordedOrder.Script script() {
        return script;
    }

    /** Whether watermarks came from a version, so that those which restored sources tell are known. */
    boolean isRestored() {
        return restored;
    }

    void items(int input, long count) {
        if (count > 0 && !since.isTooLong()) {
            since.items(input, count);
        }
    }

    void idle(int input) {
        if (!since.isTooLong()) {
            since.idle(input);
        }
    }

    /** The tick that is due by the clock, which is then recorded; {@link Timestamps#NONE} if none is. */
    long dueTick() {
        if (!ticking) {
            return Timestamps.NONE;
        }
        long now = clock.millis();
        long tick = now - Math.floorMod(now, tickEveryMillis);
        if (tick <= lastTick) {
            return Timestamps.NONE;
        }
        tick(tick);
        return tick;
    }

    void tick(long clockMillis) {
        lastTick = clockMillis;
        if (!since.isTooLong()) {
            since.tick(clockMillis);
        }
    }

    boolean isLong() {
        return since.size() > LONG_BYTES;
    }

    /** Adds the part to a checkpoint. */
    void cut(TaskSnapshot snapshot, WatermarkMerger watermarks, long afterVersion) {
        BytesStateWriter writer = new BytesStateWriter();
        writer.writeByte(FORMAT);
        watermarks.snapshot(writer);
        writer.writeLong(lastTick);
        SortedMap<String, ChunkData> chunks = new TreeMap<>();
        chunks.put(BytesStateWriter.MAIN, new ChunkData(writer.main()));
        if (!since.isTooLong()) {
            chunks.put(ORDER, new ChunkData(since.bytes()));
        }
        snapshot.add(key, new Part(chunks, Map.of(AFTER, afterVersion)));
        cut = since;
        since = newOrder();
    }

    void checkpointEnded(boolean committed) {
        if (!committed) {
            cut.append(since);
            since = cut;
        }
        cut = null;
    }

    void restore(StoredCheckpoint checkpoint, WatermarkMerger watermarks) throws IOException {
        SortedMap<String, byte[]> chunks = checkpoint.chunks(key);
        if (chunks.isEmpty()) {
            if (script != null) {
                throw OrderNotRecorded.in(checkpoint, key);
            }
            return; // an earlier Millrace made it: sources tell their watermarks again
        }
        BytesStateReader reader = new BytesStateReader(chunks);
        int format = reader.readByte();
        if (format != FORMAT) {
            throw new BadState("inputs of " + key + " in format " + format + " cannot be read; this Millrace reads"
                    + " format " + FORMAT);
        }
        watermarks.restore(reader);
        lastTick = reader.readLong();
        restored = true;
    }

    private InputOrder newOrder() {
        return new InputOrder(tickEveryMillis);
    }
}
