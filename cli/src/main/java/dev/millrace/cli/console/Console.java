package dev.millrace.cli.console;

import dev.millrace.stream.time.Clock;
import dev.millrace.stream.time.SystemClock;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;

/**
 * Where a command writes: results to standard output and nothing else there; how it is going to standard error, as one
 * line that is rewritten on a terminal, and as a plain line now and then elsewhere. Threading: any thread.
 */
public final class Console {
    private static final long REWRITE_MILLIS = 200;
    private static final long PLAIN_MILLIS = 10_000;
    private static final String CLEAR = "\r\u001b[K";

    private final PrintStream out;
    private final PrintStream err;
    private final boolean terminal;
    private final Clock clock;
    private long lastStatusMillis = Long.MIN_VALUE;
    private boolean statusShown;

    public Console(PrintStream out, PrintStream err, boolean terminal, Clock clock) {
        this.out = out;
        this.err = err;
        this.terminal = terminal;
        this.clock = clock;
    }

    /** The console of this process. */
    public static Console system() {
        return new Console(System.out, System.err, isTerminal(), new SystemClock());
    }

    public Clock clock() {
        return clock;
    }

    /** Whether somebody looks at it. */
    public boolean terminal() {
        return terminal;
    }

    /** A result. */
    public synchronized void print(String line) {
        clear();
        out.println(line);
        out.flush();
    }

    /** A remark, a hint or a mistake. */
    public synchronized void note(String line) {
        clear();
        err.println(line);
        err.flush();
    }

    /** The stack of a failure, for those who asked for it. */
    public synchronized void trace(Throwable failure) {
        clear();
        failure.printStackTrace(err);
        err.flush();
    }

    /** Whether it is time for another status line. */
    public synchronized boolean isStatusDue() {
        long every = terminal ? REWRITE_MILLIS : PLAIN_MILLIS;
        return lastStatusMillis == Long.MIN_VALUE || clock.millis() - lastStatusMillis >= every;
    }

    /** How it is going. */
    public synchronized void status(String line) {
        lastStatusMillis = clock.millis();
        if (terminal) {
            err.print(CLEAR + line);
            statusShown = true;
        } else {
            err.println(line);
        }
        err.flush();
    }

    /** The last status line stays as it is; what comes next begins a new line. */
    public synchronized void keepStatus() {
        if (statusShown) {
            err.println();
            err.flush();
            statusShown = false;
        }
    }

    private void clear() {
        if (statusShown) {
            err.print(CLEAR);
            err.flush();
            statusShown = false;
        }
    }

    /** From JDK 22 on there is a console without a terminal too, and a method that tells them apart. */
    @SuppressWarnings("SystemConsoleNull") // both kinds of JDK are handled
    private static boolean isTerminal() {
        java.io.Console console = System.console();
        if (console == null || "dumb".equals(System.getenv("TERM"))) {
            return false;
        }
        try {
            return (Boolean) java.io.Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException e) {
            return true;
        } catch (IllegalAccessException | InvocationTargetException e) {
            return false;
        }
    }
}
