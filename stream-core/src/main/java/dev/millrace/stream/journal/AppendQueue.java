package dev.millrace.stream.journal;

import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Requests that wait for the one writer, bounded by their bytes. Threading: any number offer, one takes. */
final class AppendQueue {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<WaitingAppend> waiting = new ArrayDeque<>();
    private final long mostBytes;
    private long bytes; // of the waiting, and of those that the writer has taken and not finished
    private boolean closed;

    /** What became of an offer. */
    enum Offer {
        TAKEN,
        FULL,
        CLOSED
    }

    AppendQueue(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    Offer offer(WaitingAppend request) {
        lock.lock();
        try {
            if (closed) {
                return Offer.CLOSED;
            }
            if (bytes + request.batch().length > mostBytes) {
                return Offer.FULL;
            }
            bytes += request.batch().length;
            waiting.add(request);
            if (waiting.size() == 1) {
                changed.signal();
            }
            return Offer.TAKEN;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for requests and takes all, up to a number of bytes (one at least); false when closed and empty. */
    boolean take(List<WaitingAppend> into, long upToBytes) {
        lock.lock();
        try {
            while (waiting.isEmpty() && !closed) {
                changed.awaitUninterruptibly();
            }
            long taken = 0;
            while (!waiting.isEmpty() && (taken == 0 || taken + waiting.peek().batch().length <= upToBytes)) {
                taken += waiting.peek().batch().length;
                into.add(waiting.poll());
            }
            return !into.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** Gives back the room of requests that were taken. */
    void finished(List<WaitingAppend> requests) {
        long freed = 0;
        for (WaitingAppend request : requests) {
            freed += request.batch().length;
        }
        lock.lock();
        try {
            bytes -= freed;
        } finally {
            lock.unlock();
        }
    }

    /** Takes no more; what waits is still handed out. */
    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }
}
