package dev.millrace.registry;

import java.io.IOException;

/** The place is not one for a registry: a file, missing, not writable, or without hard links. */
public final class BadRegistry extends IOException {
    private static final long serialVersionUID = 1L;

    BadRegistry(String message, Throwable cause) {
        super(message, cause);
    }
}
