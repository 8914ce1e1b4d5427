package dev.millrace.stream.window;

import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import java.util.Arrays;

/** The accumulators of the keys of one slice, by slot 0, 1, …: as numbers in one array, or as objects. */
abstract sealed class Accumulators<T, R> {

    /** The next slot, which must be the number of slots so far, starts as the summary of nothing. */
    abstract void append(int slot);

    abstract void add(int slot, T event, long timestampMillis);

    /** Adds another one's accumulator, of later times. */
    abstract void merge(int slot, Accumulators<T, R> newer, int from);

    abstract R result(int slot);

    abstract void write(int slot, StateWriter out);

    abstract void read(int slot, StateReader in);

    static final class Numbers<T, R> extends Accumulators<T, R> {
        private final NumericAggregate<T, R> aggregate;
        private final int width;
        private double[] numbers;

        Numbers(NumericAggregate<T, R> aggregate) {
            this.aggregate = aggregate;
            this.width = aggregate.width();
            this.numbers = new double[8 * width];
        }

        @Override
        void append(int slot) {
            if ((slot + 1) * width > numbers.length) {
                numbers = Arrays.copyOf(numbers, Math.multiplyExact(numbers.length, 2));
            }
            aggregate.create(numbers, slot * width);
        }

        @Override
        void add(int slot, T event, long timestampMillis) {
            aggregate.add(numbers, slot * width, event, timestampMillis);
        }

        @Override
        void merge(int slot, Accumulators<T, R> newer, int from) {
            aggregate.merge(numbers, slot * width, ((Numbers<T, R>) newer).numbers, from * width);
        }

        @Override
        R result(int slot) {
            return aggregate.result(numbers, slot * width);
        }

        @Override
        void write(int slot, StateWriter out) {
            for (int i = slot * width; i < (slot + 1) * width; i++) {
                out.writeDouble(numbers[i]);
            }
        }

        @Override
        void read(int slot, StateReader in) {
            for (int i = slot * width; i < (slot + 1) * width; i++) {
                numbers[i] = in.readDouble();
            }
        }
    }

    static final class Objects<T, A, R> extends Accumulators<T, R> {
        private final Aggregate<T, A, R> aggregate;
        private Object[] objects = new Object[8];

        Objects(Aggregate<T, A, R> aggregate) {
            this.aggregate = aggregate;
        }

        @Override
        void append(int slot) {
            if (slot == objects.length) {
                objects = Arrays.copyOf(objects, 2 * slot);
            }
            objects[slot] = aggregate.create();
        }

        @Override
        void add(int slot, T event, long timestampMillis) {
            objects[slot] = aggregate.add(get(slot), event, timestampMillis);
        }

        @Override
        @SuppressWarnings("unchecked") // accumulators of one operator are of one kind
        void merge(int slot, Accumulators<T, R> newer, int from) {
            objects[slot] = aggregate.merge(get(slot), ((Objects<T, A, R>) newer).get(from));
        }

        @Override
        R result(int slot) {
            return aggregate.result(get(slot));
        }

        @Override
        void write(int slot, StateWriter out) {
            aggregate.codec().write(get(slot), out);
        }

        @Override
        void read(int slot, StateReader in) {
            objects[slot] = aggregate.codec().read(in);
        }

        @SuppressWarnings("unchecked") // only accumulators are put in
        private A get(int slot) {
            return (A) objects[slot];
        }
    }
}
