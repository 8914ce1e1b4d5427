package dev.millrace.registry;

import java.io.IOException;

/** A checkpoint holds something that cannot be kept; the message names it. */
public final class BadCheckpoint extends IOException {
    private static final long serialVersionUID = 1L;

    BadCheckpoint(String message) {
        super(message);
    }
}
