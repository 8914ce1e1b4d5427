package dev.millrace.stream.journal;

import java.io.IOException;

/** The journal does not go that far: it lost its end, or is not the journal that a version was made from. */
public final class OffsetAfterEnd extends IOException {
    private static final long serialVersionUID = 1L;

    OffsetAfterEnd(String message) {
        super(message);
    }
}
