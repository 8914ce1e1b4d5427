package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetsCommandTest {
    @TempDir
    private Path folder;

    private final CommandRun cli = new CommandRun();

    @Test
    void listsDatasetsAndGenerators() {
        assertThat(cli.run("datasets", "list")).isZero();
        assertThat(cli.out())
                .contains("electricity", "spam-drift")
                .containsPattern("sea +classification +three numbers");
        assertThat(cli.out()).containsPattern("friedman +regression").containsPattern("payments +classification");
    }

    @Test
    void describesAGeneratorWithItsSettings() {
        assertThat(cli.run("datasets", "describe", "sea")).isZero();
        assertThat(cli.out())
                .contains("1 … 4: thresholds 8, 9, 7 and 9.5", "label-noise=0.1   a number", "rows=100000", "KDD 2001");
    }

    @Test
    void describesAStreamAsATableAndAsJson() throws IOException {
        Path file = Files.writeString(folder.resolve("rows.csv"), "x,colour,class\n1,red,a\n,blue,a\n3,red,b\nx,red\n");
        assertThat(cli.run("datasets", "describe", file.toString(), "--label", "class"))
                .isZero();
        assertThat(cli.out())
                .contains("rows.csv · 3 rows", "1 refused; the first: rows.csv, line 5")
                .containsPattern("x +integer +1 +2 +1 +2 +3 ")
                .containsPattern("colour +text +0 +2 +red 66.7 %, blue 33.3 %")
                .contains("label class · 2 classes · majority 66.7 % · no-change 33.3 %");
        assertThat(cli.run("datasets", "describe", file.toString(), "--label", "class", "--rows", "2", "--json"))
                .isZero();
        JsonNode json = new ObjectMapper().readTree(cli.out());
        assertThat(json.get("rows").asLong()).isEqualTo(2);
        assertThat(json.get("whole").asBoolean()).isFalse();
        assertThat(json.get("fields").get(0).get("missing").asLong()).isEqualTo(1);
        assertThat(json.get("label").get("classes").get(0).get("class").asText())
                .isEqualTo("a");
        assertThat(cli.run("datasets", "describe", "friedman:rows=2000", "--json"))
                .isZero();
        assertThat(new ObjectMapper().readTree(cli.out()).get("label").isNull()).isTrue();
        assertThat(cli.run("datasets", "describe", file.toString(), "--label", "clas"))
                .isEqualTo(Main.WRONG_USAGE);
        assertThat(cli.err()).contains("--label: there is no field 'clas'; did you mean 'class'?");
        assertThat(cli.run("datasets", "describe", "electricty")).isEqualTo(Main.WRONG_USAGE);
        assertThat(cli.err()).contains("did you mean 'electricity'?");
    }

    @Test
    void filesOfOtherSystemsAreEvaluated() throws IOException {
        StringBuilder arff = new StringBuilder("@relation r\n@attribute x real\n@attribute c {a, b}\n@data\n");
        StringBuilder svm = new StringBuilder();
        StringBuilder vw = new StringBuilder();
        for (int i = 0; i < 600; i++) {
            boolean first = i * 7919 % 100 < 50;
            arff.append(first ? 1 : 2).append('.').append(i).append(first ? ",a\n" : ",b\n");
            svm.append(first ? "+1 " : "-1 ")
                    .append(first ? 17 : 40_000)
                    .append(":1 ")
                    .append(100 + i)
                    .append(":0.5\n");
            vw.append(first ? "1 2 " : "-1 1 ")
                    .append(first ? "|w yes" : "|w no")
                    .append(" x:0.5\n");
        }
        for (String[] each : new String[][] {
            {"r.arff", arff.toString(), "naive-bayes"},
            {"r.svm", svm.toString(), "logistic:rate=0.5"},
            {"r.vw", vw.toString(), "logistic:rate=0.5"}
        }) {
            Path file = Files.writeString(folder.resolve(each[0]), each[1]);
            assertThat(cli.run("evaluate", file.toString(), "--learner", each[2], "--json"))
                    .as(cli.err())
                    .isZero();
            JsonNode json = new ObjectMapper().readTree(cli.out());
            assertThat(json.get("rows").asLong()).isEqualTo(600);
            assertThat(json.get("accuracy").asDouble()).as(each[0]).isGreaterThan(0.95);
        }
        assertThat(cli.run("datasets", "describe", folder.resolve("r.vw").toString()))
                .isZero();
        assertThat(cli.out()).containsPattern("features +sparse +0 +3 +2 +2 +2");
    }

    @Test
    void writesAStreamThatReadsBackTheSame() throws IOException {
        Path file = folder.resolve("sea.csv");
        String stream = "sea:concepts=1/2/1,width=50";
        assertThat(cli.run("datasets", "generate", stream, "--events", "3000", "--output", file.toString()))
                .isZero();
        assertThat(Files.readAllLines(file)).hasSize(3001).first().isEqualTo("attrib1,attrib2,attrib3,class");
        cli.run("evaluate", stream + ",rows=3000", "--learner", "no-change", "--json");
        String generated = cli.out().replaceAll(".*\"accuracy\":([0-9.]+).*", "$1");
        cli.run("evaluate", file.toString(), "--label", "class", "--learner", "no-change", "--json");
        assertThat(cli.out().replaceAll(".*\"accuracy\":([0-9.]+).*", "$1")).isEqualTo(generated);
        Path packed = folder.resolve("trees.ndjson.gz");
        assertThat(cli.run("datasets", "generate", "random-tree", "--rows", "500", "--out", packed.toString()))
                .isZero();
        assertThat(cli.run("evaluate", packed.toString(), "--label", "class", "--learner", "naive-bayes"))
                .isZero();
        assertThat(cli.out()).contains("500 rows");
    }

    @Test
    void mistakesAreAnswered() {
        assertThat(cli.run("datasets", "generate", "sae")).isEqualTo(Main.WRONG_USAGE);
        assertThat(cli.err()).contains("no generator 'sae'; did you mean 'sea'?");
        assertThat(cli.run("datasets", "generate", "payments:concepts=1")).isEqualTo(Main.WRONG_USAGE);
        assertThat(cli.err()).contains("unknown setting 'concepts' of payments; known are rows, seed");
        assertThat(cli.run("evaluate", "sea:conceps=1")).isEqualTo(Main.WRONG_USAGE);
        assertThat(cli.err()).contains("unknown setting 'conceps' of sea; did you mean 'concepts'?");
        assertThat(cli.run("evaluate", "sae:rows=5")).isEqualTo(Main.WRONG_USAGE);
        assertThat(cli.err()).contains("'sae:rows=5' is no file and no dataset; did you mean 'sea'?");
    }
}
