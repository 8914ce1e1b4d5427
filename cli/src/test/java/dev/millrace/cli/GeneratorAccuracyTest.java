package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/**
 * Generated streams are as hard as the reference implementation's: its accuracies at a million events, four concepts of
 * equal length, here at forty thousand, where chance is a point. {@code docs/datasets.md} has the whole ones.
 */
class GeneratorAccuracyTest {
    private final CommandRun cli = new CommandRun();

    private double accuracy(String stream) throws IOException {
        assertThat(cli.run("evaluate", stream, "--learner", "naive-bayes", "--json"))
                .as(cli.err())
                .isZero();
        JsonNode json = new ObjectMapper().readTree(cli.out());
        assertThat(json.get("rows").asLong()).isEqualTo(40_000);
        return json.get("accuracy").asDouble();
    }

    @Test
    void seaIsAsHardAsThere() throws IOException {
        assertThat(accuracy("sea:rows=40000,concepts=1/2/1/4,width=50")).isCloseTo(0.8537, within(0.01));
    }

    @Test
    void agrawalIsAsHardAsThere() throws IOException {
        assertThat(accuracy("agrawal:rows=40000,concepts=1/2/1/4,width=50")).isCloseTo(0.6574, within(0.015));
    }

    @Test
    void ledIsAsHardAsThere() throws IOException {
        assertThat(accuracy("led:rows=40000,concepts=1/3/5/7,width=50")).isCloseTo(0.5396, within(0.03));
    }
}
