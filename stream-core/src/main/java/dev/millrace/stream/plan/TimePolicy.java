package dev.millrace.stream.plan;

/**
 * How a source's watermarks are made.
 *
 * @param outOfOrderMillis how late, in event time, an event may come after a younger one; 0 for ascending times
 * @param granularityMillis a mark is placed when the watermark, divided by this, grows
 * @param idleAfterMillis how long a source partition may have nothing before it is left out of the minimum; 0 for never
 * @param maxAheadMillis an event time further than this ahead of its arrival is refused, if it has an arrival time
 */
public record TimePolicy(long outOfOrderMillis, long granularityMillis, long idleAfterMillis, long maxAheadMillis) {
    public static final TimePolicy DEFAULT = new TimePolicy(0, 100, 30_000, 24 * 3_600_000L);

    public TimePolicy {
        if (outOfOrderMillis < 0) {
            throw new IllegalArgumentException(
                    "out-of-orderness is not negative, got " + outOfOrderMillis + " ms; set time.out-of-order");
        }
        if (granularityMillis <= 0) {
            throw new IllegalArgumentException("the granularity of watermarks is positive, got " + granularityMillis
                    + " ms; set time.granularity");
        }
        if (idleAfterMillis < 0 || maxAheadMillis <= 0) {
            throw new IllegalArgumentException("idleness is not negative and the largest lead is positive, got "
                    + idleAfterMillis + " ms and " + maxAheadMillis + " ms");
        }
    }

    public TimePolicy outOfOrder(long millis) {
        return new TimePolicy(millis, granularityMillis, idleAfterMillis, maxAheadMillis);
    }

    public TimePolicy granularity(long millis) {
        return new TimePolicy(outOfOrderMillis, millis, idleAfterMillis, maxAheadMillis);
    }

    public TimePolicy idleAfter(long millis) {
        return new TimePolicy(outOfOrderMillis, granularityMillis, millis, maxAheadMillis);
    }
}
