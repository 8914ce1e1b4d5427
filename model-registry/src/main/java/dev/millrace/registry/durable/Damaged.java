package dev.millrace.registry.durable;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A file is not what was written: torn, truncated, missing or with changed bits. What it holds is never served; other
 * versions are not touched by it.
 */
public final class Damaged extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient Path file;

    public Damaged(Path file, String detail) {
        this(file, detail, null);
    }

    public Damaged(Path file, String detail, Throwable cause) {
        super(file + ": " + detail, cause);
        this.file = file;
    }

    private Damaged(String message, Damaged cause) {
        super(message, cause);
        this.file = cause.file;
    }

    /** The same damage, with what it means to the reader in front. */
    public Damaged within(String what) {
        return new Damaged(what + ": " + getMessage(), this);
    }

    /** The damaged file. */
    public Path file() {
        return file;
    }
}
