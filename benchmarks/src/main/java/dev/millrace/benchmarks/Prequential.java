package dev.millrace.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Test-then-train on electricity read twenty times over, by the command that users run, beside MOA. */
final class Prequential implements Benchmark {
    private static final int RUNS = 3;
    private static final String TIMES = "20";
    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public String row() {
        return "5";
    }

    @Override
    public String work() {
        return "prequential on electricity read 20 times over, parse included: naive Bayes and Hoeffding tree, one thread";
    }

    @Override
    public void run(Report report) throws Exception {
        for (int run = 0; run < RUNS; run++) {
            measure(report, "naive-bayes");
            measure(report, "hoeffding-tree");
            Peers.measure(report, "moa naive-bayes", "moa", "electricity-x" + TIMES, "bayes.NaiveBayes");
            Peers.measure(report, "moa hoeffding-tree", "moa", "electricity-x" + TIMES, "trees.HoeffdingTree");
        }
        report.ratio("naive-bayes ÷ moa", "naive-bayes, per CPU second", "moa naive-bayes", 6);
        report.ratio("hoeffding-tree ÷ moa", "hoeffding-tree, per CPU second", "moa hoeffding-tree", 6);
    }

    /**
     * In a JVM of its own, the third of three evaluations, so that it is warm. MOA counts CPU seconds of its thread, so
     * ours do too.
     */
    private static void measure(Report report, String learner) throws Exception {
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx1g",
                        "-XX:+UseParallelGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.millrace.cli.Main",
                        "evaluate",
                        "electricity",
                        "--learner",
                        learner,
                        "--learner",
                        learner,
                        "--learner",
                        learner,
                        "--separately",
                        "--repeat",
                        TIMES,
                        "--json"))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String line = null;
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String next = reader.readLine(); next != null; next = reader.readLine()) {
                line = next;
            }
        }
        if (process.waitFor() != 0 || line == null) {
            throw new IllegalStateException("evaluate " + learner + " failed; is MILLRACE_DATASETS set?");
        }
        JsonNode result = JSON.readTree(line);
        report.figure(learner, result.get("events_per_second").asDouble(), "events/s");
        report.figure(
                learner + ", per CPU second",
                result.get("rows").asDouble() / result.get("cpu_seconds").asDouble(),
                "events/s");
    }
}
