package dev.millrace.registry;

import java.io.IOException;

/** Nothing is deleted, since it is not known for sure what must stay. */
public final class CollectRefused extends IOException {
    private static final long serialVersionUID = 1L;

    CollectRefused(String message, Throwable cause) {
        super(message + "; nothing was deleted", cause);
    }
}
