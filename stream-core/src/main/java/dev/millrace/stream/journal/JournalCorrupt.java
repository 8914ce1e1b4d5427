package dev.millrace.stream.journal;

import java.io.IOException;

/** Records that were durable cannot be read: the message names file and position. Nothing is skipped silently; restore the file from a copy, or start from a version that does not need it. */
public final class JournalCorrupt extends IOException {
    private static final long serialVersionUID = 1L;

    JournalCorrupt(String message) {
        super(message);
    }
}
