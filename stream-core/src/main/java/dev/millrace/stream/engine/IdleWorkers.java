package dev.millrace.stream.engine;

import dev.millrace.stream.parallel.Parallel;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;

/**
 * Workers that have nothing to do help a task with work that falls into independent parts.
 *
 * <p>Threading: one piece of work at a time is on offer. Its owner, the worker in whose task it came up, takes parts as the
 * helpers do, by a counter; then it waits for those that helpers have begun, spinning at first, since they are as long as its
 * own, then parked. A task that finds another's work on offer does its own alone.
 */
final class IdleWorkers {
    /** Some 50 µs: parts of one piece take about as long as each other. */
    private static final int SPINS = 1000;

    private static final long PARK_NANOS = 50_000L;

    private final Runnable wake;
    private final Meter meter;
    private final AtomicReference<Piece> offered = new AtomicReference<>();

    /**
     * @param wake wakes the workers
     * @param meter measures what helpers use; null for not measuring
     */
    IdleWorkers(Runnable wake, Meter meter) {
        this.wake = wake;
        this.meter = meter;
    }

    /** What a task's operators are given; it keeps what helpers have used until the task asks. */
    final class ForTask implements Parallel {
        private Cost used = Cost.NONE;

        @Override
        public void run(int parts, IntConsumer part) {
            Piece piece = new Piece(parts, part, Thread.currentThread());
            if (parts < 2 || !offered.compareAndSet(null, piece)) {
                Parallel.NONE.run(parts, part);
                return;
            }
            wake.run();
            try {
                piece.take();
                piece.await();
            } finally {
                offered.set(null);
            }
            used = used.plus(piece.helped.get());
            piece.rethrow();
        }

        /** What helpers have used since the last time. */
        Cost takeUsed() {
            Cost since = used;
            used = Cost.NONE;
            return since;
        }
    }

    ForTask forTask() {
        return new ForTask();
    }

    /** Takes parts of what is on offer; false if there was nothing. */
    boolean help() {
        Piece piece = offered.get();
        if (piece == null || piece.isTaken()) {
            return false;
        }
        return piece.help(meter);
    }

    /** Work in parts. */
    private static final class Piece {
        private final int parts;
        private final IntConsumer part;
        private final Thread owner;
        private final AtomicInteger next = new AtomicInteger();
        private final AtomicInteger unfinished;
        private final AtomicReference<Throwable> failure = new AtomicReference<>();
        private final AtomicReference<Cost> helped = new AtomicReference<>(Cost.NONE);

        Piece(int parts, IntConsumer part, Thread owner) {
            this.parts = parts;
            this.part = part;
            this.owner = owner;
            this.unfinished = new AtomicInteger(parts);
        }

        boolean isTaken() {
            return next.get() >= parts;
        }

        void take() {
            for (int i = next.getAndIncrement(); i < parts; i = next.getAndIncrement()) {
                runPart(i);
                unfinished.decrementAndGet();
            }
        }

        boolean help(Meter meter) {
            boolean any = false;
            for (int i = next.getAndIncrement(); i < parts; i = next.getAndIncrement()) {
                any = true;
                long cpuNanos = meter == null ? 0 : meter.cpuNanos();
                long allocatedBytes = meter == null ? 0 : meter.allocatedBytes();
                runPart(i);
                if (meter != null) {
                    Cost cost = new Cost(meter.cpuNanos() - cpuNanos, meter.allocatedBytes() - allocatedBytes);
                    helped.accumulateAndGet(cost, Cost::plus);
                }
                if (unfinished.decrementAndGet() == 0) {
                    LockSupport.unpark(owner);
                }
            }
            return any;
        }

        /** An exception is the owner's to handle: a part that fails must not end the helper. */
        @SuppressWarnings("IllegalCatch")
        private void runPart(int index) {
            try {
                part.accept(index);
            } catch (RuntimeException | Error e) {
                failure.compareAndSet(null, e);
            }
        }

        void await() {
            for (int spins = 0; unfinished.get() > 0; spins++) {
                if (spins < SPINS) {
                    Thread.onSpinWait();
                } else {
                    LockSupport.parkNanos(this, PARK_NANOS);
                }
            }
        }

        void rethrow() {
            Throwable failed = failure.get();
            if (failed instanceof Error error) {
                throw error;
            }
            if (failed != null) {
                throw (RuntimeException) failed;
            }
        }
    }
}
