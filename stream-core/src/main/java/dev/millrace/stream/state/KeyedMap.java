package dev.millrace.stream.state;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;
import java.util.function.Supplier;

/**
 * Keyed state of a partition, in buckets that are checkpointed one by one: a checkpoint costs what changed, and never
 * holds the partition for longer than one bucket takes.
 *
 * <p>A value is handed out to be looked at by {@link #read} and to be changed by {@link #update}, which marks its bucket
 * and, if a checkpoint still waits for that bucket, writes it first. Changing a value that came from {@code read}, or
 * keeping one from {@code update} beyond the call in which it was asked for, loses changes.
 *
 * <p>There is one bucket per {@value #KEYS_PER_BUCKET} keys begun, at least one: the number is a function of the size.
 * Growing splits one bucket at a time and shrinking merges one (linear hashing), so no call rehashes the whole map. The
 * chunk of a bucket, named by its number, holds its keys in the order of the codec: equal content gives equal bytes.
 *
 * <p>Cost: a lookup hashes once and probes open addressing tables; O(1). Memory: 11 to 24 bytes a key for the tables, with
 * 4-byte references, besides key and value themselves. Threading: one caller. Source: Litwin, "Linear hashing: a new tool
 * for file and table addressing", VLDB 1980.
 *
 * @param <K> keys, not null
 * @param <V> values, not null
 */
public final class KeyedMap<K, V> implements ChunkedState {
    static final int KEYS_PER_BUCKET = 128;

    private final KeyCodec<K> keys;
    private final ValueCodec<V> values;
    private final List<Bucket<K, V>> buckets = new ArrayList<>();
    private int size;
    /** Highest power of two that is not above the number of buckets. */
    private int level;

    private ChunkWriter writer;
    private int pending;
    private int nextPending;

    public KeyedMap(KeyCodec<K> keys, ValueCodec<V> values) {
        this.keys = keys;
        this.values = values;
        clear();
    }

    public int size() {
        return size;
    }

    /** The value to be looked at, not changed; null if the key has none. */
    public V read(K key) {
        int hash = scatter(keys.hash(key));
        return bucketOf(hash).get(key, hash);
    }

    /** The value to be changed at once; null if the key has none. */
    public V update(K key) {
        int hash = scatter(keys.hash(key));
        Bucket<K, V> bucket = bucketOf(hash);
        V value = bucket.get(key, hash);
        if (value != null) {
            touch(bucket);
        }
        return value;
    }

    /** The value to be changed at once; a new one if the key has none. */
    public V update(K key, Supplier<? extends V> create) {
        V value = update(key);
        if (value == null) {
            value = create.get();
            put(key, value);
        }
        return value;
    }

    public void put(K key, V value) {
        if (value == null) {
            throw new IllegalArgumentException("the value of key '" + key + "' is null; remove the key instead");
        }
        int hash = scatter(keys.hash(key));
        Bucket<K, V> bucket = bucketOf(hash);
        touch(bucket);
        if (bucket.put(key, hash, value, this::hashOf)) {
            size++;
            if (bucketsFor(size) > buckets.size()) {
                split();
            }
        }
    }

    /** Takes a key out; its value, or null if it had none. */
    public V remove(K key) {
        int hash = scatter(keys.hash(key));
        Bucket<K, V> bucket = bucketOf(hash);
        if (bucket.get(key, hash) == null) {
            return null;
        }
        touch(bucket);
        V value = bucket.remove(key, hash, this::hashOf);
        size--;
        if (bucketsFor(size) < buckets.size()) {
            merge();
        }
        return value;
    }

    /** Visits all, to be looked at, in an order that is a function of the content; sorts each bucket. */
    public void forEach(BiConsumer<? super K, ? super V> visitor) {
        for (Bucket<K, V> bucket : buckets) {
            for (K key : bucket.sortedKeys(keys)) {
                visitor.accept(key, bucket.get(key, hashOf(key)));
            }
        }
    }

    /** Removes what the rule names, for example keys that were quiet for too long; O(size). How many went. */
    public int removeIf(BiPredicate<? super K, ? super V> rule) {
        List<K> gone = new ArrayList<>();
        forEach((key, value) -> {
            if (rule.test(key, value)) {
                gone.add(key);
            }
        });
        gone.forEach(this::remove);
        return gone.size();
    }

    /** The next checkpoint writes all: after values were read that an earlier format had written. */
    public void rewrite() {
        buckets.forEach(this::touch);
    }

    /** How many buckets there are now: a function of the size. */
    public int buckets() {
        return buckets.size();
    }

    /**
     * Removes what the rule names from one bucket, for sweeping the map bit by bit; O(keys of the bucket). How many went.
     *
     * @param bucket 0 … {@link #buckets} − 1
     */
    public int removeIfIn(int bucket, BiPredicate<? super K, ? super V> rule) {
        Bucket<K, V> swept = buckets.get(bucket);
        List<K> gone = new ArrayList<>();
        for (K key : swept.sortedKeys(keys)) {
            if (rule.test(key, swept.get(key, hashOf(key)))) {
                gone.add(key);
            }
        }
        gone.forEach(this::remove);
        return gone.size();
    }

    @Override
    public void freeze(ChunkWriter chunkWriter, boolean everything) {
        if (writer != null) {
            throw new IllegalStateException("a checkpoint is in flight; commit or abandon it first");
        }
        writer = chunkWriter;
        pending = 0;
        nextPending = 0;
        for (Bucket<K, V> bucket : buckets) {
            if (everything || bucket.dirty) {
                bucket.pending = true;
                bucket.inFlight = true;
                bucket.dirty = false;
                pending++;
            } else {
                writer.unchanged(bucket.name);
            }
        }
    }

