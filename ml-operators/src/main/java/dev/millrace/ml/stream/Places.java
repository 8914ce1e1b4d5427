package dev.millrace.ml.stream;

import dev.millrace.stream.event.EventId;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import java.util.SortedMap;
import java.util.TreeMap;

/** How far each source partition has come: tells a label that is too late from one of an event that never came. */
final class Places {
    /** Largest offset by (source, source partition). */
    private final SortedMap<Long, Long> largest = new TreeMap<>();

    void seen(EventId id) {
        largest.merge(place(id), id.offset(), Math::max);
    }

    boolean hasSeen(EventId id) {
        return id.offset() <= largest.getOrDefault(place(id), -1L);
    }

    private static long place(EventId id) {
        return (long) id.source() << 32 | id.sourcePartition();
    }

    void snapshot(StateWriter out) {
        out.writeInt(largest.size());
        largest.forEach((place, offset) -> {
            out.writeLong(place);
            out.writeLong(offset);
        });
    }

    void restore(StateReader in) {
        largest.clear();
        for (int i = in.readInt(); i > 0; i--) {
            largest.put(in.readLong(), in.readLong());
        }
    }
}
