package dev.millrace.benchmarks;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** A recorded stream written out several times over as plain CSV, once, for measuring speed. */
final class RepeatedFile {
    private RepeatedFile() {}

    /** The file, made if it is not there yet. */
    static Path of(String dataset, int times) throws IOException {
        Path file = Path.of(System.getProperty("java.io.tmpdir"), "millrace-bench", dataset + "-x" + times + ".csv");
        if (Files.exists(file)) {
            return file;
        }
        String folder = System.getenv("MILLRACE_DATASETS");
        if (folder == null) {
            throw new IOException("set MILLRACE_DATASETS to the folder that holds " + dataset + ".csv.gz");
        }
        List<String> lines = new ArrayList<>();
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(Path.of(folder, dataset + ".csv.gz"))),
                StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.add(line);
            }
        }
        Files.createDirectories(file.getParent());
        Path part = Files.createTempFile(file.getParent(), dataset, ".part");
        try (BufferedWriter writer = Files.newBufferedWriter(part, StandardCharsets.UTF_8)) {
            writer.write(lines.get(0));
            writer.write('\n');
            for (int time = 0; time < times; time++) {
                for (String line : lines.subList(1, lines.size())) {
                    writer.write(line);
                    writer.write('\n');
                }
            }
        }
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        return file;
    }

    /** The names in its header. */
    static List<String> fields(Path file) throws IOException {
        try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            return List.of(reader.readLine().split(","));
        }
    }
}
