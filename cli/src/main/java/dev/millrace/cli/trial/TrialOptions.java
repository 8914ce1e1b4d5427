package dev.millrace.cli.trial;

/**
 * How entrants are tried.
 *
 * @param repeat the stream is read so many times over
 * @param workers threads; 0 for as many as there are processors and something to do
 * @param separately a pass for each entrant, one after the other, in place of one for all: for timing
 */
public record TrialOptions(int repeat, int workers, boolean separately) {
    public static final TrialOptions DEFAULT = new TrialOptions(1, 0, false);

    public TrialOptions {
        if (repeat < 1) {
            throw new IllegalArgumentException("--repeat is at least 1, got " + repeat);
        }
        if (workers < 0 || workers > 1024) {
            throw new IllegalArgumentException("--workers is 1 to 1024, got " + workers);
        }
    }
}
