package dev.millrace.registry;

import java.io.IOException;

/** There is no such model, version, alias or tag. */
public final class NotFound extends IOException {
    private static final long serialVersionUID = 1L;

    NotFound(String message) {
        super(message);
    }
}
