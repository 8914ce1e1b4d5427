package dev.millrace.cli.run;

import dev.millrace.cli.console.Console;
import dev.millrace.cli.console.Figures;
import dev.millrace.stream.engine.Job;
import dev.millrace.stream.engine.JobStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The status line of a running pipeline: events, events per second since the last line, scores, version, drift, and the
 * time left where it is known. Threading: one caller.
 */
public final class Progress {
    private final Console console;
    private final Job job;
    private final int partitions;
    private final long expectedRecords;
    private final boolean versions;
    private long lastNanos;
    private long lastEvents;
    private double perSecond = Double.NaN;
    private CompletableFuture<Scores> asked;
    private Scores scores;

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
        this.lastNanos = console.clock().nanos();
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
        measure(status.events());
        List<String> parts = new ArrayList<>();
        parts.add(Figures.count(status.events()) + " events");
        parts.add(Figures.rate(perSecond) + "/s");
        if (scores != null) {
            parts.add(ScoreText.of(scores.metrics()));
            if (!scores.learners().isEmpty()) {
                parts.add(ScoreText.answering(scores));
            }
        }
        long left = expectedRecords - status.events();
        if (expectedRecords >= 0 && left > 0 && perSecond > 0) {
            parts.add(Figures.time((long) (left / perSecond * 1_000)) + " left");
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
        if (asked == null) {
            asked = Scores.of(job, partitions);
        } else if (asked.isDone()) {
            if (!asked.isCompletedExceptionally()) {
                scores = asked.join();
            }
            asked = Scores.of(job, partitions);
        }
    }

    private void measure(long events) {
        long nanos = console.clock().nanos();
        double seconds = (nanos - lastNanos) * 1e-9;
        if (seconds >= 0.1) {
            double now = (events - lastEvents) / seconds;
            perSecond = Double.isNaN(perSecond) || !console.terminal() ? now : 0.8 * perSecond + 0.2 * now;
            lastNanos = nanos;
            lastEvents = events;
        }
    }
}
