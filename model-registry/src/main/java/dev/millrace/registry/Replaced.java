package dev.millrace.registry;

import java.io.IOException;

/** Another writer has taken over this model; this one must stop, and every later commit of it is refused. */
public final class Replaced extends IOException {
    private static final long serialVersionUID = 1L;

    Replaced(String message) {
        super(message);
    }
}
