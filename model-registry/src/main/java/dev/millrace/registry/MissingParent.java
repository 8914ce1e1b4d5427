package dev.millrace.registry;

import java.io.IOException;

/** A checkpoint calls a chunk unchanged that its parent version does not have. */
public final class MissingParent extends IOException {
    private static final long serialVersionUID = 1L;

    MissingParent(String message, Throwable cause) {
        super(message + "; commit every chunk with its bytes", cause);
    }
}
