package dev.millrace.cli.run;

import dev.millrace.cli.console.Console;
import dev.millrace.cli.plan.Blueprint;
import dev.millrace.cli.plan.EventSources;
import dev.millrace.cli.plan.PlanBuilder;
import dev.millrace.cli.plan.Results;
import dev.millrace.cli.plan.Streams;
import dev.millrace.stream.engine.EmbeddedEngine;
import dev.millrace.stream.engine.EngineOptions;
import dev.millrace.stream.engine.Job;
import dev.millrace.stream.event.Event;
import dev.millrace.stream.source.SequenceSource;
import dev.millrace.stream.source.Source;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Collections;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Tests and trains a learner on a recorded stream: the plan, the engine and the sources of a run, with checkpoints in
 * memory. Threading: one caller.
 */
public final class Evaluation {
    private final Blueprint blueprint;
    private final Streams streams;
    private final Console console;
    private final int workers;
    private final LatestCheckpoint versions = new LatestCheckpoint();
    private final AtomicReference<String> firstRefused = new AtomicReference<>();

    public Evaluation(Blueprint blueprint, Streams streams, Console console, int workers) {
        this.blueprint = blueprint;
        this.streams = streams;
        this.console = console;
        this.workers = workers;
    }

    /**
     * What an evaluation found.
     *
     * @param rows records read, labelled or not
     * @param scores of all partitions together
     * @param wallSeconds from start to the last result
     * @param cpuSeconds of the worker threads
     * @param refused records that could not be read
     * @param firstRefused what was wrong with the first of them; null if there is none
     */
    public record Outcome(
            long rows, Scores scores, double wallSeconds, double cpuSeconds, long refused, String firstRefused) {}

    /** Reads the stream so many times over, and learns from it. */
    public Outcome run(int repeat) throws IOException {
        Source<Event> once = EventSources.open(blueprint, streams, null).first();
        Source<Event> source = repeat == 1 ? once : new SequenceSource<>(Collections.nCopies(repeat, once));
        EngineOptions options = EngineOptions.DEFAULT
                .workers(workers)
                .checkpointEvery(0)
                .deadLetters(letter -> firstRefused.compareAndSet(null, letter.detail()), Long.MAX_VALUE);
        long started = console.clock().nanos();
        Job job = new EmbeddedEngine(options, versions, console.clock())
                .start(new PlanBuilder(blueprint, Results.none(blueprint)).build(EventSources.of(source)));
        try {
            await(job, source.expectedRecords());
            double wallSeconds = (console.clock().nanos() - started) * 1e-9;
            double cpuSeconds = workerSeconds();
            Scores scores = Scores.of(job, blueprint.spec().partitions()).join();
            return new Outcome(
                    job.status().events(),
                    scores,
                    wallSeconds,
                    cpuSeconds,
                    job.status().deadLetters(),
                    firstRefused.get());
        } finally {
            job.kill();
        }
    }

    /** The state that the stream has made. */
    public LatestCheckpoint versions() {
        return versions;
    }

    private void await(Job job, long expected) throws IOException {
        Progress progress = new Progress(console, job, blueprint.spec().partitions(), expected, false);
        long begun = console.clock().millis();
        while (true) {
            try {
                job.completion().get(100, TimeUnit.MILLISECONDS);
                return;
            } catch (TimeoutException e) {
                if (console.clock().millis() - begun > 500) {
                    progress.show();
                }
            } catch (ExecutionException e) {
                throw new IOException(e.getCause().getMessage(), e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("the evaluation was interrupted");
            }
        }
    }

    private double workerSeconds() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long nanos = 0;
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().startsWith("millrace-" + blueprint.spec().name() + "-")) {
                nanos += Math.max(0, threads.getThreadCpuTime(thread.getId()));
            }
        }
        return nanos * 1e-9;
    }
}
