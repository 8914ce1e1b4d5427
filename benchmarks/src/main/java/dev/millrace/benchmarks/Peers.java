package dev.millrace.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Other systems on the same work, run side by side where they are to be had: the environment variable
 * {@code MILLRACE_PEERS} names a command that takes a system and its work and prints a line with {@code ex/s=} or
 * {@code events/s=} in it. What they read lies in the folder {@code data} under the one that the variable {@code PEERS} names, or under
 * {@code ~/.cache/millrace-peers}: it is read through first, as our own files are.
 */
final class Peers {
    private static final Pattern RATE = Pattern.compile("(?:ex|events)/s=([0-9.]+)");

    private Peers() {}

    /** Runs a peer and reports its rate under a name; says so and goes on if there is none. */
    static OptionalDouble measure(Report report, String name, String... arguments) throws Exception {
        String command = System.getenv("MILLRACE_PEERS");
        if (command == null || command.isBlank()) {
            report.note("  " + name + ": not run; set MILLRACE_PEERS to the command that runs other systems");
            return OptionalDouble.empty();
        }
        Path data = data();
        if (Files.isDirectory(data)) {
            DerivedFile.readThrough(data);
        }
        List<String> line = new ArrayList<>(List.of(command));
        line.addAll(List.of(arguments));
        Process process = new ProcessBuilder(line)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        OptionalDouble rate = rate(process);
        int exit = process.waitFor();
        if (rate.isEmpty()) {
            report.note("  " + name + ": '" + String.join(" ", line) + "' gave no rate (exit code " + exit + ")");
        } else {
            report.figure(name, rate.getAsDouble(), "events/s");
        }
        return rate;
    }

    private static Path data() {
        String folder = System.getenv("PEERS");
        return (folder == null ? Path.of(System.getProperty("user.home"), ".cache", "millrace-peers") : Path.of(folder))
                .resolve("data");
    }

    private static OptionalDouble rate(Process process) throws IOException {
        OptionalDouble rate = OptionalDouble.empty();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Matcher matcher = RATE.matcher(line);
                if (matcher.find()) {
                    rate = OptionalDouble.of(Double.parseDouble(matcher.group(1)));
                }
            }
        }
        return rate;
    }
}
