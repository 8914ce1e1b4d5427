package dev.millrace.stream.engine;

import dev.millrace.stream.DeadLetter;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * How the embedded engine runs a plan; but for ticks, which are recorded, nothing here changes what is computed.
 *
 * @param workers threads that host partitions, at least 1
 * @param checkpointEveryMillis wished interval of checkpoints; 0 for only at the end and on demand
 * @param checkpointTimeoutMillis after which a checkpoint is abandoned
 * @param checkpointShare largest share of time that checkpoints may take before the interval is stretched, in (0, 1]
 * @param alignMillis a source partition this far ahead of the slowest, in event time, is paused
 * @param tickEveryMillis how often operators that take ticks are told the clock, at most; ticks are multiples of it
 * @param deadLetters told of each refused record, on the thread that refused it
 * @param deadLetterLimit the pipeline stops when more records than this were refused
 * @param meter measures what each step costs; null for not measuring, which is free
 */
public record EngineOptions(
        int workers,
        long checkpointEveryMillis,
        long checkpointTimeoutMillis,
        double checkpointShare,
        long alignMillis,
        long tickEveryMillis,
        Consumer<DeadLetter> deadLetters,
        long deadLetterLimit,
        Meter meter) {

    /** One worker, a checkpoint each second, no limit on dead letters, which are only counted. */
    public static final EngineOptions DEFAULT =
            new EngineOptions(1, 1000, 60_000, 0.2, 300_000, 100, letter -> {}, Long.MAX_VALUE, null);

    public EngineOptions {
        if (workers < 1 || workers > 1024) {
            throw new IllegalArgumentException("an engine has 1 to 1024 workers, got " + workers + "; set --workers");
        }
        if (checkpointEveryMillis < 0 || checkpointTimeoutMillis <= 0) {
            throw new IllegalArgumentException("a checkpoint interval is not negative and its time-out positive, got "
                    + checkpointEveryMillis + " ms and " + checkpointTimeoutMillis + " ms; set checkpoint.every");
        }
        if (!(checkpointShare > 0 && checkpointShare <= 1)) {
            throw new IllegalArgumentException("the share of checkpoints lies in (0, 1], got " + checkpointShare);
        }
        if (alignMillis <= 0 || deadLetterLimit < 0) {
            throw new IllegalArgumentException("alignment is positive and the limit of dead letters not negative, got "
                    + alignMillis + " ms and " + deadLetterLimit);
        }
        if (tickEveryMillis <= 0) {
            throw new IllegalArgumentException("the interval of ticks is positive, got " + tickEveryMillis + " ms");
        }
        Objects.requireNonNull(deadLetters, "deadLetters");
    }

    public EngineOptions workers(int count) {
        return new EngineOptions(
                count,
                checkpointEveryMillis,
                checkpointTimeoutMillis,
                checkpointShare,
                alignMillis,
                tickEveryMillis,
                deadLetters,
                deadLetterLimit,
                meter);
    }

    public EngineOptions checkpointEvery(long millis) {
        return new EngineOptions(
                workers,
                millis,
                checkpointTimeoutMillis,
                checkpointShare,
                alignMillis,
                tickEveryMillis,
                deadLetters,
                deadLetterLimit,
                meter);
    }

    public EngineOptions checkpointTimeout(long millis) {
        return new EngineOptions(
                workers,
                checkpointEveryMillis,
                millis,
                checkpointShare,
                alignMillis,
                tickEveryMillis,
                deadLetters,
                deadLetterLimit,
                meter);
    }

    public EngineOptions deadLetters(Consumer<DeadLetter> listener, long limit) {
        return new EngineOptions(
                workers,
                checkpointEveryMillis,
                checkpointTimeoutMillis,
                checkpointShare,
                alignMillis,
                tickEveryMillis,
                listener,
                limit,
                meter);
    }

    /** Measures what each step costs: two readings of the meter for each turn of a task. */
    public EngineOptions meter(Meter reading) {
        return new EngineOptions(
                workers,
                checkpointEveryMillis,
                checkpointTimeoutMillis,
                checkpointShare,
                alignMillis,
                tickEveryMillis,
                deadLetters,
                deadLetterLimit,
                reading);
    }

    public EngineOptions tickEvery(long millis) {
        return new EngineOptions(
                workers,
                checkpointEveryMillis,
                checkpointTimeoutMillis,
                checkpointShare,
                alignMillis,
                millis,
                deadLetters,
                deadLetterLimit,
                meter);
    }
}
