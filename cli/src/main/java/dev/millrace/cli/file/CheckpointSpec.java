package dev.millrace.cli.file;

/**
 * When versions are made, and which are kept.
 *
 * @param everyMillis the wish; longer when checkpoints take long
 * @param keepLast how many of the newest versions are kept
 * @param keepHourly for how many hours the newest of each is kept
 * @param keepDaily for how many days the newest of each is kept
 */
public record CheckpointSpec(long everyMillis, int keepLast, int keepHourly, int keepDaily) {
    public static final CheckpointSpec DEFAULT = new CheckpointSpec(10_000, 50, 24, 30);

    public CheckpointSpec {
        if (everyMillis < 1 || keepLast < 1) {
            throw new IllegalArgumentException("'every' is a positive duration and 'keep.last' at least 1");
        }
    }
}
