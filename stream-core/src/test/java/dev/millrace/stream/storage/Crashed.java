package dev.millrace.stream.storage;

/** The machine or the process of a {@link FaultyStorage} is no more; nothing that it did after this counts. */
public final class Crashed extends Error {
    private static final long serialVersionUID = 1L;

    public Crashed(String message) {
        super(message);
    }
}
