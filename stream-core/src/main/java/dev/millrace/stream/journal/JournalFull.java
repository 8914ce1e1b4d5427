package dev.millrace.stream.journal;

import java.io.IOException;

/** The disk has no room for the request's records: none of them is in the journal, nothing else is lost, and the next request is tried again. */
public final class JournalFull extends IOException {
    private static final long serialVersionUID = 1L;

    JournalFull(String message, Throwable cause) {
        super(message, cause);
    }
}
