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

    /** A pipeline has a seed of its own, unless another is asked for; what is said is what was used. */
    @Test
    void chanceOfAPipelineComesFromTheSeedThatIsAskedFor() throws Exception {
        Path rows = rows();
        Path pipeline = Files.writeString(folder.resolve("bagged.yaml"), """
                pipeline: bagged
                seed: 3
                source: %s
                label: class
                learner: {online-bagging: {members: 3}}
                """.formatted(rows.getFileName()));
        List<JsonNode> results = new ArrayList<>();
        for (String[] more : new String[][] {{}, {"--seed", "3"}, {"--seed", "4"}}) {
            List<String> arguments = new ArrayList<>(List.of("evaluate", "--pipeline", pipeline.toString(), "--json"));
            arguments.addAll(List.of(more));
            assertThat(cli.run(arguments.toArray(String[]::new))).as(cli.err()).isZero();
            results.add(json().get(0));
        }
        assertThat(results).extracting(result -> result.get("seed").asLong()).containsExactly(3L, 3L, 4L);
        assertThat(results.get(1).get("log_loss")).isEqualTo(results.get(0).get("log_loss"));
        assertThat(results.get(2).get("log_loss")).isNotEqualTo(results.get(0).get("log_loss"));
    }

    /** Semicolons, names with blanks, numbers of customers, missing values as written by others, classes 0.0 and 1.0. */
    private Path foreign() throws IOException {
        StringBuilder text = new StringBuilder("\uFEFF\"Customer Id\";Monthly charges;What was said;Will leave\r\n");
        for (int i = 0; i < 600; i++) {
            int charge = i * 7919 % 100;
            text.append("C").append(1000 + i).append(';');
            text.append(i % 5 == 0 ? List.of("NA", "?", "").get(i % 3) : charge + ".5")
                    .append(';');
            text.append(charge < 50 ? "all is well, no " + i : "\"too dear; no " + i + '"')
                    .append(';');
            text.append(charge < 50 ? "0.0" : "1.0").append("\r\n");
        }
        return Files.writeString(folder.resolve("foreign.csv"), text);
    }

    @Test
    void aFileOfAnotherProgramIsReadAsItIs() throws Exception {
        assertThat(cli.run("evaluate", foreign().toString(), "--label", "Will leave"))
                .isZero();
        assertThat(cli.err())
                .contains("types  Customer Id: text, Monthly charges: number, What was said: text, Will leave: text")
                .contains("texts that hardly repeat, taken apart: What was said (words)")
                .contains("left out, as values hardly repeat: Customer Id; --category takes a column for names")
                .doesNotContain("refused");
        assertThat(cli.out()).contains("600 rows").contains("majority").contains("logistic");
    }

    @Test
    void wordsAreLearnedAndACategoryIsOneIfSaid() throws Exception {
        String file = foreign().toString();
        assertThat(cli.run(
                        "evaluate",
                        file,
                        "--label",
                        "Will leave",
                        "--drop",
                        "Monthly charges",
                        "--learner",
                        "logistic",
                        "--json"))
                .isZero();
        assertThat(json().get(0).get("accuracy").asDouble()).isGreaterThan(0.95);
        CommandRun named = new CommandRun();
        assertThat(named.run(
                        "evaluate",
                        file,
                        "--label",
                        "Will leave",
                        "--category",
                        "Customer Id",
                        "--learner",
                        "majority"))
                .isZero();
        assertThat(named.err()).doesNotContain("left out");
    }

    @Test
    void namesThatAreAllThereIsAreReadByTheirCharacters() throws Exception {
        StringBuilder text = new StringBuilder("file,kind\n");
        for (int i = 0; i < 400; i++) {
            text.append('f').append(i * 7919 % 1000).append(i % 3 == 0 ? ".java,code\n" : ".txt,text\n");
        }
        Path file = Files.writeString(folder.resolve("names.csv"), text);
        assertThat(cli.run("evaluate", file.toString(), "--label", "kind", "--learner", "logistic", "--json"))
                .isZero();
        assertThat(json().get(0).get("accuracy").asDouble()).isGreaterThan(0.95);
    }

    /** A thousand shops, some good, some bad: none of them may be lost among "all others". */
    @Test
    void aCategoryOfManyValuesHasRoomForThemAll() throws Exception {
        StringBuilder text = new StringBuilder("shop,kind\n");
        for (int i = 0; i < 8_000; i++) {
            int shop = i * 7919 % 1000;
            text.append("shop").append(shop).append(shop * 104_729 % 1_009 % 2 == 0 ? ",good\n" : ",bad\n");
        }
        String file = Files.writeString(folder.resolve("shops.csv"), text).toString();
        assertThat(cli.run("evaluate", file, "--label", "kind", "--learner", "naive-bayes", "--json"))
                .isZero();
        assertThat(json().get(0).get("accuracy").asDouble()).isGreaterThan(0.9);
        CommandRun named = new CommandRun();
        assertThat(named.run(
                        "evaluate",
                        file,
                        "--label",
                        "kind",
                        "--category",
                        "shop",
                        "--learner",
                        "hoeffding-tree",
                        "--json"))
                .isZero();
        assertThat(named.out()).contains("\"accuracy\":0.9");
    }

    /** Values far from 0, and a text with more words than a learner with pairs of coordinates could have. */
    @Test
    void theUsualRegressorsTakeWhatThereIs() throws Exception {
        StringBuilder text = new StringBuilder("rooms,said,price\n");
        for (int i = 0; i < 2_000; i++) {
            int rooms = 1 + i * 7919 % 10;
            text.append(rooms).append(",near the lake no ").append(i).append(',');
            text.append(250_000 + 5_000 * rooms + i * 104_729 % 1_000 + 0.5).append('\n');
        }
        Path file = Files.writeString(folder.resolve("houses.csv"), text);
        assertThat(cli.run("evaluate", file.toString(), "--label", "price", "--json"))
                .isZero();
        List<JsonNode> results = json();
        assertThat(results)
                .extracting(each -> each.get("learner").asText())
                .containsExactly("last-value", "mean", "linear", "rls");
        double mean = results.get(1).get("mae").asDouble();
        assertThat(results.get(2).get("mae").asDouble()).isLessThan(mean / 3);
        assertThat(results.get(3).get("mae").asDouble()).isLessThan(mean / 3);
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
        Path file = rows("1,red,low,2,5", "many,red,low,2", "3,red,low,much");
        int code = cli.run("evaluate", file.toString(), "--label", "class", "--learner", "majority", "--json");
        assertThat(code).isZero();
        assertThat(cli.err()).contains("3 rows were refused; the first: ").contains("expected 4 fields");
        assertThat(json().get(0).get("accuracy").isNumber()).isTrue();
    }

    /** Labels that alternate, and a field {@code part} that tells halves of the stream apart. */
    private Path alternating() throws IOException {
        StringBuilder text = new StringBuilder("at,part,x,class\n");
        for (int i = 0; i < 1_000; i++) {
            text.append(60_000L * i).append(i < 500 ? ",first," : ",second,").append(i * 7919 % 100);
            text.append(i % 2 == 0 ? ",a\n" : ",b\n");
        }
        return Files.writeString(folder.resolve("alternating.csv"), text);
    }

    private double noChange(String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                "evaluate",
                alternating().toString(),
                "--label",
                "class",
                "--time",
                "at",
                "--learner",
                "no-change",
                "--json"));
        arguments.addAll(List.of(more));
        assertThat(cli.run(arguments.toArray(String[]::new))).as(cli.err()).isZero();
        assertThat(json().get(0).get("scored").asLong()).isEqualTo(1_000);
        return json().get(0).get("accuracy").asDouble();
    }

    @Test
    void labelsComeAsLateAsTheyAreSaidTo() throws Exception {
        assertThat(noChange()).isLessThan(0.01);
        assertThat(noChange("--delay", "1")).as("the label before the last").isGreaterThan(0.99);
        assertThat(noChange("--delay", "2")).isLessThan(0.01);
        assertThat(noChange("--delay", "1m"))
                .as("known in front of the next row")
                .isLessThan(0.01);
        assertThat(noChange("--delay", "2m")).isGreaterThan(0.99);
        assertThat(cli.run("evaluate", alternating().toString(), "--label", "class", "--delay", "soon"))
                .isEqualTo(2);
        assertThat(cli.err()).contains("--delay soon");
    }

    @Test
    void aDelayInEventTimeNeedsTheRowsTimes() throws Exception {
        assertThat(cli.run("evaluate", alternating().toString(), "--label", "class", "--delay", "30m"))
                .isEqualTo(2);
        assertThat(cli.err()).contains("--delay 30m is event time, and nothing tells the rows' times", "--time");
    }

    @Test
    void rowsHeldOutAreScoredAndNotLearned() throws Exception {
        String file = alternating().toString();
        String[] held = {"evaluate", file, "--label", "class", "--learner", "no-change", "--json", "--hold-out", "301"};
        assertThat(cli.run(held)).as(cli.err()).isZero();
        JsonNode result = json().get(0);
        assertThat(result.get("rows").asLong()).isEqualTo(1_000);
        assertThat(result.get("scored").asLong()).isEqualTo(301);
        assertThat(result.get("accuracy").asDouble())
                .as("the last label learned is 'a'")
                .isEqualTo(150 / 301.0);
        assertThat(cli.run("evaluate", file, "--label", "x", "--learner", "mean", "--json", "--hold-out", "300"))
                .as(cli.err())
                .isZero();
        assertThat(json().get(0).get("scored").asLong()).isEqualTo(300);
        assertThat(cli.run("evaluate", file, "--label", "class", "--hold-out", "1000"))
                .isEqualTo(1);
        assertThat(cli.err()).contains("leaves nothing to learn from");
    }

    @Test
    void scoresAreToldApartByTheValuesOfAColumn() throws Exception {
        String file = alternating().toString();
        List<String> arguments =
                new ArrayList<>(List.of("evaluate", file, "--label", "class", "--learner", "majority"));
        arguments.addAll(List.of("--slice", "part", "--slice", "x", "--drop", "part"));
        assertThat(cli.run(arguments.toArray(String[]::new))).as(cli.err()).isZero();
        assertThat(cli.out()).contains("accuracy by part").contains("  first ").contains("  second ");
        arguments.addAll(List.of("--delay", "10", "--json"));
        assertThat(cli.run(arguments.toArray(String[]::new))).as(cli.err()).isZero();
        JsonNode parts = json().get(0).get("slices").get("part");
        assertThat(parts.get("first").get("count").asLong()).isEqualTo(500);
        assertThat(parts.get("second").get("count").asLong()).isEqualTo(500);
        assertThat(json().get(0).get("slices").get("x").size())
                .as("names as they are")
                .isEqualTo(51);
        assertThat(cli.run("evaluate", rows().toString(), "--label", "class", "--slice", "y", "--json"))
                .isZero();
        assertThat(json().get(0).get("slices").get("y").size())
                .as("quarters of a number")
                .isEqualTo(4);
        assertThat(cli.run("evaluate", file, "--label", "class", "--slice", "prt"))
                .isNotZero();
        assertThat(cli.err()).contains("did you mean 'part'?");
    }

    @Test
    void learnersAreComparedWithConfidence() throws Exception {
        String file = rows().toString();
        cli.run(
                "evaluate",
                file,
                "--label",
                "class",
                "--learner",
                "naive-bayes",
                "--learner",
                "majority",
                "--per-class");
        assertThat(cli.out())
                .containsPattern("naive-bayes +0\\.\\d+ ±0\\.\\d+")
                .containsPattern("against naive-bayes +difference +95 %")
                .containsPattern("  majority +-0\\.\\d+ +-0\\.\\d+ to -0\\.\\d+")
                .containsPattern("  high +200 +");
        cli.run("evaluate", file, "--label", "class", "--learner", "naive-bayes", "--learner", "majority", "--json");
        JsonNode best = json().get(0);
        JsonNode other = json().get(1);
        assertThat(best.get("accuracy_interval").get(0).asDouble())
                .isLessThan(best.get("accuracy").asDouble());
        assertThat(best.has("against_best")).isFalse();
        assertThat(other.get("against_best").get("learner").asText()).isEqualTo("naive-bayes");
        assertThat(other.get("against_best").get("accuracy_difference").asDouble())
                .isEqualTo(
                        other.get("accuracy").asDouble() - best.get("accuracy").asDouble(),
                        org.assertj.core.api.Assertions.within(1e-12));
        assertThat(best.get("classes")).hasSize(2);
        assertThat(best.get("window").get("count").asLong()).isEqualTo(400);
        assertThat(best.get("fading").get("accuracy").asDouble()).isBetween(0.5, 1.0);
        assertThat(best.get("auc").asDouble()).isBetween(0.9, 1.0);
    }

    @Test
    void theReportIsOnePageThatNeedsNothingElseAndTheCurvesAreLinesToo() throws Exception {
        String file = rows().toString();
        Path page = folder.resolve("out/report.html");
        Path curves = folder.resolve("out/curves.csv");
        List<String> arguments = new ArrayList<>(List.of("evaluate", file, "--report", page.toString()));
        arguments.addAll(List.of("--csv", curves.toString(), "--slice", "colour"));
        arguments.addAll(List.of("--label", "class", "--learner", "naive-bayes", "--learner", "logistic:rate=0.1"));
        assertThat(cli.run(arguments.toArray(String[]::new))).as(cli.err()).isZero();
        String html = Files.readString(page);
        assertThat(html)
                .startsWith("<!doctype html>")
                .contains("logistic:rate=0.1", "Accuracy over the stream", "Kappa-T", "prefers-color-scheme: dark")
                .contains("a leak, most likely")
                .doesNotContain("http:", "https:", "src=", "<script", "@import", "url(");
        String body = html.substring(html.indexOf("<main>"), html.indexOf("</main>") + "</main>".length());
        assertThat(javax.xml.parsers.DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(new java.io.ByteArrayInputStream(body.getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                        .getElementsByTagName("svg")
                        .getLength())
                .as("well-formed, three charts")
                .isEqualTo(3);
        List<String> lines = Files.readAllLines(curves);
        assertThat(lines.get(0)).isEqualTo("dataset,learner,until,events,accuracy,kappa_t,kappa_m,mae,rmse");
        assertThat(lines).hasSize(201).anyMatch(line -> line.contains(",logistic:rate=0.1,400,4,"));
        assertThat(cli.run("evaluate", file, "--label", "y", "--report", page.toString()))
                .isZero();
        assertThat(Files.readString(page)).contains("Mean absolute error over the stream");
    }

    @Test
    void settingsAreSearchedOnTheFirstTenthOnlyAndUsedFromTheirFile() throws Exception {
        StringBuilder text = new StringBuilder("x,z,class\n");
        for (int i = 0; i < 10_000; i++) {
            int x = i * 7919 % 100;
            int z = i * 104_729 % 61;
            text.append(x).append(',').append(z).append(i < 1_000 == x + z < 80 ? ",a\n" : ",b\n");
        }
        Path file = Files.writeString(folder.resolve("long.csv"), text);
        Path out = folder.resolve("tuned/long.json");
        String[] tune = {"tune", file.toString(), "--label", "class", "--learner", "logistic:rate=0.001", "--out", ""};
        tune[7] = out.toString();
        assertThat(cli.run(tune)).as(cli.err()).isZero();
        assertThat(cli.out()).contains("on the first 1,000 rows").contains("--learner @" + out);
        JsonNode tuned = new ObjectMapper().readTree(out.toFile());
        assertThat(tuned.get("learner").asText()).isEqualTo("logistic");
        assertThat(tuned.get("settings").get("rate").asText()).as("was given").isEqualTo("0.001");
        assertThat(tuned.get("accuracy").asDouble())
                .isGreaterThanOrEqualTo(tuned.get("accuracy_as_given").asDouble());
        assertThat(tuned.get("command").asText()).contains("--candidates 27 --seed 1");
        String first = Files.readString(out);
        assertThat(cli.run(tune)).isZero();
        assertThat(Files.readString(out)).as("made again by its command").isEqualTo(first);

        String[] use = {
            "evaluate", file.toString(), "--label", "class", "--learner", "@" + out, "--rows", "1000", "--json"
        };
        assertThat(cli.run(use)).as(cli.err()).isZero();
        assertThat(json().get(0).get("learner").asText()).startsWith("logistic:rate=0.001");
        assertThat(json().get(0).get("accuracy").asDouble())
                .isEqualTo(tuned.get("accuracy").asDouble());
        Files.writeString(out, "{\"learner\": \"logistic\", \"setings\": {}}");
        assertThat(cli.run(use)).isEqualTo(2);
        assertThat(cli.err()).contains("did you mean 'settings'?");
    }

    @Test
    void aFieldThatGivesTheLabelAwayIsPointedOut() throws Exception {
        String file = rows().toString();
        assertThat(cli.run("evaluate", file, "--label", "class", "--learner", "majority"))
                .isZero();
        assertThat(cli.out())
                .contains(
                        "the field 'x' alone tells 100.00 % of the labels in the first 400 rows: a leak, most likely.")
                .doesNotContain("'colour' alone");
        assertThat(cli.run("evaluate", file, "--label", "y", "--learner", "mean", "--json"))
                .isZero();
        assertThat(json().get(0).get("hints").get(0).asText()).contains("'x' alone tells");
        assertThat(cli.run(
                        "evaluate", file, "--label", "class", "--drop", "x", "--drop", "y", "--learner", "no-change"))
                .isZero();
        assertThat(cli.out()).doesNotContain("leak");
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

    /** Files in which there is nothing to learn are read to their end, and it is said what is missing; none of them is a stack trace. */
    @Test
    void whatHasNothingToLearnIsSaidToHaveNothing() throws Exception {
        Path header = Files.writeString(folder.resolve("header.csv"), "a,b,kind\n");
        assertThat(cli.run("evaluate", header.toString(), "--label", "kind", "--learner", "naive-bayes"))
                .isZero();
        assertThat(cli.err()).contains("no row was read, so nothing was learned");
        assertThat(cli.out()).contains("0 rows");
        Path silent = Files.writeString(folder.resolve("silent.csv"), "a,b,kind\n" + "1,2,\n".repeat(50));
        assertThat(cli.run(
                        "evaluate",
                        silent.toString(),
                        "--label",
                        "kind",
                        "--learner",
                        "naive-bayes",
                        "--learner",
                        "logistic"))
                .isZero();
        assertThat(cli.err())
                .containsOnlyOnce("no row was scored: the label 'kind' seems to be missing in all of them");
        Path headless = Files.writeString(folder.resolve("headless.csv"), "0.5,12,1\n".repeat(50));
        assertThat(cli.run("evaluate", headless.toString(), "--label", "kind", "--learner", "naive-bayes"))
                .isNotZero();
        assertThat(cli.err()).contains("no field 'kind'").contains("a CSV file starts with a line of names");
        Path odd = Files.writeString(
                folder.resolve("odd.csv"), "a,b,kind\n" + "inf,,x\nNaN,-1e400,y\n?,NA,x\n,,x\n1,2\n".repeat(50));
        for (String learner : List.of("naive-bayes", "logistic", "hoeffding-tree", "knn", "majority")) {
            assertThat(cli.run("evaluate", odd.toString(), "--label", "kind", "--learner", learner))
                    .as(learner)
                    .isZero();
            assertThat(cli.err())
                    .contains("150 rows were refused; the first: odd.csv, line 2 (record 1): column 1 'a'")
                    .contains("expected a finite number, found \"inf\"")
                    .doesNotContain("\tat ");
        }
    }
}
