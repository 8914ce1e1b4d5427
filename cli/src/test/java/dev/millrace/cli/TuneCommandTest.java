package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is searched, where, and by what; that only the first tenth is looked at, {@link EvaluateCommandTest} says. */
class TuneCommandTest {
    @TempDir
    private Path folder;

    private final CommandRun cli = new CommandRun();

    /** A class that is above a line; anomalies from that row on. */
    private String rows(int firstAnomaly) throws IOException {
        StringBuilder text = new StringBuilder("x,z,class,wrong\n");
        for (int i = 0; i < 5_000; i++) {
            int x = i * 7919 % 100;
            int z = i * 104_729 % 61;
            boolean wrong = i >= firstAnomaly && i % 50 == 49;
            text.append(wrong ? 500 + x : x).append(',').append(z);
            text.append(x + z < 80 ? ",a" : ",b").append(wrong ? ",1\n" : ",0\n");
        }
        return Files.writeString(folder.resolve("rows.csv"), text).toString();
    }

    private JsonNode tuned() throws IOException {
        return new ObjectMapper().readTree(folder.resolve("tuned.json").toFile());
    }

    private String out() {
        return folder.resolve("tuned.json").toString();
    }

    @Test
    void aLearnerIsSearchedOnTheFeaturesOfAPipelineWhichTakesItsFile() throws Exception {
        rows(0);
        Path file = Files.writeString(folder.resolve("line.yaml"), """
                pipeline: line
                source: rows.csv
                features:
                  x: {number: x, scale: standard}
                  z: {number: z, scale: standard}
                label: class
                learner: majority
                """);
        String[] tune = {
            "tune", "--pipeline", file.toString(), "--learner", "logistic", "--candidates", "9", "--out", out()
        };
        assertThat(cli.run(tune)).as(cli.err()).isZero();
        assertThat(tuned().get("learner").asText()).isEqualTo("logistic");
        assertThat(tuned().get("rows").asInt()).isEqualTo(500);
        assertThat(tuned().get("accuracy").asDouble()).isGreaterThan(0.7);
        assertThat(tuned().get("command").asText())
                .isEqualTo("millrace tune --pipeline " + file + " --learner logistic --candidates 9 --seed 1");

        Files.writeString(file, Files.readString(file).replace("majority", "\"@tuned.json\""));
        assertThat(cli.run("evaluate", "--pipeline", file.toString(), "--rows", "500", "--json"))
                .as(cli.err())
                .isZero();
        assertThat(new ObjectMapper().readTree(cli.out()).get("accuracy").asDouble())
                .isEqualTo(tuned().get("accuracy").asDouble());
        Files.writeString(folder.resolve("tuned.json"), "{\"learner\": \"logistic\", \"settings\": {\"rat\": 1}}");
        assertThat(cli.run("evaluate", "--pipeline", file.toString())).isEqualTo(2);
        assertThat(cli.err()).contains("line.yaml:7:10: learner: ").contains("did you mean 'rate'?");
    }

    @Test
    void detectorsAreSearchedByTheirRankingIfThereAreAnomalies() throws Exception {
        String[] tune = {
            "tune", rows(0), "--label", "wrong", "--learner", "robust-z-score", "--candidates", "9", "--out", out()
        };
        assertThat(cli.run(tune)).as(cli.err()).isZero();
        assertThat(cli.out()).contains("ROC-AUC");
        assertThat(tuned().get("auc").asDouble())
                .isGreaterThanOrEqualTo(tuned().get("auc_as_given").asDouble());
        assertThat(cli.run("evaluate", tune[1], "--label", "wrong", "--learner", "@" + out()))
                .as(cli.err())
                .isZero();
        Files.delete(folder.resolve("tuned.json"));
        rows(600);
        assertThat(cli.run(tune)).isEqualTo(1);
        assertThat(cli.err()).contains("among the first 500 rows").contains("no label tells anomalies from the rest");
        assertThat(folder.resolve("tuned.json")).doesNotExist();
    }

    @Test
    void membersAreSearchedWithinARangeAndSeedsAreAveraged() throws Exception {
        String[] tune = {
            "tune",
            rows(0),
            "--label",
            "class",
            "--learner",
            "online-bagging",
            "--range",
            "members=2..5",
            "--candidates",
            "4",
            "--seeds",
            "2",
            "--out",
            out()
        };
        assertThat(cli.run(tune)).as(cli.err()).isZero();
        JsonNode members = tuned().get("settings").get("members");
        assertThat(members == null ? 5 : members.asInt()).isBetween(2, 5);
        assertThat(tuned().get("seeds").asInt()).isEqualTo(2);
        assertThat(tuned().get("command").asText()).contains("--range members=2..5 --candidates 4 --seeds 2");
        String first = Files.readString(folder.resolve("tuned.json"));
        assertThat(cli.run(tune)).isZero();
        assertThat(Files.readString(folder.resolve("tuned.json"))).isEqualTo(first);
        tune[7] = "menbers=2..5";
        assertThat(cli.run(tune)).isEqualTo(2);
        assertThat(cli.err()).contains("did you mean 'members'?");
        tune[7] = "members=5..2";
        assertThat(cli.run(tune)).isEqualTo(2);
        assertThat(cli.err()).contains("a range goes from");
    }

    @Test
    void membersOfACommitteeComeFromFilesOfTheirOwn() throws Exception {
        String rows = rows(0);
        String near = Files.writeString(
                        folder.resolve("near.json"),
                        "{\"learner\": \"knn\", \"settings\": {\"k\": 3, \"window\": 400}}")
                .toString();
        Files.writeString(folder.resolve("plain.json"), "{\"learner\": \"naive-bayes\", \"settings\": {}}");
        String learner = "weighted-majority:learners=(@" + near + ")+@" + folder.resolve("plain.json");
        String[] tune = {"tune", rows, "--label", "class", "--learner", learner, "--candidates", "3", "--out", out()};
        assertThat(cli.run(tune)).as(cli.err()).isZero();
        assertThat(tuned().get("settings").get("learners").asText()).isEqualTo("(knn:k=3,window=400)+(naive-bayes)");
        assertThat(tuned().get("command").asText()).contains(" --learner '" + learner + "' --candidates 3");

        Path file = Files.writeString(folder.resolve("both.yaml"), """
                pipeline: both
                source: rows.csv
                label: class
                learner: {weighted-majority: {learners: [{knn: {k: 3, window: 400}}, naive-bayes]}}
                """);
        String[] evaluate = {"evaluate", "--pipeline", file.toString(), "--rows", "500", "--json"};
        assertThat(cli.run(evaluate)).as(cli.err()).isZero();
        JsonNode accuracy = new ObjectMapper().readTree(cli.out()).get("accuracy");
        Files.writeString(
                file,
                Files.readString(file)
                        .replaceAll(
                                "learner: .*",
                                "learner: {weighted-majority: {learners: [\"@near.json\", \"@plain.json\"]}}"));
        assertThat(cli.run(evaluate)).as(cli.err()).isZero();
        assertThat(new ObjectMapper().readTree(cli.out()).get("accuracy")).isEqualTo(accuracy);
        Files.delete(folder.resolve("plain.json"));
        assertThat(cli.run(evaluate)).isEqualTo(2);
        assertThat(cli.err()).contains("plain.json");
    }
}
