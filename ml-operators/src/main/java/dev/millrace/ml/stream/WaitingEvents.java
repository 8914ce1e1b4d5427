package dev.millrace.ml.stream;

import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.feature.Layout;
import dev.millrace.stream.event.EventId;
import dev.millrace.stream.state.BadState;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * Events whose labels have not come: vector and predictions as they were, in an append-only {@link WaitingLog} of bounded
 * size, found by id and timed out in the order of their deadlines. A labelled event is remembered until its deadline, so
 * that a second label is known for one. O(1) to add and to find, O(log waiting) to time out. Threading: the partition's
 * thread.
 */
final class WaitingEvents {
    /** What an event costs beside its bytes in the log: its entry, its place in the index and in the queue. */
    static final int OVERHEAD_BYTES = 128;

    static final int WAITING = 0;
    static final int LABELLED = 1;
    static final int TIMED_OUT = 2;

    /** Where the text of an event's key begins, behind its length, in the bytes of its entry. */
    static final int KEY_AT = 44;

    /** Added to the others once the deadline has passed. */
    private static final int PASSED = 4;

    /** One event; its bytes stand in the log. */
    static final class Entry {
        final EventId id;
        final long deadlineMillis;
        final WaitingLog.Segment segment;
        final int ordinal;
        final int position;

        /** The next in {@link WaitingByKey}. */
        Entry next;

        Entry(EventId id, long deadlineMillis, WaitingLog.Segment segment, int ordinal, int position) {
            this.id = id;
            this.deadlineMillis = deadlineMillis;
            this.segment = segment;
            this.ordinal = ordinal;
            this.position = position;
        }

        int state() {
            return segment.states[ordinal] & 3;
        }
    }

    /** How many values the vectors of segments from a number on have: features may be appended while events wait. */
    private record Shape(long fromSegment, int numbers, int categories, int carried) {}

    private final long mostBytes;
    private final WaitingLog log;
    private final Layout layout;
    private final List<Shape> shapes = new ArrayList<>();
    private final Map<EventId, Entry> index = new HashMap<>();
    private final PriorityQueue<Entry> deadlines =
            new PriorityQueue<>(Comparator.<Entry>comparingLong(e -> e.deadlineMillis)
                    .thenComparingLong(e -> e.segment.number)
                    .thenComparingInt(e -> e.ordinal));
    private long waiting;

    /** Null until a label names a key. */
    private WaitingByKey byKey;

    private String key;
    private double weight;

    WaitingEvents(long mostBytes, Layout layout) {
        this.mostBytes = mostBytes;
        this.layout = layout;
        this.shapes.add(shape(0));
        this.log = new WaitingLog(mostBytes);
    }

    private Shape shape(long fromSegment) {
        return new Shape(
                fromSegment, layout.numbers().size(), layout.categories().size(), layout.carried());
    }

    private Shape shapeOf(WaitingLog.Segment segment) {
        int last = shapes.size() - 1;
        while (shapes.get(last).fromSegment > segment.number) {
            last--;
        }
        return shapes.get(last);
    }

    /** Events whose label may still come. */
    long waiting() {
        return waiting;
    }

    /** Adds an event with the prediction at hand. */
    void add(EventId id, long deadlineMillis, String key, double weight, FeatureVector x, Head<?> head) {
        byte[] name = key.getBytes(StandardCharsets.UTF_8);
        int size = KEY_AT + name.length + head.predictionBytes() + bytesOf(x);
        int position = log.append(size);
        WaitingLog.Segment segment = log.last();
        ByteBuffer to = ByteBuffer.wrap(segment.bytes, position, size);
        to.putInt(size)
                .putInt(id.source())
                .putInt(id.sourcePartition())
                .putLong(id.offset())
                .putInt(id.keyHash());
        to.putLong(deadlineMillis).putDouble(weight).putInt(name.length).put(name);
        head.writePrediction(to);
        write(x, to);
        Entry entry = new Entry(id, deadlineMillis, segment, segment.entries - 1, position);
        index.put(id, entry);
        if (byKey != null) {
            byKey.add(entry);
        }
        segment.open++;
        deadlines.add(entry);
        waiting++;
    }

    private static int bytesOf(FeatureVector x) {
        return 8 * (x.numbers().length + x.carried().length) + 4 * x.categories().length + 4 + 12 * x.hashedCount();
    }

    private static void write(FeatureVector x, ByteBuffer to) {
        for (double number : x.numbers()) {
            to.putDouble(number);
        }
        for (int code : x.categories()) {
            to.putInt(code);
        }
        to.putInt(x.hashedCount());
        for (int i = 0; i < x.hashedCount(); i++) {
            to.putInt(x.hashedIndex(i)).putDouble(x.hashedValue(i));
        }
        for (long carried : x.carried()) {
            to.putLong(carried);
        }
    }

    /** What the vector was made without is missing. */
    private static void read(ByteBuffer from, Shape shape, FeatureVector x) {
        x.clear();
        for (int i = 0; i < shape.numbers; i++) {
            x.numbers()[i] = from.getDouble();
        }
        x.notZero(-1);
        for (int i = 0; i < shape.categories; i++) {
            x.categories()[i] = from.getInt();
        }
        for (int i = from.getInt(); i > 0; i--) {
            x.addHashed(from.getInt(), from.getDouble());
        }
        for (int i = 0; i < shape.carried; i++) {
            x.carried()[i] = from.getLong();
        }
    }

