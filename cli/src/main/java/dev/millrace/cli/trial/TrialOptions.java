package dev.millrace.cli.trial;

import dev.millrace.ml.stream.LearningSpec;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How entrants are tried.
 *
 * @param repeat the stream is read so many times over
 * @param workers threads; 0 for as many as there are processors and something to do
 * @param separately a pass for each entrant, one after the other, in place of one for all: for timing
 * @param delay when labels become known, if not at once
 * @param holdOut how many rows at the end are predicted and scored but not learned; 0 for none
 * @param slices fields by whose values the scores are told apart
 * @param window predictions that the sliding metrics look back on
 * @param rows only the first so many records of the stream are looked at; 0 for all
 * @param windows whether runs of records that are anomalies are windows of the Numenta benchmark, by which detectors are
 *     scored; those of datasets that have the benchmark's windows always are
 */
public record TrialOptions(
        int repeat,
        int workers,
        boolean separately,
        Optional<Delay> delay,
        long holdOut,
        List<String> slices,
        int window,
        long rows,
        boolean windows) {
    public static final TrialOptions DEFAULT =
            new TrialOptions(1, 0, false, Optional.empty(), 0, List.of(), LearningSpec.METRICS_WINDOW, 0, false);

    public TrialOptions {
        Objects.requireNonNull(delay, "delay");
        slices = List.copyOf(slices);
        if (repeat < 1) {
            throw new IllegalArgumentException("--repeat is at least 1, got " + repeat);
        }
        if (workers < 0 || workers > 1024) {
            throw new IllegalArgumentException("--workers is 1 to 1024, got " + workers);
        }
        if (rows < 0) {
            throw new IllegalArgumentException("--rows is a number of records, got " + rows);
        }
        if (holdOut < 0) {
            throw new IllegalArgumentException("--hold-out is a number of rows, got " + holdOut);
        }
        if (window < 1 || window > 1 << 24) {
            throw new IllegalArgumentException("--window is 1 to 16777216 predictions, got " + window);
        }
        if (holdOut > 0 && (repeat > 1 || delay.isPresent())) {
            throw new IllegalArgumentException("--hold-out goes with neither --repeat nor --delay");
        }
    }

    public TrialOptions workers(int count) {
        return new TrialOptions(repeat, count, separately, delay, holdOut, slices, window, rows, windows);
    }

    public TrialOptions separately(boolean apart) {
        return new TrialOptions(repeat, workers, apart, delay, holdOut, slices, window, rows, windows);
    }

    public TrialOptions delay(Delay late) {
        return new TrialOptions(repeat, workers, separately, Optional.of(late), holdOut, slices, window, rows, windows);
    }

    public TrialOptions holdOut(long heldOut) {
        return new TrialOptions(repeat, workers, separately, delay, heldOut, slices, window, rows, windows);
    }

    public TrialOptions slices(List<String> fields) {
        return new TrialOptions(repeat, workers, separately, delay, holdOut, fields, window, rows, windows);
    }

    public TrialOptions rows(long first) {
        return new TrialOptions(repeat, workers, separately, delay, holdOut, slices, window, first, windows);
    }
}
