package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluateCommandTest {
    private static final List<String> FIELDS = List.of(
            "dataset",
            "learner",
            "rows",
            "accuracy",
            "balanced_accuracy",
            "kappa",
            "kappa_t",
            "kappa_m",
            "pr_auc",
            "log_loss",
            "mae",
            "rmse",
            "r2",
            "events_per_second",
            "cpu_seconds",
            "seed");

    @TempDir
    private Path folder;

    private final CommandRun cli = new CommandRun();

    /** Rows whose class is told by {@code x}; {@code y} is a quantity. */
    private Path rows(String... more) throws IOException {
        StringBuilder text = new StringBuilder("x,colour,class,y\n");
        for (int i = 0; i < 400; i++) {
            int x = i * 7919 % 100;
            text.append(x).append(i % 3 == 0 ? ",red," : ",blue,").append(x < 50 ? "low," : "high,");
            text.append(2 * x + 0.5).append('\n');
        }
        for (String line : more) {
            text.append(line).append('\n');
        }
        return Files.writeString(folder.resolve("rows.csv"), text);
    }

    private List<JsonNode> json() throws IOException {
        List<JsonNode> results = new ArrayList<>();
        for (String line : cli.out().lines().toList()) {
            results.add(new ObjectMapper().readTree(line));
        }
        return results;
    }

    @Test
    void jsonHasOneObjectPerLearnerThatStartsWithTheseFields() throws Exception {
        int code = cli.run(
                "evaluate",
                rows().toString(),
                "--label",
                "class",
                "--learner",
                "naive-bayes",
                "--learner",
                "logistic:rate=0.1",
                "--json",
                "--seed",
                "5");
        assertThat(cli.err()).isEmpty();
        assertThat(code).isZero();
        List<JsonNode> results = json();
        assertThat(results).hasSize(2);
        for (JsonNode result : results) {
            List<String> names = new ArrayList<>();
            result.fieldNames().forEachRemaining(names::add);
            assertThat(names).startsWith(FIELDS.toArray(String[]::new));
            assertThat(result.get("rows").asLong()).isEqualTo(400);
            assertThat(result.get("accuracy").asDouble()).isBetween(0.8, 1.0);
            assertThat(result.get("mae").isNull()).isTrue();
            assertThat(result.get("seed").asLong()).isEqualTo(5);
            assertThat(result.get("events_per_second").asDouble()).isPositive();
        }
        assertThat(results.get(1).get("learner").asText()).isEqualTo("logistic:rate=0.1");
    }

    @Test
    void aQuantityIsARegression() throws Exception {
        assertThat(cli.run("evaluate", rows().toString(), "--label", "y", "--learner", "mean", "--json"))
                .isZero();
        JsonNode result = json().get(0);
        assertThat(result.get("mae").asDouble()).isBetween(30.0, 80.0);
        assertThat(result.get("accuracy").isNull()).isTrue();
        assertThat(result.get("kappa_t").isNull()).isTrue();
    }

    @Test
    void withoutALearnerASensibleSetIsTriedAndTypesAreShown() throws Exception {
        assertThat(cli.run("evaluate", rows().toString(), "--label", "class")).isZero();
        assertThat(cli.err()).contains("types  x: integer, colour: text, class: text, y: number");
        assertThat(cli.out())
                .contains("400 rows · test-then-train")
                .contains("learner")
                .contains("kappa-T")
                .contains("no-change")
                .contains("naive-bayes")
                .contains("logistic");
        assertThat(cli.run("evaluate", rows().toString(), "--label", "y")).isZero();
        assertThat(cli.out()).contains("MAE").contains("mean");
    }

    @Test
    void aStreamReadTwiceHasTwiceTheRows() throws Exception {
        cli.run("evaluate", rows().toString(), "--label", "class", "--learner", "majority", "--json", "--repeat", "3");
        assertThat(json().get(0).get("rows").asLong()).isEqualTo(1_200);
    }

    @Test
    void badRowsAreCountedNamedAndPassedOver() throws Exception {
        Path file = rows("1,red,low,2,5", "NaN,red,low,2", "3,red,low,much");
        int code = cli.run("evaluate", file.toString(), "--label", "class", "--learner", "majority", "--json");
        assertThat(code).isZero();
        assertThat(cli.err()).contains("3 rows were refused; the first: ").contains("expected 4 fields");
        assertThat(json().get(0).get("accuracy").isNumber()).isTrue();
    }

    @Test
    void aMistakeIsOneLineThatSaysWhatToDo() throws Exception {
        Path file = rows();
        assertThat(cli.run("evaluate", "electrcity")).isEqualTo(2);
        assertThat(cli.err()).contains("'electrcity' is no file and no dataset; did you mean 'electricity'?");
        assertThat(cli.run("evaluate", file.toString())).isEqualTo(2);
        assertThat(cli.err()).contains("--label").contains("x, colour, class, y");
        assertThat(cli.run("evaluate", file.toString(), "--label", "clas")).isNotZero();
        assertThat(cli.err()).contains("no field 'clas'").contains("did you mean 'class'?");
        assertThat(cli.run("evaluate", file.toString(), "--label", "class", "--drop", "colur"))
                .isNotZero();
        assertThat(cli.err()).contains("did you mean 'colour'?");
        assertThat(cli.run("evaluate", file.toString(), "--label", "class", "--learner", "naive-bays"))
                .isNotZero();
        assertThat(cli.err()).contains("did you mean 'naive-bayes'?");
        assertThat(cli.run("evaluate", file.toString(), "--label", "class", "--repeat", "0"))
                .isEqualTo(2);
        Path empty = Files.writeString(folder.resolve("empty.csv"), "");
        assertThat(cli.run("evaluate", empty.toString(), "--label", "y", "--learner", "mean"))
                .isEqualTo(1);
        assertThat(cli.err()).contains("empty.csv").doesNotContain("\tat ");
    }
}
