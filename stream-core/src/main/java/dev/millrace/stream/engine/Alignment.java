package dev.millrace.stream.engine;

import dev.millrace.stream.time.Timestamps;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Keeps source partitions together in event time: one that is far ahead of the slowest is held. Each source task writes
 * its own entry; all read all.
 */
final class Alignment {
    private final AtomicLongArray watermarks;
    private final long maxLeadMillis;

    Alignment(int sources, long maxLeadMillis) {
        this.watermarks = new AtomicLongArray(sources);
        this.maxLeadMillis = maxLeadMillis;
        for (int i = 0; i < sources; i++) {
            watermarks.set(i, Timestamps.BEFORE_ALL);
        }
    }

    /** Nobody is held: in a replay, whose order is given. */
    static Alignment none(int sources) {
        return new Alignment(sources, Long.MAX_VALUE);
    }

    void advance(int index, long watermarkMillis) {
        if (watermarks.getPlain(index) != watermarkMillis) {
            watermarks.setRelease(index, watermarkMillis);
        }
    }

    /** That source has ended, or has nothing at present: nobody waits for it. */
    void leave(int index) {
        watermarks.setRelease(index, Timestamps.AFTER_ALL);
    }

    boolean isHeld(int index) {
        int sources = watermarks.length();
        if (sources == 1 || maxLeadMillis == Long.MAX_VALUE) {
            return false;
        }
        long own = watermarks.getPlain(index);
        if (own == Timestamps.BEFORE_ALL || own == Timestamps.AFTER_ALL) {
            return false;
        }
        for (int i = 0; i < sources; i++) {
            long other = watermarks.getAcquire(i);
            if (other != Timestamps.BEFORE_ALL && other < own - maxLeadMillis) {
                return true;
            }
        }
        return false;
    }
}
