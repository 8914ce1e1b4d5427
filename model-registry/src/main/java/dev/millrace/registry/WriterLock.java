package dev.millrace.registry;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/** Sees to one writing process at a time. */
@FunctionalInterface
public interface WriterLock {
    /** Takes the lock of a registry until closed; an {@link IOException} says who may have it. */
    Closeable take(Path registry) throws IOException;
}
