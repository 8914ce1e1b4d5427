package dev.millrace.registry;

/**
 * What is kept: the newest versions, the newest of each hour and of each day (UTC) for a while, everything under an
 * alias (and what it would be rolled back to) or a tag, and what running pipelines build on. A version is also kept as long
 * as it is younger than the grace period.
 *
 * @param last how many of the newest; at least 1
 * @param hourly for how many hours the newest of each is kept
 * @param daily for how many days the newest of each is kept
 * @param graceMillis how old a version or an unused pack must be before it may go
 */
public record Retention(int last, int hourly, int daily, long graceMillis) {
    /** The last 50, hourly for a day, daily for 30 days, a minute of grace. */
    public static final Retention DEFAULT = new Retention(50, 24, 30, 60_000);

    public Retention {
        if (last < 1 || hourly < 0 || daily < 0 || graceMillis < 0) {
            throw new IllegalArgumentException("retention keeps at least the last 1 version and no negative number of"
                    + " hours, days or milliseconds, got last " + last + ", hourly " + hourly + ", daily " + daily
                    + ", grace " + graceMillis + " ms");
        }
    }

    /** Keeps the last versions only. */
    public static Retention last(int versions) {
        return new Retention(versions, 0, 0, DEFAULT.graceMillis);
    }

    public Retention withGraceMillis(long millis) {
        return new Retention(last, hourly, daily, millis);
    }
}
