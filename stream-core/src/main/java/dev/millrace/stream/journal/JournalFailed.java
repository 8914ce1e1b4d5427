package dev.millrace.stream.journal;

import java.io.IOException;

/** The device failed under the journal: the request is refused, and whether its records survived is known only by asking again with the same idempotency key. The journal goes on in a new segment, see {@link Journal#resume}. */
public final class JournalFailed extends IOException {
    private static final long serialVersionUID = 1L;

    JournalFailed(String message, Throwable cause) {
        super(message, cause);
    }
}
