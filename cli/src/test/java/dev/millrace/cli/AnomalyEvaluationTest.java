package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Detectors of anomalies from the command line: labels only score them. */
class AnomalyEvaluationTest {
    @TempDir
    private Path folder;

    private final CommandRun cli = new CommandRun();

    private String rows() throws IOException {
        StringBuilder text = new StringBuilder("x,y,wrong\n");
        for (int i = 0; i < 1_000; i++) {
            boolean wrong = i % 50 == 49;
            text.append(i * 7919 % 100 + (wrong ? 500 : 0)).append(',').append(i * 104_729 % 17);
            text.append(wrong ? ",1\n" : ",0\n");
        }
        return Files.writeString(folder.resolve("rows.csv"), text).toString();
    }

    @Test
    void theyAreComparedByTheirRanking() throws Exception {
        int code = cli.run(
                "evaluate",
                rows(),
                "--label",
                "wrong",
                "--learner",
                "robust-z-score",
                "--learner",
                "half-space-trees:window=50",
                "--report",
                folder.resolve("report.html").toString());
        assertThat(code).as(cli.err()).isZero();
        assertThat(cli.out()).contains("ROC-AUC", "PR-AUC", "robust-z-score", "half-space-trees");
        assertThat(cli.out()).doesNotContain("kappa-T");
        assertThat(Files.readString(folder.resolve("report.html"))).contains("Recall at 5 %");
        assertThat(cli.run(
                        "evaluate",
                        rows(),
                        "--label",
                        "wrong",
                        "--learner",
                        "robust-z-score",
                        "--json",
                        "--delay",
                        "20"))
                .isZero();
        JsonNode result = new ObjectMapper().readTree(cli.out());
        assertThat(result.get("auc").asDouble()).isGreaterThan(0.98);
        assertThat(result.get("scored").asLong()).isEqualTo(1_000);
    }

    /** A hundred records, the last twenty a window; the first of it is strange, and one record before it, a little. */
    private String windowed(String name, int little) throws IOException {
        StringBuilder text = new StringBuilder("x,wrong\n");
        for (int i = 0; i < 100; i++) {
            int off = i == 80 ? 1_000 : i == 50 ? little : 0;
            text.append(i * 7919 % 10 + off).append(i >= 80 ? ",1\n" : ",0\n");
        }
        return Files.writeString(folder.resolve(name), text).toString();
    }

    @Test
    void windowsOfTheBenchmarkGiveItsScore() throws Exception {
        String stream = windowed("one.csv", 0);
        assertThat(cli.run("evaluate", stream, "--label", "wrong", "--windows", "--learner", "robust-z-score"))
                .as(cli.err())
                .isZero();
        assertThat(cli.out())
                .containsPattern("NAB +NAB low FP +NAB low FN")
                .containsPattern("100\\.0 +100\\.0 +100\\.0");
        assertThat(cli.run(
                        "evaluate", stream, "--label", "wrong", "--windows", "--learner", "robust-z-score", "--json"))
                .isZero();
        JsonNode standard = new ObjectMapper().readTree(cli.out()).at("/nab/standard");
        assertThat(standard.get("score").asDouble()).isCloseTo(100, org.assertj.core.api.Assertions.within(1e-9));
        assertThat(standard.get("found").asInt()).isEqualTo(1);
        assertThat(standard.get("false_alarms").asInt()).isZero();
        assertThat(cli.run("evaluate", stream, "--label", "wrong", "--learner", "robust-z-score"))
                .isZero();
        assertThat(cli.out()).doesNotContain("NAB");
    }

    @Test
    void oneThresholdServesAllStreams() throws Exception {
        String one = windowed("one.csv", 0);
        String two = windowed("two.csv", 100_000); // stranger than what is wrong in the first
        String[] asked = {"evaluate", one, two, "--label", "wrong", "--windows", "--learner", "robust-z-score"};
        assertThat(cli.run(asked)).as(cli.err()).isZero();
        assertThat(cli.out()).contains("one threshold for all").contains("2 of 2");
        List<String> json = new java.util.ArrayList<>(List.of(asked));
        json.add("--json");
        assertThat(cli.run(json.toArray(String[]::new))).isZero();
        List<String> lines = cli.out().lines().toList();
        assertThat(lines).hasSize(3);
        JsonNode all = new ObjectMapper().readTree(lines.get(2));
        assertThat(all.get("streams")).hasSize(2);
        assertThat(all.at("/nab/standard/score").asDouble())
                .as("two windows found, one false alarm: (2 − 0.11 + 2) / 4")
                .isCloseTo(97.25, org.assertj.core.api.Assertions.within(1e-9));
        assertThat(all.at("/by_stream").get(two).at("/nab/standard/score").asDouble())
                .isCloseTo(94.5, org.assertj.core.api.Assertions.within(1e-9));
        json.addAll(List.of("--csv", folder.resolve("curves.csv").toString()));
        assertThat(cli.run(json.toArray(String[]::new))).isNotZero();
        assertThat(cli.err()).contains("--csv");
    }

    @Test
    void nothingCanBeHeldOutFromThem() throws Exception {
        assertThat(cli.run("evaluate", rows(), "--label", "wrong", "--learner", "robust-z-score", "--hold-out", "100"))
                .isNotZero();
        assertThat(cli.err()).contains("--hold-out");
    }

    @Test
    void aPipelineFileNeedsNoLabelForThem() throws Exception {
        rows();
        Path file = Files.writeString(folder.resolve("watch.yaml"), """
                pipeline: watch
                source: rows.csv
                features: {x: {number: x}, y: {number: y}}
                learner: robust-z-score
                predictions: {file: scores.ndjson}
                """);
        assertThat(cli.run(
                        "run",
                        file.toString(),
                        "--registry",
                        folder.resolve("registry").toString()))
                .as(cli.err())
                .isZero();
        List<String> lines = Files.readAllLines(folder.resolve("scores.ndjson"));
        assertThat(lines).hasSize(1_000);
        JsonNode last = new ObjectMapper().readTree(lines.get(999));
        assertThat(last.get("prediction").asText()).isEqualTo("anomaly");
        assertThat(last.get("score").asDouble()).isGreaterThan(0.5);
        assertThat(last.has("probabilities")).isFalse();
        assertThat(cli.run(
                        "predict",
                        folder.resolve("rows.csv").toString(),
                        "--model",
                        "watch",
                        "--registry",
                        folder.resolve("registry").toString()))
                .as(cli.err())
                .isZero();
        assertThat(cli.out()).contains("\"prediction\":\"anomaly\",\"score\":");
    }

    @Test
    void aMisspeltLabelIsAnswered() throws Exception {
        rows();
        Path file = Files.writeString(folder.resolve("watch.yaml"), """
                pipeline: watch
                source: rows.csv
                label: wrogn
                learner: robust-z-score
                """);
        assertThat(cli.run(
                        "run",
                        file.toString(),
                        "--registry",
                        folder.resolve("registry").toString()))
                .isNotZero();
        assertThat(cli.err()).contains("there is no field 'wrogn'; did you mean 'wrong'?");
    }
}
