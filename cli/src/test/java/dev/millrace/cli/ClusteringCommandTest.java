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

/** Clusterers from the command line: labels, if there are any, are compared with clusters and never learned. */
class ClusteringCommandTest {
    @TempDir
    private Path folder;

    private final CommandRun cli = new CommandRun();

    private String rows() throws IOException {
        StringBuilder text = new StringBuilder("x,y,group\n");
        for (int i = 0; i < 900; i++) {
            int group = i * 7919 % 3;
            text.append(10 * group + i * 31 % 10 * 0.1).append(',').append(i * 17 % 10 * 0.1 - 10 * group);
            text.append(",g").append(group).append('\n');
        }
        return Files.writeString(folder.resolve("rows.csv"), text).toString();
    }

    @Test
    void theyAreComparedWithLabelsAndByThemselves() throws Exception {
        int code = cli.run(
                "evaluate",
                rows(),
                "--label",
                "group",
                "--learner",
                "k-means:clusters=3",
                "--learner",
                "denstream",
                "--learner",
                "naive-bayes",
                "--slice",
                "group",
                "--per-class",
                "--report",
                folder.resolve("report.html").toString(),
                "--csv",
                folder.resolve("curves.csv").toString());
        assertThat(code).as(cli.err()).isZero();
        assertThat(cli.out())
                .contains("silhouette", "adjusted Rand", "NMI", "purity", "in none", "silhouette by group");
        assertThat(cli.out()).contains("naive-bayes", "kappa-T");
        assertThat(Files.readString(folder.resolve("report.html"))).contains("Silhouette over the stream");
        assertThat(Files.readString(folder.resolve("curves.csv"))).contains("silhouette,mean_square");
        assertThat(cli.run(
                        "evaluate",
                        rows(),
                        "--label",
                        "group",
                        "--learner",
                        "k-means:clusters=3",
                        "--delay",
                        "20",
                        "--json"))
                .isZero();
        JsonNode result = new ObjectMapper().readTree(cli.out());
        assertThat(result.get("adjusted_rand").asDouble())
                .as("the first 60 rows are in no cluster")
                .isGreaterThan(0.85);
        assertThat(result.get("silhouette").asDouble()).isGreaterThan(0.8);
        assertThat(result.get("scored").asLong()).isEqualTo(900);
        assertThat(result.get("silhouette_interval")).hasSize(2);
        assertThat(result.get("window").has("adjusted_rand")).isTrue();
    }

    @Test
    void noLabelIsNeeded() throws Exception {
        String unlabelled = rows().replace("rows", "plain");
        Files.writeString(
                Path.of(unlabelled),
                Files.readString(folder.resolve("rows.csv"))
                        .lines()
                        .map(line -> line.substring(0, line.lastIndexOf(',')))
                        .reduce("", (all, line) -> all + line + "\n"));
        assertThat(cli.run("evaluate", unlabelled, "--learner", "k-means:clusters=3", "--json"))
                .as(cli.err())
                .isZero();
        JsonNode result = new ObjectMapper().readTree(cli.out());
        assertThat(result.get("silhouette").asDouble()).isGreaterThan(0.8);
        assertThat(result.get("adjusted_rand").isNull()).isTrue();
        assertThat(cli.run("evaluate", unlabelled, "--learner", "k-means", "--learner", "logistic"))
                .isNotZero();
        assertThat(cli.err()).contains("--label");
        assertThat(cli.run("evaluate", unlabelled, "--learner", "k-means", "--hold-out", "10"))
                .isNotZero();
        assertThat(cli.err()).contains("--hold-out");
    }

    @Test
    void aPipelineFileGivesClusterAndDistance() throws Exception {
        rows();
        Path file = Files.writeString(folder.resolve("groups.yaml"), """
                pipeline: groups
                source: rows.csv
                features: {x: {number: x, scale: standard}, y: {number: y, scale: standard}}
                learner: {k-means: {clusters: 3}}
                predictions: {file: clusters.ndjson}
                """);
        String registry = folder.resolve("registry").toString();
        assertThat(cli.run("run", file.toString(), "--registry", registry))
                .as(cli.err())
                .isZero();
        List<String> lines = Files.readAllLines(folder.resolve("clusters.ndjson"));
        assertThat(lines).hasSize(900);
        JsonNode first = new ObjectMapper().readTree(lines.get(0));
        assertThat(first.get("cluster").isNull()).isTrue();
        JsonNode last = new ObjectMapper().readTree(lines.get(899));
        assertThat(last.get("cluster").isInt()).isTrue();
        assertThat(last.get("distance").asDouble()).isBetween(0.0, 1.0);
        assertThat(cli.run(
                        "predict", folder.resolve("rows.csv").toString(), "--model", "groups", "--registry", registry))
                .as(cli.err())
                .isZero();
        assertThat(cli.out()).containsPattern("\\{\"row\":1,\"cluster\":\\d+,\"distance\":0\\.");
        Path scores = folder.resolve("scores.csv");
        assertThat(cli.run(
                        "predict",
                        folder.resolve("rows.csv").toString(),
                        "--model",
                        "groups",
                        "--registry",
                        registry,
                        "--out",
                        scores.toString()))
                .isZero();
        assertThat(Files.readAllLines(scores)).hasSize(901).startsWith("row,cluster,distance");
    }

    @Test
    void whatClustersDoNotHaveIsRefused() throws Exception {
        rows();
        Path file = Files.writeString(folder.resolve("groups.yaml"), """
                pipeline: groups
                source: rows.csv
                label: {field: group, positive: g1}
                learner: k-means
                """);
        assertThat(cli.run(
                        "run",
                        file.toString(),
                        "--registry",
                        folder.resolve("registry").toString()))
                .isNotZero();
        assertThat(cli.err()).contains("positive");
    }
}
