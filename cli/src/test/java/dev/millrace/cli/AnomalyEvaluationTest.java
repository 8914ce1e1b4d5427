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
