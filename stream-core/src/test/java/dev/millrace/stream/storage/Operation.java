package dev.millrace.stream.storage;

import java.nio.file.Path;

/**
 * One change that was asked of a {@link FaultyStorage}.
 *
 * @param index 0, 1, … over all changes; reads are not counted
 * @param kind what was asked
 * @param path of what
 * @param bytes length of a write, size of a truncation, else 0
 */
public record Operation(int index, Kind kind, Path path, long bytes) {
    /** What can be asked. */
    public enum Kind {
        CREATE,
        WRITE,
        TRUNCATE,
        FORCE,
        CREATE_DIRECTORIES,
        RENAME,
        LINK,
        DELETE,
        FORCE_DIRECTORY
    }
}
