package dev.millrace.registry;

import java.io.IOException;

/** The registry is open for reading; only the process that writes it may change it. */
public final class ReadOnly extends IOException {
    private static final long serialVersionUID = 1L;

    ReadOnly(String doing) {
        super("this process only reads the registry, so it cannot " + doing
                + "; ask the process that runs the pipeline, or stop it first");
    }
}
