package dev.millrace.datasets.generator;

import dev.millrace.stream.event.Row;
import dev.millrace.stream.random.Random64;

/**
 * What a stream says while it does not change: a distribution of records. Threading: one caller.
 */
public interface Concept {
    /**
     * Draws a record: fills every field but a class label, which the caller sets (it may be noisy), and what {@link #finish} fills.
     *
     * @param index of the record in its stream, from 0
     * @param row filled in place, every field again if it was filled before
     * @return the number of the class; for a stream of values, which are filled in here, 0
     */
    int draw(long index, Chance random, Row row);

    /** Draws what has no say in the class of the record drawn last, which is settled: numbers that say nothing, perturbation. */
    default void finish(Chance random, Row row) {}

    /** Whether the concept moves from record to record: then {@link #move} is called once between two of them. */
    default boolean isMoving() {
        return false;
    }

    /** Moves on by one record. */
    default void move(Random64 random) {}
}
