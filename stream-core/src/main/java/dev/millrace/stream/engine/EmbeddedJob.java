package dev.millrace.stream.engine;

import dev.millrace.stream.Answering;
import dev.millrace.stream.DeadLetter;
import dev.millrace.stream.checkpoint.CheckpointStore;
import dev.millrace.stream.checkpoint.StoredCheckpoint;
import dev.millrace.stream.event.StableHash;
import dev.millrace.stream.plan.Plan;
import dev.millrace.stream.source.Offset;
import dev.millrace.stream.time.Clock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A pipeline on worker threads of this JVM.
 *
 * <p>Threading: workers own the tasks, and who asks a partition may own its task for one answer; everything here is either immutable after {@link #start}, atomic, or reached
 * through a task's commands.
 */
final class EmbeddedJob implements Job {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedJob.class);

    /** Who asks may be an event loop with other requests. */
    private static final long MOST_NANOS_OF_ASKER = 200_000;

    private final Plan plan;
    private final EngineOptions options;
    private final CheckpointCoordinator checkpoints;
    private final Clock clock;
    private final AtomicLong deadLetters = new AtomicLong();
    private final CompletableFuture<Void> completion = new CompletableFuture<>();
    private final AtomicBoolean ended = new AtomicBoolean();
    private final AtomicBoolean finishing = new AtomicBoolean();

    /** Null if there is one worker only. */
    private final IdleWorkers idle;

    private TaskGraph graph;
    private List<Worker> workers = List.of();
    private Map<String, Offset> restoredFrom = Map.of();
    private volatile PipelineFailed failure;

    private EmbeddedJob(Plan plan, EngineOptions options, CheckpointCoordinator checkpoints, Clock clock) {
        this.plan = plan;
        this.options = options;
        this.checkpoints = checkpoints;
        this.clock = clock;
        this.idle = options.workers() > 1 ? new IdleWorkers(this::wake, options.meter()) : null;
    }

    /**
     * @param from state to start from, or null
     * @param sameStore whether the store of checkpoints holds that version, so that unchanged chunks may refer to it
     * @param replayed the events and the order that are replayed; null for a live run
     */
    static EmbeddedJob start(
            Plan plan,
            EngineOptions options,
            CheckpointStore store,
            Clock clock,
            StoredCheckpoint from,
            boolean sameStore,
            ReplayedInputs replayed)
            throws IOException {
        CheckpointCoordinator checkpoints =
                new CheckpointCoordinator(plan, UUID.randomUUID().toString(), store, options, clock, !sameStore, from);
        EmbeddedJob job = new EmbeddedJob(plan, options, checkpoints, clock);
        try {
            job.graph = TaskGraph.build(plan, options, checkpoints, from, clock, job::deadLetter, replayed, job.idle);
        } catch (IOException | RuntimeException e) {
            checkpoints.shutdown();
            throw e;
        }
        job.restoredFrom = job.graph.offsets();
        job.run();
        return job;
    }

    private void run() {
        List<Task> tasks = graph.tasks();
        List<Worker> started = new ArrayList<>();
        for (int i = 0; i < options.workers(); i++) {
            started.add(new Worker(
                    "millrace-" + plan.name() + "-" + i, tasks, i, options.workers(), this::fail, this::wake, idle));
        }
        workers = List.copyOf(started);
        graph.onAvailable(this::wake);
        graph.onFinished(this::finish);
        checkpoints.start(tasks, graph::offsets, this::wake);
        workers.forEach(Thread::start);
    }

    @Override
    public CompletableFuture<Void> completion() {
        return completion;
    }

    @Override
    public <Q, R> CompletableFuture<R> ask(String operator, int keyHash, Q question) {
        return askPartition(operator, StableHash.partition(keyHash, plan.partitions()), question);
    }

    @Override
    public <Q, R> CompletableFuture<R> askPartition(String operator, int partition, Q question, int worth) {
        return this.<Q, R, R>onPartition(operator, partition, worth, answering -> answering.answer(question));
    }

    @Override
    public <Q, R> CompletableFuture<List<R>> askAll(String operator, int partition, List<? extends Q> questions) {
        return this.<Q, R, List<R>>onPartition(operator, partition, questions.size(), answering -> {
            List<R> answers = new ArrayList<>(questions.size());
            for (Q question : questions) {
                answers.add(answering.answer(question));
            }
            return answers;
        });
    }

    /**
     * Asks between two batches: on the asker's own thread if the partition is idle and answers fast, which saves two
     * hand-overs of several microseconds each; otherwise on a worker's.
     */
    private <Q, R, A> CompletableFuture<A> onPartition(
            String operator, int partition, int questions, Function<Answering<Q, R>, A> asking) {
        Task task = graph.taskOf(operator, partition);
        CompletableFuture<A> answer = new CompletableFuture<>();
        if (questions * task.answerNanos() <= MOST_NANOS_OF_ASKER && task.tryAcquire()) {
            try {
                if (failure == null && !ended.get()) {
                    answer(answer, questions, asking, task, operator);
                }
            } finally {
                if (task.releaseToWorkers()) {
                    wake();
                }
            }
            if (answer.isDone()) {
                return answer;
            }
        }
        task.execute(new Task.Command() {
            @Override
            public void run() {
                answer(answer, questions, asking, task, operator);
            }

            @Override
            public void cancel(RuntimeException reason) {
                answer.completeExceptionally(reason);
            }
        });
        if (failure != null || ended.get()) {
            answer.completeExceptionally(stopped());
        }
        wake();
        return answer;
    }

    /** By the thread that has the task. */
    private <Q, R, A> void answer(
            CompletableFuture<A> answer,
            int questions,
            Function<Answering<Q, R>, A> asking,
            Task task,
            String operator) {
        long began = clock.nanos();
        try {
            A answers = asking.apply(task.chain.answering(operator));
            task.answered(questions, clock.nanos() - began);
            answer.complete(answers);
        } catch (RuntimeException e) {
            answer.completeExceptionally(e); // the question's fault is the asker's to handle
        }
    }

    @Override
    public CompletableFuture<Long> checkpoint() {
        if (failure != null || ended.get()) {
            return CompletableFuture.failedFuture(stopped());
        }
        return checkpoints.trigger();
    }

    @Override
    public JobStatus status() {
        CheckpointCoordinator.Outcome outcome = checkpoints.outcome();
        return new JobStatus(
                graph.records(),
                deadLetters.get(),
                outcome.version(),
                outcome.lastMillis(),
                outcome.lastBytes(),
                outcome.failed(),
                outcome.lastFailure(),
                graph.watermark(),
                graph.offsets(),
                restoredFrom);
    }

    @Override
    public Cost cost(String step) {
        return graph.cost(step);
    }

    @Override
    public void close() {
        if (ended.get()) {
            return;
        }
        checkpoints.stopSources();
        wake();
        try {
            if (failure == null) {
                lastCheckpoint();
            }
        } finally {
            kill();
        }
    }

    @Override
    public void kill() {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        checkpoints.shutdown();
        workers.forEach(Worker::finish);
        boolean interrupted = false;
        for (Worker worker : workers) {
            interrupted |= join(worker);
        }
        for (Task task : graph.tasks()) {
            try {
                task.close();
            } catch (IOException | RuntimeException e) {
                LOG.warn("closing task {} of pipeline {} failed: {}", task.name(), plan.name(), e.getMessage());
            }
            // Questions that came too late are answered from where the state stands; of a failed one it is not to be
            // had.
            if (failure == null) {
                task.runCommands();
            } else {
                task.cancelCommands(failure);
            }
        }
        completion.completeExceptionally(failure != null ? failure : stopped());
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean join(Worker worker) {
        boolean interrupted = false;
        while (worker != Thread.currentThread() && worker.isAlive()) {
            try {
                worker.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        return interrupted;
    }

    /** One checkpoint may be in flight from before the sources stopped, so the last word is a second one. */
    private void lastCheckpoint() {
        try {
            checkpoints.trigger().handle((version, failed) -> version).get();
            if (graph.takesTicks()) {
                checkpoints.makeNextAnyway();
            }
            checkpoints.trigger().get();
        } catch (ExecutionException e) {
            throw new UncheckedIOException(
                    "the last checkpoint of pipeline '" + plan.name() + "' failed; version "
                            + checkpoints.outcome().version() + " stands and a restart goes on from it: "
                            + CheckpointCoordinator.said(e.getCause()),
                    e.getCause() instanceof IOException io ? io : new IOException(e.getCause()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** All sources have ended and everything has left: the last version is made, then the job is complete. */
    private void finish() {
        if (!finishing.compareAndSet(false, true)) {
            return;
        }
        checkpoints
                .trigger()
                .handle((version, failed) -> version)
                .thenCompose(version -> checkpoints.triggerFinal())
                .whenComplete((version, failed) -> {
                    if (failed == null) {
                        completion.complete(null);
                    } else {
                        completion.completeExceptionally(
                                failed instanceof CompletionException && failed.getCause() != null
                                        ? failed.getCause()
                                        : failed);
                    }
                });
    }

    private void deadLetter(DeadLetter letter) {
        long count = deadLetters.incrementAndGet();
        options.deadLetters().accept(letter);
        if (count > options.deadLetterLimit()) {
            throw new IllegalStateException("more than " + options.deadLetterLimit()
                    + " records were refused, the limit that is set; the last one: " + letter.detail());
        }
    }

    private void fail(Task task, Throwable cause) {
        PipelineFailed failed = new PipelineFailed(
                "pipeline '" + plan.name() + "' stopped in " + task.name() + ": " + cause + "; version "
                        + checkpoints.outcome().version() + " stands and a restart goes on from it",
                cause);
        failure = failed;
        checkpoints.shutdown(failed);
        workers.forEach(Worker::finish);
        completion.completeExceptionally(failed);
    }

    private RuntimeException stopped() {
        return failure != null ? failure : new IllegalStateException("pipeline '" + plan.name() + "' has stopped");
    }

    private void wake() {
        for (Worker worker : workers) {
            worker.wake();
        }
    }
}
