package dev.millrace.stream.journal;

import java.io.IOException;

/** More requests wait for the disk than the journal holds in memory: this one is refused, nothing of it is in the journal; slow down and send it again. */
public final class JournalBusy extends IOException {
    private static final long serialVersionUID = 1L;

    JournalBusy(String message) {
        super(message);
    }
}
