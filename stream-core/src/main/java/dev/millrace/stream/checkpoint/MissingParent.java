package dev.millrace.stream.checkpoint;

import java.io.IOException;

/**
 * A checkpoint calls a chunk unchanged that its parent version does not have, or not in a readable form. Remedy: every chunk
 * with its bytes, which is what the engine sends next.
 */
public final class MissingParent extends IOException {
    private static final long serialVersionUID = 1L;

    /** @param cause why the parent cannot be read; null if it is whole and lacks the chunk */
    public MissingParent(String message, Throwable cause) {
        super(message + "; commit every chunk with its bytes", cause);
    }
}
