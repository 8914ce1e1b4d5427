package dev.millrace.stream.state;

/** Stored state that cannot be read: damaged, of another kind, or written by a newer Millrace. The message says which. */
public class BadState extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BadState(String message) {
        super(message);
    }

    public BadState(String message, Throwable cause) {
        super(message, cause);
    }
}
