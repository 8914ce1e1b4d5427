package dev.millrace.stream.engine;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;

/**
 * A thread that runs tasks: its own first, and, when these have nothing to do, those of others. Sleeps when there is
 * nothing at all, until it is woken or a short time has passed.
 */
final class Worker extends Thread {
    private static final int SPINS = 64;

    /** A bound on what a lost wake-up costs; live sources and questions wake the workers themselves. */
    private static final long PARK_NANOS = 1_000_000L;

    private final List<Task> tasks;
    private final int index;
    private final int workers;
    private final BiConsumer<Task, Throwable> failed;
    private final Runnable wakeOthers;

    /** Null if there are no others to help. */
    private final IdleWorkers idle;

    private volatile boolean running = true;
    private final AtomicBoolean parked = new AtomicBoolean();

    Worker(
            String name,
            List<Task> tasks,
            int index,
            int workers,
            BiConsumer<Task, Throwable> failed,
            Runnable wakeOthers,
            IdleWorkers idle) {
        super(name);
        setDaemon(true);
        this.tasks = tasks;
        this.index = index;
        this.workers = workers;
        this.failed = failed;
        this.wakeOthers = wakeOthers;
        this.idle = idle;
    }

    @Override
    public void run() {
        int turns = 0;
        while (running) {
            boolean progress = runTasks(true);
            if (!progress && workers > 1) {
                progress = runTasks(false) || idle.help();
            }
            if (progress) {
                turns = 0;
            } else if (++turns < SPINS) {
                Thread.onSpinWait();
            } else {
                park();
            }
        }
    }

    /** One caller wakes it, the others see that it is awake: an unpark costs microseconds. */
    void wake() {
        if (parked.get() && parked.compareAndSet(true, false)) {
            LockSupport.unpark(this);
        }
    }

    void finish() {
        running = false;
        LockSupport.unpark(this);
    }

    private boolean runTasks(boolean own) {
        boolean progress = false;
        for (int i = 0; i < tasks.size(); i++) {
            if ((i % workers == index) == own) {
                progress |= run(tasks.get(i));
            }
        }
        return progress;
    }

    private boolean run(Task task) {
        if (!task.tryAcquireOrWant()) {
            return false;
        }
        try {
            boolean progress = task.run();
            if (progress && workers > 1) {
                wakeOthers.run();
            }
            return progress;
        } catch (Exception | Error e) {
            // Whatever it was, this task's state is not to be trusted any more: the whole pipeline stops.
            failed.accept(task, e);
            running = false;
            return false;
        } finally {
            task.release();
        }
    }

    private void park() {
        parked.set(true);
        if (!runTasks(true) && !(idle != null && idle.help()) && running) {
            LockSupport.parkNanos(this, PARK_NANOS);
        }
        parked.set(false);
    }
}
