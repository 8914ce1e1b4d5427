package dev.millrace.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A file made once from others, beside them, and kept for the next run. */
final class DerivedFile {
    private DerivedFile() {}

    /** Writes a file, or a folder, at the place that it is given. */
    interface Maker {
        void write(Path part) throws Exception;
    }

    /** The file, made if it is not there yet; half of a file is never left under its name. */
    static Path of(Path folder, String name, Maker maker) throws Exception {
        Path file = folder.resolve(name);
        if (Files.exists(file)) {
            return file;
        }
        Files.createDirectories(folder);
        Path unique = Files.createTempDirectory(folder, "part");
        Path part = unique.resolve(name);
        try {
            maker.write(part);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Folders.delete(unique);
        }
        return file;
    }

    /** Where this user's files lie. */
    static Path folder() throws IOException {
        return Path.of(System.getProperty("java.io.tmpdir"), "millrace-bench");
    }
}
