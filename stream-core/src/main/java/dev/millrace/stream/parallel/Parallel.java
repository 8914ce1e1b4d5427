package dev.millrace.stream.parallel;

import java.util.function.IntConsumer;

/**
 * Where independent parts of one piece of work may run at the same time: handed in by the host (the engine lends workers
 * that have nothing else to do), so that whoever has such work knows of no threads.
 *
 * <p>Parts must not touch each other's state; then the result is that of running them one after the other.
 */
@FunctionalInterface
public interface Parallel {
    /** One part after the other, on the caller's thread. */
    Parallel NONE = (parts, part) -> {
        for (int i = 0; i < parts; i++) {
            part.accept(i);
        }
    };

    /**
     * Runs parts 0 … parts − 1, each once, in any order and on any thread; returns when all are done, and what they did is seen
     * by the caller. If parts throw, one exception is thrown here, once no part is running any more.
     */
    void run(int parts, IntConsumer part);
}
