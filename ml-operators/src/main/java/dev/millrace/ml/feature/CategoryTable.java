package dev.millrace.ml.feature;

import dev.millrace.stream.state.KeyCodec;
import dev.millrace.stream.state.KeyedMap;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import dev.millrace.stream.state.ValueCodec;
import dev.millrace.stream.time.Timestamps;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * A few numbers for each category, by the hash of its name: bounded, written to checkpoints in buckets. Once it is full, new
 * categories have no numbers, as if never seen. Categories not seen for their time to live are removed as updates sweep
 * over the table. O(1). Threading: one caller; reading changes nothing.
 */
final class CategoryTable {
    private static final int UPDATES_PER_SWEEP = 64;

    private final int max;
    private final long expireMillis;

    /** The event time at which it was seen last, then the numbers. */
    private final KeyedMap<Long, double[]> entries = new KeyedMap<>(KeyCodec.LONG, new ValueCodec<>() {
        @Override
        public void write(double[] numbers, StateWriter out) {
            out.writeDoubles(numbers);
        }

        @Override
        public double[] read(StateReader in) {
            return in.readDoubles();
        }
    });

    private long nowMillis = Timestamps.NONE;
    private long updates;
    private int sweptBucket;

    /** @param expireMillis event time; 0 for never */
    CategoryTable(int max, long expireMillis) {
        this.max = max;
        this.expireMillis = expireMillis;
    }

    int size() {
        return entries.size();
    }

    /** The numbers at the places from 1 on, to be looked at; null if there are none. They may be fewer than asked for. */
    double[] read(long hash) {
        return entries.read(hash);
    }

    /** Event time goes on. */
    void now(long timestampMillis) {
        nowMillis = Math.max(nowMillis, timestampMillis);
        if (expireMillis > 0 && ++updates % UPDATES_PER_SWEEP == 0) {
            sweptBucket = (sweptBucket + 1) % entries.buckets();
            entries.removeIfIn(sweptBucket, (hash, numbers) -> numbers[0] < (double) nowMillis - expireMillis);
        }
    }

    /** The numbers at the places from 1 on, to be changed at once; null if there is no room for a new category. */
    double[] update(long hash, int numbers) {
        double[] entry = entries.update(hash);
        if (entry == null && entries.size() >= max) {
            return null;
        }
        if (entry == null || entry.length <= numbers) {
            entry = entry == null ? new double[numbers + 1] : Arrays.copyOf(entry, numbers + 1);
            entries.put(hash, entry);
        }
        entry[0] = nowMillis;
        return entry;
    }

    /** Adds what others have counted; what finds no room is left out, as if it came after all others. */
    void merge(List<CategoryTable> parts) {
        for (CategoryTable part : parts) {
            nowMillis = Math.max(nowMillis, part.nowMillis);
            NavigableMap<Long, double[]> sorted = new TreeMap<>();
            part.entries.forEach(sorted::put);
            sorted.forEach((hash, numbers) -> {
                double[] before = entries.read(hash);
                double seenMillis = before == null ? numbers[0] : Math.max(before[0], numbers[0]);
                double[] sums = update(hash, numbers.length - 1);
                if (sums != null) {
                    sums[0] = seenMillis;
                    for (int i = 1; i < numbers.length; i++) {
                        sums[i] += numbers[i];
                    }
                }
            });
        }
    }

    void snapshot(StateWriter out) {
        out.writeLong(nowMillis);
        out.writeLong(updates);
        out.writeInt(sweptBucket);
        out.register("categories", entries);
    }

    void restore(StateReader in) {
        nowMillis = in.readLong();
        updates = in.readLong();
        sweptBucket = in.readInt();
        in.restore("categories", entries);
    }
}
