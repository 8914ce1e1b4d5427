package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

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
