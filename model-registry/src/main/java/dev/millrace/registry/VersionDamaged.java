package dev.millrace.registry;

import java.io.IOException;

/** A version was refused because it does not verify. */
public final class VersionDamaged extends IOException {
    private static final long serialVersionUID = 1L;

    VersionDamaged(String message) {
        super(message);
    }
}
