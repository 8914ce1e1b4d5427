package dev.millrace.stream.engine;

import dev.millrace.stream.checkpoint.Checkpoint.PartKey;
import dev.millrace.stream.checkpoint.CheckpointStore;
import dev.millrace.stream.checkpoint.StoredCheckpoint;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * In which order the tasks of a pipeline took their inputs between two versions: what the versions after the first say,
 * one after the other. Immutable.
 */
final class RecordedOrder {
    private final List<StoredCheckpoint> versions;

    private RecordedOrder(List<StoredCheckpoint> versions) {
        this.versions = versions;
    }

    /**
     * Goes back from a version to an earlier one.
     *
     * @param from number of the version after which the order begins; 0 for the beginning
     * @throws OrderNotRecorded if a version between them is gone, or the one does not come from the other
     */
    static RecordedOrder between(CheckpointStore store, long from, StoredCheckpoint to) throws IOException {
        Deque<StoredCheckpoint> versions = new ArrayDeque<>();
        versions.addFirst(to);
        for (long after = after(to); after > from; after = after(versions.getFirst())) {
            versions.addFirst(load(store, to, after));
        }
        StoredCheckpoint first = versions.getFirst();
        if (after(first) >= 0 && after(first) != from) {
            throw new OrderNotRecorded("version " + to.version() + " of '" + to.pipeline()
                    + "' does not come from version " + from + ": version " + first.version()
                    + " goes on from version " + after(first) + "; start from that one or a later one");
        }
        return new RecordedOrder(List.copyOf(versions));
    }

    private static StoredCheckpoint load(CheckpointStore store, StoredCheckpoint to, long number)
            throws OrderNotRecorded {
        try {
            return store.load(to.pipeline(), number);
        } catch (IOException e) {
            throw new OrderNotRecorded(
                    "version " + to.version() + " of '" + to.pipeline() + "' cannot be made again from that far back:"
                            + " each version records the order of inputs since the one before, and version " + number
                            + " cannot be read (" + e.getMessage() + "); start from a version after it",
                    e);
        }
    }

    /** The version after which a version's order begins; −1 if it has none. */
    private static long after(StoredCheckpoint version) {
        for (PartKey part : version.parts()) {
            if (part.operator().startsWith(RecordedInputs.PREFIX)
                    && version.facts(part).get(RecordedInputs.AFTER) instanceof Number number) {
                return number.longValue();
            }
        }
        return -1;
    }

    /** Whether this is the order of one version, so that it says the same as that version. */
    boolean isOfOneVersion() {
        return versions.size() == 1;
    }

    /** What a task is to take. */
    Script script(PartKey key) throws IOException {
        List<byte[]> orders = new ArrayList<>();
        for (StoredCheckpoint version : versions) {
            byte[] order = version.chunks(key).get(RecordedInputs.ORDER);
            if (order == null) {
                throw OrderNotRecorded.in(version, key);
            }
            orders.add(order);
        }
        return new Script(orders);
    }

    /** What one task is to take, entry by entry. Threading: the task. */
    static final class Script {
        private final Deque<InputOrder.Cursor> cursors = new ArrayDeque<>();

        Script(List<byte[]> orders) {
            orders.forEach(order -> cursors.addLast(new InputOrder.Cursor(order)));
        }

        /** The interval of ticks by which it was recorded. */
        long tickEveryMillis() {
            return cursors.getFirst().tickEveryMillis();
        }

        /** The entry that comes next; null if all has been taken. */
        InputOrder.Cursor next() {
            while (!cursors.isEmpty() && !cursors.getFirst().next()) {
                cursors.removeFirst();
            }
            return cursors.peekFirst();
        }
    }
}
