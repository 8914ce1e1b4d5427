package dev.millrace.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command that users run, {@code evaluate}, in a JVM of its own with the launcher's flags. */
final class Evaluation {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Evaluation() {}

    /**
     * The last result that it prints.
     *
     * @param arguments of {@code evaluate}, {@code --json} among them
     */
    static JsonNode last(List<String> arguments) throws IOException, InterruptedException {
        List<JsonNode> all = all(arguments);
        return all.get(all.size() - 1);
    }

    /** Every result that it prints, at least one. */
    static List<JsonNode> all(List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-XX:+UseParallelGC",
                "--add-modules",
                "jdk.incubator.vector",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.millrace.cli.Main",
                "evaluate"));
        command.addAll(arguments);
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        List<JsonNode> results = new ArrayList<>();
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String next = reader.readLine(); next != null; next = reader.readLine()) {
                results.add(JSON.readTree(next));
            }
        }
        if (process.waitFor() != 0 || results.isEmpty()) {
            throw new IllegalStateException(
                    "evaluate " + String.join(" ", arguments) + " failed; is MILLRACE_DATASETS set?");
        }
        return results;
    }
}
