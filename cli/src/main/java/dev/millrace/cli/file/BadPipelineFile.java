package dev.millrace.cli.file;

/** A mistake in a pipeline file; the message starts with {@code file:line:column}. */
public final class BadPipelineFile extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BadPipelineFile(String message) {
        super(message);
    }

    BadPipelineFile(String message, Throwable cause) {
        super(message, cause);
    }
}
