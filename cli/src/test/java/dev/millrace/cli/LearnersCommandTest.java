package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** {@code millrace learners}. */
class LearnersCommandTest {
    private final CommandRun cli = new CommandRun();

    @Test
    void allAreShownWithSettingsAndPapers() throws IOException {
        assertThat(cli.run("learners", "--json")).isZero();
        for (String line : cli.out().lines().toList()) {
            JsonNode learner = new ObjectMapper().readTree(line);
            assertThat(learner.get("paper").asText())
                    .as(learner.get("name").asText())
                    .isNotBlank();
            assertThat(learner.get("summary").asText()).isNotBlank();
            for (JsonNode setting : learner.get("settings")) {
                String key = setting.get("key").asText();
                assertThat(setting.get("allowed").asText()).isNotEmpty();
                assertThat(setting.get("range").asText()).isNotEmpty();
                assertThat(setting.get("meaning").asText())
                        .as(learner.get("name").asText() + ":" + key)
                        .isNotBlank();
            }
        }
        assertThat(cli.run("learners")).isZero();
        assertThat(cli.out()).contains("knn", "    window=1000   1 … 1000000", "millrace learners NAME");
    }

    @Test
    void ofOneEachSettingIsExplained() {
        assertThat(cli.run("learners", "knn")).isZero();
        assertThat(cli.out().lines().toList())
                .anySatisfy(line -> assertThat(line).matches("setting +default +range +meaning"))
                .anySatisfy(
                        line -> assertThat(line).matches("window +1000 +1 … 1000000 +how many events are remembered"))
                .anySatisfy(line -> assertThat(line).matches("calibrate +false +true, false +whether its scores.*"))
                .noneSatisfy(line -> assertThat(line).startsWith("start "))
                .allSatisfy(line -> assertThat(line.length()).isLessThan(160));
        assertThat(cli.run("learners", "svm")).isZero();
        assertThat(cli.out().lines())
                .anySatisfy(line -> assertThat(line).matches("start +a file +a model of Tribuo.*"));
        assertThat(cli.run("learners", "hoeffding-tre")).isEqualTo(2);
        assertThat(cli.err()).contains("did you mean 'hoeffding-tree'?");
    }

    /** Made anew by: millrace learners --markdown > docs/learner-settings.md */
    @Test
    void thePageIsWhatTheCodeSays() throws IOException {
        assertThat(cli.run("learners", "--markdown")).isZero();
        assertThat(Path.of("..", "docs", "learner-settings.md"))
                .as("make it anew: millrace learners --markdown > docs/learner-settings.md")
                .content()
                .isEqualTo(cli.out());
        assertThat(cli.run("learners", "--markdown", "--json")).isEqualTo(2);
        assertThat(Files.readString(Path.of("..", "docs", "learners.md"))).contains("learner-settings.md");
    }
}
