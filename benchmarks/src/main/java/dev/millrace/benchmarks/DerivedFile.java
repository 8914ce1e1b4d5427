package dev.millrace.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;

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

    /**
     * Reads a file, or all of a folder, so that whoever is measured next finds it in memory: a machine may have taken it away while another
     * system was measured.
     */
    static void readThrough(Path file) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 20);
        try (Stream<Path> files = Files.walk(file)) {
            for (Path each : files.filter(Files::isRegularFile).toList()) {
                try (FileChannel channel = FileChannel.open(each)) {
                    while (channel.read(buffer) >= 0) {
                        buffer.clear();
                    }
                }
            }
        }
    }

    /** Where this user's files lie. */
    static Path folder() throws IOException {
        return Path.of(System.getProperty("java.io.tmpdir"), "millrace-bench");
    }
}
