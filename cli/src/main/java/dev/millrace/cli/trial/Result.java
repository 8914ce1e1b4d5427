package dev.millrace.cli.trial;

import dev.millrace.cli.run.Scores;
import dev.millrace.ml.evaluation.Metrics;
import dev.millrace.ml.learner.LearnerProvider.Task;
import dev.millrace.stream.checkpoint.Checkpoint.PartKey;
import java.util.SortedMap;

/**
 * What came out for one entrant.
 *
 * @param rows records read, labelled or not
 * @param scores of all partitions together, as the learner keeps them
 * @param measured what counts in this trial, and more of it
 * @param costs what it took
 * @param refused records that could not be read or learned from
 * @param firstRefused what was wrong with the first of them; null if there is none
 * @param state its partitions' state at the end, by chunk
 */
public record Result(
        Entrant entrant,
        long rows,
        Scores scores,
        Measured measured,
        Costs costs,
        long refused,
        String firstRefused,
        SortedMap<PartKey, SortedMap<String, byte[]>> state) {

    /**
     * What an entrant took.
     *
     * @param wallSeconds from start to the last result of its pass
     * @param sharedPass whether others were in that pass
     * @param readingSeconds CPU time of reading the stream, once for all of the pass
     * @param ownSeconds CPU time of its features, learner and scores
     * @param allocatedBytes what these allocated on the heap
     * @param stateBytes size of what the learners know, as they are kept in a version
     */
    public record Costs(
            double wallSeconds,
            boolean sharedPass,
            double readingSeconds,
            double ownSeconds,
            long allocatedBytes,
            long stateBytes) {

        /** CPU time that it would have taken alone. */
        public double cpuSeconds() {
            return readingSeconds + ownSeconds;
        }

        /** Seconds that rates are made of: time on the wall for one that ran alone, CPU time for one among others. */
        public double rateSeconds() {
            return sharedPass ? cpuSeconds() : wallSeconds;
        }
    }

    /** Of the rows that count: those held out if there are any, else all. */
    public Metrics metrics() {
        return measured.metrics();
    }

    /** What it predicts. */
    public Task task() {
        return entrant.blueprint().learning().label().task();
    }

    public double rowsPerSecond() {
        return rows / costs.rateSeconds();
    }
}