    /** The event of that id, whatever became of it; null if there is none (any more). */
    Entry find(EventId id) {
        return index.get(id);
    }

    /**
     * An event of that key and deadline: the oldest that waits; if none does, whatever became of the youngest; null if there
     * is none (any more).
     */
    Entry find(String ofKey, long deadlineMillis) {
        if (byKey == null) {
            byKey = new WaitingByKey();
            log.forEach(segment -> {
                for (int i = 0, at = 0; i < segment.entries; i++, at += segment.sizeAt(at)) {
                    Entry known = index.get(segment.idAt(at));
                    boolean same = known != null && known.segment == segment && known.ordinal == i;
                    byKey.add(same ? known : new Entry(segment.idAt(at), segment.deadlineAt(at), segment, i, at));
                }
            });
        }
        return byKey.find(ofKey, deadlineMillis);
    }

    /** Takes vector and predictions of an event back, and its {@link #key} and {@link #weight}. */
    void load(Entry entry, FeatureVector x, Head<?> head) {
        ByteBuffer from = ByteBuffer.wrap(entry.segment.bytes, entry.position, entry.segment.used - entry.position);
        from.position(entry.position + 32);
        weight = from.getDouble();
        byte[] name = new byte[from.getInt()];
        from.get(name);
        key = new String(name, StandardCharsets.UTF_8);
        head.readPrediction(from);
        read(from, shapeOf(entry.segment), x);
    }

    /** Key of the event last loaded. */
    String key() {
        return key;
    }

    /** Weight of the event last loaded. */
    double weight() {
        return weight;
    }

    void labelled(Entry entry) {
        settle(entry, LABELLED);
    }

    private void settle(Entry entry, int state) {
        entry.segment.states[entry.ordinal] |= (byte) state;
        entry.segment.waiting--;
        waiting--;
    }

    /** The next event whose deadline the watermark has reached; it is timed out. Null if there is none. */
    Entry pollExpired(long watermarkMillis) {
        while (!deadlines.isEmpty() && deadlines.peek().deadlineMillis <= watermarkMillis) {
            Entry entry = deadlines.poll();
            boolean expired = entry.state() == WAITING;
            if (expired) {
                settle(entry, TIMED_OUT);
            }
            entry.segment.states[entry.ordinal] |= PASSED;
            entry.segment.open--;
            if (expired) {
                return entry;
            }
        }
        return null;
    }

    /** The oldest waiting event if there is no room for all; it is timed out. Null once there is room. */
    Entry pollOverfull() {
        while (log.bytes() > mostBytes) {
            if (log.dropIf(segment -> segment.waiting == 0, this::forget)) {
                continue;
            }
            WaitingLog.Segment oldest = log.first();
            for (int i = 0, at = 0; i < oldest.entries; i++, at += oldest.sizeAt(at)) {
                if (oldest.states[i] == WAITING) {
                    Entry entry = new Entry(oldest.idAt(at), oldest.deadlineAt(at), oldest, i, at);
                    settle(entry, TIMED_OUT);
                    return entry;
                }
            }
            log.seal();
        }
        return null;
    }

    /** Forgets what is past: call when all that {@link #pollExpired} gave has been dealt with. */
    void forgetPassed() {
        log.dropIf(segment -> segment.open == 0, this::forget);
    }

    private void forget(WaitingLog.Segment segment) {
        for (int i = 0, at = 0; i < segment.entries; i++, at += segment.sizeAt(at)) {
            index.remove(segment.idAt(at));
        }
        if (byKey != null) {
            byKey.forget(segment);
        }
        if (segment.open > 0) {
            deadlines.removeIf(entry -> entry.segment == segment);
        }
    }

    void snapshot(StateWriter out) {
        out.register("waiting", log);
        log.snapshot(out);
        out.writeInt(shapes.size());
        for (Shape shape : shapes) {
            out.writeLong(shape.fromSegment);
            out.writeInt(shape.numbers);
            out.writeInt(shape.categories);
            out.writeInt(shape.carried);
        }
    }

    /** @param format of the operator; before 3 all events had the layout of the plan */
    void restore(StateReader in, int format) {
        in.restore("waiting", log);
        index.clear();
        byKey = null;
        deadlines.clear();
        waiting = 0;
        log.restore(in);
        if (format > 2) {
            restoreShapes(in);
        }
        log.forEach(segment -> {
            segment.open = 0;
            segment.waiting = 0;
            for (int i = 0, at = 0; i < segment.entries; i++, at += segment.sizeAt(at)) {
                if (at + KEY_AT > segment.used) {
                    throw new BadState("waiting events of segment " + segment.number + " are cut short");
                }
                Entry entry = new Entry(segment.idAt(at), segment.deadlineAt(at), segment, i, at);
                index.put(entry.id, entry);
                if (entry.state() == WAITING) {
                    segment.waiting++;
                    waiting++;
                }
                if ((segment.states[i] & PASSED) == 0) {
                    segment.open++;
                    deadlines.add(entry);
                }
            }
        });
    }

    /** Events to come have the shape of this layout. */
    private void restoreShapes(StateReader in) {
        shapes.clear();
        for (int i = in.readInt(); i > 0; i--) {
            shapes.add(new Shape(in.readLong(), in.readInt(), in.readInt(), in.readInt()));
        }
        Shape next = shape(log.nextNumber());
        Shape last = shapes.get(shapes.size() - 1);
        if (last.numbers != next.numbers || last.categories != next.categories || last.carried != next.carried) {
            log.seal();
            shapes.add(next);
        }
    }
}
