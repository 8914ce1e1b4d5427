package dev.millrace.serving.model;

import dev.millrace.stream.time.Clock;
import java.io.IOException;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Keeps the model that answers for all partitions of a running pipeline close to what they learn: each time that there is a new
 * version, the partitions as they are in it are made one. A version is a consistent cut through all partitions, so what answers live
 * is what {@code ?version=} and a replica answer with, and can be named. At most a tenth of one thread is spent: after work of t
 * milliseconds nothing is done for nine times that. Threading: one caller at a time.
 */
final class JointRefresh {
    private static final int RESTS = 9;

    private final LongSupplier newestVersion;
    private final Maker maker;
    private final Clock clock;
    private boolean hasWorked;
    private long restsUntilNanos;

    /** Makes what answers with a version. */
    @FunctionalInterface
    interface Maker {
        Answerer make(long version) throws IOException;
    }

    /** @param newestVersion that is committed; 0 if none */
    JointRefresh(LongSupplier newestVersion, Maker maker, Clock clock) {
        this.newestVersion = newestVersion;
        this.maker = maker;
        this.clock = clock;
    }

    /** What answers with the newest version, if that is newer than one and it is time. Reads the disk. */
    Optional<Answerer> newer(long version) throws IOException {
        long newest = newestVersion.getAsLong();
        long startNanos = clock.nanos();
        if (newest <= version || hasWorked && startNanos - restsUntilNanos < 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(maker.make(newest));
        } finally {
            long endNanos = clock.nanos();
            hasWorked = true;
            restsUntilNanos = endNanos + RESTS * (endNanos - startNanos);
        }
    }
}
