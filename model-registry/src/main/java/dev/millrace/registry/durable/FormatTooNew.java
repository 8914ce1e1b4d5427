package dev.millrace.registry.durable;

import java.io.IOException;
import java.nio.file.Path;

/** A file was written by a newer Millrace than this one; it is whole, but this program cannot read it. */
public final class FormatTooNew extends IOException {
    private static final long serialVersionUID = 1L;

    public FormatTooNew(Path file, long format, int newest) {
        super(file + " has format " + format + ", this Millrace reads formats up to " + newest
                + "; use the newer Millrace that wrote it");
    }
}
