package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code start: FILE} under a learner: a pipeline begins with what a Tribuo model knows. */
class StartFromModelTest {
    @TempDir
    private Path folder;

    private final CommandRun cli = new CommandRun();

    @BeforeEach
    void aModelIsLearnedAndExported() throws IOException {
        Files.writeString(folder.resolve("rows.csv"), rows(0, 600));
        run(pipeline("rows", "rows.csv", "{logistic: {rate: 0.05}}", ""), 0);
        assertThat(cli.run(
                        "models",
                        "export",
                        "rows",
                        "--registry",
                        registry(),
                        "--format",
                        "tribuo",
                        "--output",
                        model().toString()))
                .as(cli.err())
                .isZero();
    }

    private static String rows(int from, int to) {
        StringBuilder text = new StringBuilder(from == 0 ? "x,colour,class\n" : "");
        for (int i = from; i < to; i++) {
            int x = i * 7919 % 100;
            text.append(x).append(".5,").append(x % 3 == 0 ? "red" : "blue");
            text.append(x < 50 ? ",low" : ",high").append('\n');
        }
        return text.toString();
    }

    private Path model() {
        return folder.resolve("rows.tribuo");
    }

    private String registry() {
        return folder.resolve("registry").toString();
    }

    private Path pipeline(String name, String source, String learner, String more) throws IOException {
        return Files.writeString(
                folder.resolve(name + ".yaml"),
                "pipeline: " + name + "\nsource: " + source + "\nlabel: class\nlearner: " + learner + "\n" + more);
    }

    private void run(Path pipeline, int code) {
        assertThat(cli.run("run", pipeline.toString(), "--registry", registry()))
                .as(cli.err())
                .isEqualTo(code);
        assertThat(cli.err()).doesNotContain("\tat ");
    }

    private static double high(JsonNode prediction) {
        return prediction.get("probabilities").get("high").doubleValue();
    }

    @Test
    void itsFirstAnswersAreThoseOfTheModelAndItLearnsOn() throws IOException {
        Files.writeString(folder.resolve("more.csv"), rows(0, 0) + rows(600, 900));
        assertThat(cli.run(
                        "predict", folder.resolve("more.csv").toString(), "--model", "rows", "--registry", registry()))
                .as(cli.err())
                .isZero();
        double expected =
                high(new ObjectMapper().readTree(cli.out().lines().findFirst().orElseThrow()));
        Path more = pipeline(
                "more",
                "more.csv",
                "{logistic: {rate: 0.05, start: rows.tribuo}}",
                "predictions: {file: out.ndjson}\n");
        run(more, 0);
        String first = Files.readAllLines(folder.resolve("out.ndjson")).get(0);
        assertThat(high(new ObjectMapper().readTree(first))).isCloseTo(expected, within(1e-9));

        assertThat(cli.run("replay", "more", "--from", "0", "--to", "1", "--verify", "--registry", registry()))
                .as(cli.err())
                .isZero();
        assertThat(cli.out()).contains("every chunk equal");
    }

    @Test
    void whatGoesOnNeedsTheFileNoMoreButNoticesAnother() throws IOException {
        Files.writeString(folder.resolve("more.csv"), rows(0, 0) + rows(600, 700));
        Path more = pipeline("more", "more.csv", "{logistic: {rate: 0.05, start: rows.tribuo}}", "");
        run(more, 0);
        byte[] bytes = Files.readAllBytes(model());
        Files.delete(model());
        Files.writeString(folder.resolve("more.csv"), rows(700, 900), StandardOpenOption.APPEND);
        run(more, 0);
        assertThat(cli.out()).contains("goes on from more@");
        assertThat(cli.run("replay", "more", "--from", "1", "--to", "2", "--verify", "--registry", registry()))
                .as(cli.err())
                .isZero();
        assertThat(cli.run("replay", "more", "--from", "0", "--to", "1", "--verify", "--registry", registry()))
                .isNotZero();
        assertThat(cli.err())
                .contains("there is no file", "rows.tribuo' to start from")
                .doesNotContain("\tat ");
        Files.writeString(model(), "another");
        run(more, 2);
        assertThat(cli.err())
                .contains("more.yaml:4", "rows.tribuo' was exchanged", "SHA-256", "give the pipeline a new name");
        Path moved = Files.write(folder.resolve("moved.tribuo"), bytes);
        run(pipeline("more", "more.csv", "{logistic: {rate: 0.05, start: " + moved + "}}", ""), 0);
    }

