package dev.millrace.stream.time;

import java.util.concurrent.atomic.AtomicLong;

/** A clock that moves when it is told to: for tests and replays. Threading: any thread. */
public final class ManualClock implements Clock {
    private final AtomicLong nanos;

    public ManualClock(long startMillis) {
        this.nanos = new AtomicLong(Math.multiplyExact(startMillis, 1_000_000L));
    }

    @Override
    public long millis() {
        return Math.floorDiv(nanos.get(), 1_000_000L);
    }

    @Override
    public long nanos() {
        return nanos.get();
    }

    public void advanceMillis(long millis) {
        if (millis < 0) {
            throw new IllegalArgumentException("a clock does not go back, got " + millis + " ms");
        }
        nanos.addAndGet(Math.multiplyExact(millis, 1_000_000L));
    }
}
