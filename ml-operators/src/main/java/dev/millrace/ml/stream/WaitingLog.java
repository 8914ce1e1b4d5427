package dev.millrace.ml.stream;

import dev.millrace.stream.event.EventId;
import dev.millrace.stream.state.BadState;
import dev.millrace.stream.state.ChunkedState;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Segments of bytes that only grow and are dropped whole. Each is one chunk of a checkpoint: one that is full is written
 * once. What became of each entry is a byte beside the segment, and part of the operator's plain state. Threading: the
 * partition's thread.
 */
final class WaitingLog implements ChunkedState {
    /** A segment has room for a few hundred events: small enough to be written between two batches. */
    private static final int LARGEST_SEGMENT_BYTES = 1 << 16;

    private static final int SMALLEST_SEGMENT_BYTES = 1 << 10;

    /** What is dropped for want of room is dropped in segments: a small share of all. */
    private static final int SEGMENTS = 32;

    /** Entries one behind the other, each starting with its size, its event's id and its deadline. */
    static final class Segment {
        final long number;
        final byte[] bytes;
        int used;
        int entries;

        /** Per entry; see {@link WaitingEvents}. */
        byte[] states = new byte[64];

        /** Entries that wait for a label. */
        int waiting;

        /** Entries whose deadline has not passed. */
        int open;

        /** Whether it is gone from the log. */
        boolean dropped;

        private boolean dirty = true;
        private boolean inFlight;
        private int frozen;

        Segment(long number, byte[] bytes) {
            this.number = number;
            this.bytes = bytes;
        }

        int sizeAt(int position) {
            return ByteBuffer.wrap(bytes).getInt(position);
        }

        EventId idAt(int position) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            return new EventId(
                    buffer.getInt(position + 4),
                    buffer.getInt(position + 8),
                    buffer.getLong(position + 12),
                    buffer.getInt(position + 20));
        }

        long deadlineAt(int position) {
            return ByteBuffer.wrap(bytes).getLong(position + 24);
        }

        private String name() {
            return Long.toString(number);
        }

        private long cost() {
            return used + (long) WaitingEvents.OVERHEAD_BYTES * entries;
        }
    }

    private final int segmentBytes;
    private final Deque<Segment> segments = new ArrayDeque<>();
    private final List<Segment> pending = new ArrayList<>();
    private long nextNumber;
    private boolean sealed;
    private long bytes;
    private ChunkWriter writer;

    /** @param mostBytes what the segments may cost together */
    WaitingLog(long mostBytes) {
        this.segmentBytes =
                (int) Math.max(SMALLEST_SEGMENT_BYTES, Math.min(LARGEST_SEGMENT_BYTES, mostBytes / SEGMENTS));
    }

    /** Room for an entry at the end; its position in the {@link #last} segment. */
    int append(int size) {
        Segment segment = segments.peekLast();
        if (segment == null || sealed || segment.bytes.length - segment.used < size) {
            segment = new Segment(nextNumber++, new byte[Math.max(size, segmentBytes)]);
            segments.addLast(segment);
            sealed = false;
        }
        int position = segment.used;
        segment.used += size;
        if (segment.entries == segment.states.length) {
            segment.states = Arrays.copyOf(segment.states, 2 * segment.entries);
        }
        segment.entries++;
        segment.waiting++;
        segment.dirty = true;
        bytes += size + WaitingEvents.OVERHEAD_BYTES;
        return position;
    }

    Segment first() {
        return segments.getFirst();
    }

    Segment last() {
        return segments.getLast();
    }

    /** Number of the next segment. */
    long nextNumber() {
        return nextNumber;
    }

    /** The next entry starts a new segment. */
    void seal() {
        sealed = true;
    }

    long bytes() {
        return bytes;
    }

    void forEach(Consumer<Segment> visitor) {
        segments.forEach(visitor);
    }

    /** Drops segments, except the one being filled; whether any went. */
    boolean dropIf(Predicate<Segment> rule, Consumer<Segment> farewell) {
        boolean dropped = false;
        for (Iterator<Segment> each = segments.iterator(); each.hasNext(); ) {
            Segment segment = each.next();
            boolean filling = segment == segments.peekLast() && !sealed;
            if (!filling && rule.test(segment)) {
                each.remove();
                segment.dropped = true;
                bytes -= segment.cost();
                farewell.accept(segment);
                dropped = true;
            }
        }
        return dropped;
    }

    @Override
    public void freeze(ChunkWriter chunkWriter, boolean everything) {
        writer = chunkWriter;
        for (Segment segment : segments) {
            if (everything || segment.dirty) {
                segment.frozen = segment.used;
                segment.inFlight = true;
                segment.dirty = false;
                pending.add(segment);
            } else {
                writer.unchanged(segment.name());
            }
        }
    }

    @Override
    public int writePending(int most) {
        for (int i = 0; i < most && !pending.isEmpty(); i++) {
            Segment segment = pending.remove(pending.size() - 1);
            // What lies below `frozen` never changes, so it need not be written before the next append.
            writer.chunk(segment.name(), Arrays.copyOf(segment.bytes, segment.frozen));
        }
        return pending.size();
    }

    @Override
    public void committed() {
        segments.forEach(segment -> segment.inFlight = false);
        writer = null;
    }

    @Override
    public void abandoned() {
        for (Segment segment : segments) {
            segment.dirty |= segment.inFlight;
            segment.inFlight = false;
        }
        pending.clear();
        writer = null;
    }

    @Override
    public void restore(Map<String, byte[]> chunks) {
        segments.clear();
        pending.clear();
        bytes = 0;
        Map<Long, byte[]> ordered = new TreeMap<>();
        chunks.forEach((name, content) -> ordered.put(number(name), content));
        ordered.forEach((number, content) -> {
            Segment segment = new Segment(number, Arrays.copyOf(content, Math.max(content.length, segmentBytes)));
            segment.used = content.length;
            segment.dirty = false;
            segments.addLast(segment);
        });
    }

    private static long number(String name) {
        try {
            return Long.parseLong(name);
        } catch (NumberFormatException e) {
            throw new BadState("'" + name + "' is no segment of waiting events", e);
        }
    }

    /** The plain part: numbers, and what became of each entry. */
    void snapshot(StateWriter out) {
        out.writeLong(nextNumber);
        out.writeBoolean(sealed);
        out.writeInt(segments.size());
        for (Segment segment : segments) {
            out.writeBytes(Arrays.copyOf(segment.states, segment.entries));
        }
    }

    void restore(StateReader in) {
        nextNumber = in.readLong();
        sealed = in.readBoolean();
        int count = in.readInt();
        if (count != segments.size()) {
            throw new BadState(count + " segments of waiting events were stored, " + segments.size() + " were found");
        }
        for (Segment segment : segments) {
            byte[] states = in.readBytes();
            segment.entries = states.length;
            segment.states = Arrays.copyOf(states, Math.max(64, states.length));
            bytes += segment.cost();
        }
    }
}
