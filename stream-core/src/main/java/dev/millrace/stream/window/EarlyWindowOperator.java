package dev.millrace.stream.window;

import dev.millrace.stream.Operator;
import dev.millrace.stream.Output;
import dev.millrace.stream.state.BadState;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import dev.millrace.stream.time.Timestamps;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Windows of event time that say what they hold before they end: at each multiple of an interval of the engine's clock, one
 * result for each window that is still to fire and each key of it that has changed since. The result at the window's end
 * comes all the same. Made by {@link WindowedAggregate#early}.
 *
 * <p>An early result carries the window's own timestamp, {@code end − 1}, and all that is in it so far. Order: windows by
 * their ends, then keys. Cost: an event pays a lookup of its key in the set of those that changed; a firing merges each
 * changed key as a late event does. State: the keys that changed, by slice, besides the windows'. Threading: the
 * partition's thread.
 */
final class EarlyWindowOperator<K, T, R> implements Operator<T, WindowResult<K, R>> {
    private static final int FORMAT = 1;

    private final WindowOperator<K, T, R> windows;
    private final SliceGrid grid;
    private final long everyMillis;
    private final Supplier<KeySlots<K, T>> keys;
    private final TreeMap<Long, KeySlots<K, T>> changed = new TreeMap<>();
    private long lastFiring = Timestamps.NONE;

    EarlyWindowOperator(WindowOperator<K, T, R> windows, long everyMillis, Supplier<KeySlots<K, T>> keys) {
        this.windows = windows;
        this.grid = windows.grid();
        this.everyMillis = everyMillis;
        this.keys = keys;
    }

    @Override
    public void open(Output<WindowResult<K, R>> output) {
        windows.open(output);
    }

    @Override
    public void onEvent(T event, long timestampMillis) {
        windows.onEvent(event, timestampMillis);
        if (windows.isToFire(timestampMillis)) {
            changed.computeIfAbsent(grid.slice(timestampMillis), slice -> keys.get())
                    .slotOf(event);
        }
    }

    @Override
    public boolean onWatermark(long watermarkMillis) {
        if (!windows.onWatermark(watermarkMillis)) {
            return false;
        }
        while (!changed.isEmpty() && grid.lastWindow(changed.firstKey()) <= windows.lastFired()) {
            changed.pollFirstEntry();
        }
        return true;
    }

    @Override
    public void onTick(long clockMillis) {
        long due = clockMillis - Math.floorMod(clockMillis, everyMillis);
        if (due > lastFiring) {
            lastFiring = due;
            fire();
        }
    }

    private void fire() {
        long window = windows.lastFired() + 1;
        while (true) {
            Long slice = changed.ceilingKey(grid.firstSlice(window));
            if (slice == null) {
                break;
            }
            window = Math.max(window, grid.firstWindow(slice));
            fire(window, changed.subMap(grid.firstSlice(window), true, grid.lastSlice(window), true));
            window++;
        }
        changed.clear();
    }

    private void fire(long window, NavigableMap<Long, KeySlots<K, T>> slices) {
        KeySlots<K, T> all = slices.firstEntry().getValue();
        if (slices.size() > 1) {
            all = keys.get();
            for (KeySlots<K, T> some : slices.values()) {
                for (int slot = 0; slot < some.size; slot++) {
                    all.slotOf(some, slot);
                }
            }
        }
        for (int slot : all.sorted()) {
            windows.emitSoFar(window, all.key(slot));
        }
    }

    @Override
    public void snapshot(StateWriter out) {
        out.writeByte(FORMAT);
        out.writeLong(lastFiring);
        out.writeInt(changed.size());
        changed.forEach((slice, slots) -> {
            out.writeLong(slice);
            out.writeInt(slots.size);
            for (int slot : slots.sorted()) {
                slots.write(slot, out);
            }
        });
        windows.snapshot(out);
    }

    @Override
    public void restore(StateReader in) {
        int format = in.readByte();
        if (format != FORMAT) {
            throw new BadState(
                    "early results in format " + format + " cannot be read; this Millrace reads format " + FORMAT);
        }
        lastFiring = in.readLong();
        int slices = in.readInt();
        for (int i = 0; i < slices; i++) {
            KeySlots<K, T> slots = keys.get();
            changed.put(in.readLong(), slots);
            int count = in.readInt();
            for (int k = 0; k < count; k++) {
                if (slots.append(in) < 0) {
                    throw new BadState("the changed keys of a slice are not in order; the state is damaged");
                }
            }
        }
        windows.restore(in);
    }
}
