package dev.millrace.serving.model;

import dev.millrace.stream.time.Clock;
import java.io.IOException;
import java.util.Optional;

/**
 * Keeps the model that answers for all partitions of a running pipeline close to what they learn: each time that there is a new
 * version, the partitions as they are in it are made one. A version is a consistent cut through all partitions, so what answers live
 * is what {@code ?version=} and a replica answer with, and can be named. At most a tenth of one thread is spent: after work of t
 * milliseconds nothing is done for nine times that. Threading: one caller at a time.
 */
final class JointRefresh {
    private static final int RESTS = 9;

    private final LiveModel live;
    private final PinnedVersions versions;
    private final Clock clock;
    private long restsUntilMillis = Long.MIN_VALUE;

    JointRefresh(LiveModel live, PinnedVersions versions, Clock clock) {
        this.live = live;
        this.versions = versions;
        this.clock = clock;
    }

    /** Answers over live lookups with the model of the newest version, if that is newer than one and it is time. Reads the disk. */
    Optional<Answerer> newer(long version) throws IOException {
        long newest = live.job().status().version();
        long startMillis = clock.millis();
        if (newest <= version || startMillis < restsUntilMillis) {
            return Optional.empty();
        }
        try {
            PinnedAnswerer made = versions.load(newest);
            return Optional.of(new LiveAnswerer(live, made.mark(), made.joint()));
        } finally {
            long endMillis = clock.millis();
            restsUntilMillis = endMillis + RESTS * Math.max(0, endMillis - startMillis);
        }
    }
}