    @Test
    void membersOfEnsemblesAreKnownByTheirFilesToo() throws IOException {
        Files.writeString(folder.resolve("more.csv"), rows(0, 0) + rows(600, 700));
        String learner = "{weighted-majority: {learners: [naive-bayes, {logistic: {rate: 0.05, start: %s}}]}}";
        Path more = pipeline("more", "more.csv", learner.formatted("rows.tribuo"), "");
        run(more, 0);
        byte[] bytes = Files.readAllBytes(model());
        Files.delete(model());
        Files.writeString(folder.resolve("more.csv"), rows(700, 900), StandardOpenOption.APPEND);
        run(more, 0);
        assertThat(cli.out()).contains("goes on from more@");
        Files.writeString(model(), "another");
        run(more, 2);
        assertThat(cli.err()).contains("more.yaml:4", "rows.tribuo' was exchanged", "give the pipeline a new name");
        Path moved = Files.write(folder.resolve("moved.tribuo"), bytes);
        run(pipeline("more", "more.csv", learner.formatted(moved), ""), 0);
        assertThat(cli.run("replay", "more", "--from", "1", "--to", "2", "--verify", "--registry", registry()))
                .as(cli.err())
                .isZero();
    }

    @Test
    void evaluationHonoursIt() throws IOException {
        String rows = folder.resolve("rows.csv").toString();
        assertThat(cli.run(
                        "evaluate",
                        rows,
                        "--label",
                        "class",
                        "--learner",
                        "logistic:start=" + model(),
                        "--learner",
                        "logistic",
                        "--json"))
                .as(cli.err())
                .isZero();
        double[] accuracies = cli.out()
                .lines()
                .filter(line -> line.contains("\"accuracy\""))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("(?s).*?\"accuracy\":([0-9.]+).*", "$1")))
                .toArray();
        assertThat(accuracies).hasSize(2);
        assertThat(accuracies[0]).isGreaterThan(accuracies[1]);
        Path pipeline = pipeline("tried", "rows.csv", "\"logistic:start=rows.tribuo\"", "");
        assertThat(cli.run("evaluate", "--pipeline", pipeline.toString(), "--json"))
                .as(cli.err())
                .isZero();
        assertThat(Double.parseDouble(cli.out().replaceAll("(?s).*?\"accuracy\":([0-9.]+).*", "$1")))
                .isEqualTo(accuracies[0]);
    }

    @Test
    void whatDoesNotFitIsSaidWhereItStands() throws IOException {
        run(pipeline("a", "rows.csv", "{logistic: {start: nowhere.tribuo}}", ""), 2);
        assertThat(cli.err()).contains("a.yaml:4", "there is no file", "nowhere.tribuo", "millrace models export");
        run(pipeline("b", "rows.csv", "{logistic: {start: rows.csv}}", ""), 2);
        assertThat(cli.err()).contains("b.yaml:4", "rows.csv' holds no Tribuo model that can be read");
        run(pipeline("c", "rows.csv", "{logistic: {start: rows.tribuo}}", "features: {x: {number: x}}\n"), 2);
        assertThat(cli.err()).contains("c.yaml:4", "features that the pipeline has not: colour=blue, colour=red");
        run(pipeline("d", "rows.csv", "{naive-bayes: {start: rows.tribuo}}", ""), 2);
        assertThat(cli.err()).contains("d.yaml:4", "only linear learners can");
        run(
                pipeline(
                        "e",
                        "rows.csv",
                        "{logistic: {start: {tribuo: {file: rows.tribuo, sha256: " + "0".repeat(64) + "}}}}",
                        ""),
                2);
        assertThat(cli.err()).contains("e.yaml:4", "was exchanged");
    }
}
