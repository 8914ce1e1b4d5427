package dev.millrace.stream.journal;

import java.io.IOException;

/** An idempotency key was used before with another body; use a new key for a new request. */
public final class IdempotencyConflict extends IOException {
    private static final long serialVersionUID = 1L;

    IdempotencyConflict(String message) {
        super(message);
    }
}
