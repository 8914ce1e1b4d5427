package dev.millrace.stream.journal;

import java.io.IOException;

/** The journal does not go back that far: retention has released those records. */
public final class OffsetReleased extends IOException {
    private static final long serialVersionUID = 1L;

    OffsetReleased(String message) {
        super(message);
    }
}
