package dev.millrace.stream.time;

/** The time of day and a stopwatch, passed in wherever one is needed. Threading: any thread. */
public interface Clock {
    /** Milliseconds since the epoch. */
    long millis();

    /** Nanoseconds of a monotonic stopwatch with an arbitrary origin. */
    long nanos();
}
