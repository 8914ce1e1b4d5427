package dev.millrace.stream.time;

/**
 * Makes the watermarks of one source partition: a function of the order of its events and of nothing else.
 *
 * <p>With out-of-orderness b and granularity g, a mark stands right after every event at which
 * ⌊(maxTime − b − 1) / g⌋ grows, the first event with a time included. The mark's value is maxTime − b − 1, not rounded:
 * the largest time of which no event is still expected. Between marks the watermark stands still, however far the
 * largest time has moved. Times so small that maxTime − b − 1 cannot be a {@code long} move nothing.
 *
 * <p>State: {@link #maxTimestampMillis} and {@link #watermarkMillis}, given back to {@link #restore}. O(1) per event, one
 * comparison for most. Threading: one caller.
 */
public final class WatermarkGenerator {
    private final long lag;
    private final long granularityMillis;
    private long maxTimestampMillis = Timestamps.NONE;
    private long watermarkMillis = Timestamps.BEFORE_ALL;
    /** Smallest time at which the next mark stands; one comparison an event instead of a division. */
    private long nextMarkAt;

    /**
     * @param outOfOrderMillis how late, in event time, an event may come after a younger one; 0 for ascending times
     * @param granularityMillis how far the watermark moves, at least, between two marks
     */
    public WatermarkGenerator(long outOfOrderMillis, long granularityMillis) {
        if (outOfOrderMillis < 0 || outOfOrderMillis == Long.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "out-of-orderness is 0 or more, got " + outOfOrderMillis + " ms; set time.out-of-order");
        }
        if (granularityMillis <= 0) {
            throw new IllegalArgumentException("the granularity of watermarks is positive, got " + granularityMillis
                    + " ms; set time.granularity");
        }
        this.lag = outOfOrderMillis + 1;
        this.granularityMillis = granularityMillis;
        place();
    }

    /**
     * Takes the time of an event.
     *
     * @param timestampMillis event time; {@link Timestamps#NONE} moves nothing
     * @return whether a mark of value {@link #watermarkMillis} stands right after this event
     */
    public boolean onEvent(long timestampMillis) {
        if (timestampMillis <= maxTimestampMillis) {
            return false;
        }
        maxTimestampMillis = timestampMillis;
        if (timestampMillis < nextMarkAt) {
            return false;
        }
        watermarkMillis = timestampMillis - lag;
        place();
        return true;
    }

    /** Value of the last mark, {@link Timestamps#BEFORE_ALL} before the first. */
    public long watermarkMillis() {
        return watermarkMillis;
    }

    /** Largest event time seen, {@link Timestamps#NONE} before the first. */
    public long maxTimestampMillis() {
        return maxTimestampMillis;
    }

    /** Goes on where another generator with the same settings stood. */
    public void restore(long maxTimestampMillis, long watermarkMillis) {
        if (watermarkMillis > maxTimestampMillis) {
            throw new IllegalArgumentException(
                    "a watermark of " + watermarkMillis + " cannot lie beyond the largest time " + maxTimestampMillis
                            + " of its partition; the stored position is damaged");
        }
        this.maxTimestampMillis = maxTimestampMillis;
        this.watermarkMillis = watermarkMillis;
        place();
    }

    private void place() {
        if (watermarkMillis == Timestamps.BEFORE_ALL) {
            nextMarkAt = Long.MIN_VALUE + lag + 1;
            return;
        }
        long distance = granularityMillis - Math.floorMod(watermarkMillis, granularityMillis);
        long next = watermarkMillis + distance;
        boolean overflows = next < watermarkMillis || next > Long.MAX_VALUE - lag;
        nextMarkAt = overflows ? Long.MAX_VALUE : next + lag;
    }
}
