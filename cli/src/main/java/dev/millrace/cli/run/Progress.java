package dev.millrace.cli.run;

import dev.millrace.cli.console.Console;
import dev.millrace.cli.console.Figures;
import dev.millrace.stream.engine.Job;
import dev.millrace.stream.engine.JobStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The status line of a running pipeline: events taken, events per second, scores, version, drift, and the time left where it is known.
 * Labels that come later are records of a source, but no events. Until the partitions have said what they took, records are counted.
 * Threading: one caller.
 */
public final class Progress {
    private final Console console;
    private final Job job;
    private final int partitions;
    private final long expectedRecords;
    private final boolean versions;
    private final Rate records;
    private Rate events;
    private CompletableFuture<Answer> asked;
    private Scores scores;

    /** What the partitions said, and when. */
    private record Answer(Scores scores, long nanos) {}

    /**
     * @param expectedRecords records of all sources, −1 if it is not known
     * @param versions whether versions, drift and dead letters are shown
     */
    public Progress(Console console, Job job, int partitions, long expectedRecords, boolean versions) {
        this.console = console;
        this.job = job;
        this.partitions = partitions;
        this.expectedRecords = expectedRecords;
        this.versions = versions;
        this.records = new Rate(0, console.clock().nanos());
    }

    /** Shows how it is going, if it is time to. */
    public void show() {
        if (console.isStatusDue()) {
            askAgain();
            console.status(line());
        }
    }

    /** The line as it is now. */
    public String line() {
        JobStatus status = job.status();
        records.reach(status.events(), console.clock().nanos(), !console.terminal());
        List<String> parts = new ArrayList<>();
        parts.add(
                scores == null
                        ? Figures.count(status.events()) + " records"
                        : Figures.count(scores.events()) + " events");
        Rate shown = scores == null ? records : events;
        // One answer of the partitions tells no rate yet, and that of records is another.
        if (!Double.isNaN(shown.perSecond)) {
            parts.add(Figures.rate(shown.perSecond) + "/s");
        }
        if (scores != null) {
            parts.add(ScoreText.of(scores.metrics()));
            if (!scores.learners().isEmpty()) {
                parts.add(ScoreText.answering(scores));
            }
        }
        long left = expectedRecords - status.events();
        if (expectedRecords >= 0 && left > 0 && records.perSecond > 0) {
            parts.add(Figures.time((long) (left / records.perSecond * 1_000)) + " left");
        }
        if (versions) {
            parts.add("version " + status.version());
            if (scores != null) {
                parts.add("drift: " + ScoreText.drift(scores));
            }
            if (status.deadLetters() > 0) {
                parts.add(Figures.count(status.deadLetters()) + " dead letters");
            }
            if (status.lastFailure() != null && status.failedCheckpoints() > 0) {
                parts.add("checkpoint failed: " + status.lastFailure());
            }
        }
        return String.join(" · ", parts);
    }

    /** A question that waits behind a busy partition does not hold up the line: the last answer is shown. */
    private void askAgain() {
        if (asked != null && asked.isDone() && !asked.isCompletedExceptionally()) {
            Answer answer = asked.join();
            scores = answer.scores();
            if (events == null) {
                events = new Rate(scores.events(), answer.nanos());
            } else {
                events.reach(scores.events(), answer.nanos(), !console.terminal());
            }
        }
        if (asked == null || asked.isDone()) {
            asked = Scores.of(job, partitions)
                    .thenApply(all -> new Answer(all, console.clock().nanos()));
        }
    }

    /** How fast a count grows. */
    private static final class Rate {
        private long count;
        private long nanos;

        /** NaN until a while has passed. */
        private double perSecond = Double.NaN;

        Rate(long count, long nanos) {
            this.count = count;
            this.nanos = nanos;
        }

        /** @param isPlain whether it is the mean since the last time, not one that follows slowly */
        void reach(long nowCount, long nowNanos, boolean isPlain) {
            double seconds = (nowNanos - nanos) * 1e-9;
            if (seconds >= 0.1) {
                double now = (nowCount - count) / seconds;
                perSecond = Double.isNaN(perSecond) || isPlain ? now : 0.8 * perSecond + 0.2 * now;
                count = nowCount;
                nanos = nowNanos;
            }
        }
    }
}
