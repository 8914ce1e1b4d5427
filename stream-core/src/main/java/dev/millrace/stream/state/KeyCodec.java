package dev.millrace.stream.state;

import dev.millrace.stream.event.StableHash;
import java.util.Comparator;

/**
 * What a container of keyed state must know about its keys: how they are stored, their stable hash and an order that is
 * the same everywhere. Keys are immutable; {@code compare} gives 0 exactly when {@code equals} holds.
 *
 * @param <K> the keys, never null
 */
public interface KeyCodec<K> extends ValueCodec<K>, Comparator<K> {

    /** Text, in the order of {@link String#compareTo}. */
    KeyCodec<String> TEXT = new KeyCodec<>() {
        @Override
        public void write(String key, StateWriter out) {
            out.writeString(key);
        }

        @Override
        public String read(StateReader in) {
            String key = in.readString();
            if (key == null) {
                throw new BadState("a key is null; the state is damaged");
            }
            return key;
        }

        @Override
        public int compare(String one, String other) {
            return one.compareTo(other);
        }

        @Override
        public int hash(String key) {
            return StableHash.of(key);
        }
    };

    /** Integers, in ascending order. */
    KeyCodec<Long> LONG = new KeyCodec<>() {
        @Override
        public void write(Long key, StateWriter out) {
            out.writeLong(key);
        }

        @Override
        public Long read(StateReader in) {
            return in.readLong();
        }

        @Override
        public int compare(Long one, Long other) {
            return one.compareTo(other);
        }

        @Override
        public int hash(Long key) {
            return StableHash.of((long) key);
        }
    };

    /** The same on every JVM; by default {@link StableHash}. */
    default int hash(K key) {
        return StableHash.of(key);
    }
}
