package dev.millrace.cli.run;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Somebody wants this process to stop: Ctrl-C, or a polite kill. The JVM then waits until the command has made its last
 * checkpoint, and exits with the command's code. Threading: {@link #arm} and {@link #done} on the command's thread.
 */
public final class StopSignal {
    private final CountDownLatch wanted = new CountDownLatch(1);
    private final CountDownLatch done = new CountDownLatch(1);
    private final Thread hook = new Thread(this::onShutdown, "millrace-stop");
    private volatile int exitCode;

    /** Listens from now on. */
    public void arm() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Whether somebody wants it to stop; waits up to so long for it. An interrupted thread is asked to stop, too. */
    public boolean isWanted(long waitMillis) {
        try {
            return wanted.await(waitMillis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            wanted.countDown();
            return true;
        }
    }

    /** All is in order; the process may end. */
    public void done(int code) {
        exitCode = code;
        done.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            return; // it is running: it ends the process with the code
        }
    }

    private void onShutdown() {
        wanted.countDown();
        try {
            done.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(exitCode);
    }
}
