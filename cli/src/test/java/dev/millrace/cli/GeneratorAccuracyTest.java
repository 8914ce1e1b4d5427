package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/**
 * Generated streams are as hard as the reference implementation's. On those that are drawn as MOA draws them, seed 1, its own
 * accuracies at forty thousand records, four concepts of equal length; else those at a million, where chance is a point.
 * {@code docs/accuracy.md} has the whole ones.
 */
class GeneratorAccuracyTest {
    private final CommandRun cli = new CommandRun();

    private double accuracy(String stream, String learner) throws IOException {
        assertThat(cli.run("evaluate", stream, "--learner", learner, "--json"))
                .as(cli.err())
                .isZero();
        JsonNode json = new ObjectMapper().readTree(cli.out());
        assertThat(json.get("rows").asLong()).isEqualTo(40_000);
        return json.get("accuracy").asDouble();
    }

    @Test
    void learnersAreAsAccurateOnTheSeaThatMoaDraws() throws IOException {
        String sea = "sea:rows=40000,concepts=1/2/1/4,width=50,seed=1";
        assertThat(accuracy(sea, "naive-bayes")).isCloseTo(0.852325, within(0.001));
        assertThat(accuracy(sea, "hoeffding-tree")).isCloseTo(0.854375, within(0.001));
    }

    @Test
    void learnersAreAsAccurateOnTheLoansThatMoaDraws() throws IOException {
        String agrawal = "agrawal:rows=40000,concepts=1/2/1/4,width=50,seed=1";
        assertThat(accuracy(agrawal, "naive-bayes")).isCloseTo(0.65615, within(0.001));
        assertThat(accuracy(agrawal, "hoeffding-tree")).isCloseTo(0.748125, within(0.001));
    }

    @Test
    void ledIsAsHardAsThere() throws IOException {
        assertThat(accuracy("led:rows=40000,concepts=1/3/5/7,width=50", "naive-bayes"))
                .isCloseTo(0.5396, within(0.03));
    }
}
