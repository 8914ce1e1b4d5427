package dev.millrace.registry;

/** A name that does not fit the pattern; refused before any file is touched. The message says what would fit. */
public final class BadName extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    BadName(String message) {
        super(message);
    }
}
