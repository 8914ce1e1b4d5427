package dev.millrace.cli;

/** The command was called in a way that cannot work; the message says what to write instead. Exit code 2. */
public final class WrongUsage extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public WrongUsage(String message) {
        super(message);
    }
}
