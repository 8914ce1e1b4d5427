package dev.millrace.stream.engine;

/** A pipeline stopped because a step of it failed; the newest version stands, and a restart goes on from there. */
public class PipelineFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public PipelineFailed(String message, Throwable cause) {
        super(message, cause);
    }
}