    @Override
    public int writePending(int most) {
        for (int left = most; left > 0 && pending > 0; nextPending++) {
            Bucket<K, V> bucket = buckets.get(nextPending);
            if (bucket.pending) {
                write(bucket);
                left--;
            }
        }
        return pending;
    }

    @Override
    public void committed() {
        if (pending > 0) {
            throw new IllegalStateException(
                    pending + " buckets were not written; a checkpoint without them is not whole");
        }
        buckets.forEach(bucket -> bucket.inFlight = false);
        writer = null;
    }

    @Override
    public void abandoned() {
        for (Bucket<K, V> bucket : buckets) {
            bucket.dirty |= bucket.inFlight;
            bucket.inFlight = false;
            bucket.pending = false;
        }
        pending = 0;
        writer = null;
    }

    @Override
    public void restore(Map<String, byte[]> chunks) {
        if (writer != null) {
            throw new IllegalStateException("a checkpoint is in flight; commit or abandon it first");
        }
        int count = Math.max(1, chunks.size());
        buckets.clear();
        size = 0;
        level = Integer.highestOneBit(count);
        for (int i = 0; i < count; i++) {
            buckets.add(new Bucket<>(Integer.toString(i)));
        }
        for (int i = 0; i < count; i++) {
            byte[] bytes = chunks.get(buckets.get(i).name);
            if (bytes == null) {
                clear();
                throw new BadState("bucket " + i + " of " + count + " is missing");
            }
            fill(i, new BytesStateReader(bytes));
        }
        if (bucketsFor(size) != count) {
            throw new BadState(size + " keys belong into " + bucketsFor(size) + " buckets, but there are " + count
                    + "; the state is damaged");
        }
    }

    private void fill(int number, BytesStateReader in) {
        Bucket<K, V> bucket = buckets.get(number);
        int count = in.readInt();
        K before = null;
        for (int i = 0; i < count; i++) {
            K key = keys.read(in);
            int hash = hashOf(key);
            if (address(hash) != number || (before != null && keys.compare(before, key) >= 0)) {
                throw new BadState("key '" + key + "' does not stand where it belongs, in bucket " + number
                        + "; the state is damaged or its keys are of another kind");
            }
            bucket.put(key, hash, values.read(in), this::hashOf);
            before = key;
        }
        if (in.remaining() > 0) {
            throw new BadState("bucket " + number + " has " + in.remaining()
                    + " bytes too many; the state is damaged or" + " its values are of another kind");
        }
        bucket.dirty = false;
        size += count;
    }

    private void clear() {
        buckets.clear();
        buckets.add(new Bucket<>("0"));
        level = 1;
        size = 0;
    }

    private void touch(Bucket<K, V> bucket) {
        if (bucket.pending) {
            write(bucket);
        }
        bucket.dirty = true;
    }

    private void write(Bucket<K, V> bucket) {
        BytesStateWriter out = new BytesStateWriter();
        List<K> sorted = bucket.sortedKeys(keys);
        out.writeInt(sorted.size());
        for (K key : sorted) {
            keys.write(key, out);
            values.write(bucket.get(key, hashOf(key)), out);
        }
        bucket.pending = false;
        pending--;
        writer.chunk(bucket.name, out.main());
    }

    private void split() {
        int number = buckets.size();
        Bucket<K, V> added = new Bucket<>(Integer.toString(number));
        Bucket<K, V> old = buckets.get(number - level);
        touch(old);
        buckets.add(added);
        if (buckets.size() == 2 * level) {
            level *= 2;
        }
        List<K> moving = new ArrayList<>();
        old.forEachKey(key -> {
            if (address(hashOf(key)) == number) {
                moving.add(key);
            }
        });
        moveAll(moving, old, added);
    }

    private void merge() {
        int number = buckets.size() - 1;
        Bucket<K, V> removed = buckets.get(number);
        touch(removed);
        buckets.remove(number);
        level = Integer.highestOneBit(number);
        Bucket<K, V> into = buckets.get(number - level);
        touch(into);
        List<K> moving = new ArrayList<>();
        removed.forEachKey(moving::add);
        moveAll(moving, removed, into);
    }

    private void moveAll(List<K> moving, Bucket<K, V> from, Bucket<K, V> to) {
        for (K key : moving) {
            int hash = hashOf(key);
            to.put(key, hash, from.remove(key, hash, this::hashOf), this::hashOf);
        }
        to.dirty = true;
    }

    private Bucket<K, V> bucketOf(int hash) {
        return buckets.get(address(hash));
    }

    private int address(int hash) {
        int number = hash & (2 * level - 1);
        return number < buckets.size() ? number : hash & (level - 1);
    }

    private int hashOf(K key) {
        return scatter(keys.hash(key));
    }

    /** MurmurHash3's finaliser; the partition is chosen by another mixing, so keys of one partition still spread. */
    private static int scatter(int hash) {
        int mixed = (hash ^ (hash >>> 16)) * 0x85ebca6b;
        mixed = (mixed ^ (mixed >>> 13)) * 0xc2b2ae35;
        return mixed ^ (mixed >>> 16);
    }

    private static int bucketsFor(int size) {
        return Math.max(1, (size + KEYS_PER_BUCKET - 1) / KEYS_PER_BUCKET);
    }
}
