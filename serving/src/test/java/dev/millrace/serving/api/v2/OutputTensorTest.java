package dev.millrace.serving.api.v2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.ml.learner.LearnerProvider.Task;
import dev.millrace.ml.stream.Label;
import dev.millrace.ml.stream.Reply;
import dev.millrace.serving.http.Problem;
import dev.millrace.serving.model.ModelShape;
import dev.millrace.stream.event.Schema;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OutputTensorTest {
    private static final Schema SCHEMA =
            Schema.builder().number("x").number("y").build();

    private static ModelShape shape(Task task) {
        return new ModelShape(SCHEMA, null, null, new Label("y", task, Map.of(), null, 0, null), 1);
    }

    private static Reply.Answer classified(String label, List<String> classes, double... scores) {
        return new Reply.Answer(false, label, Double.NaN, classes, scores, 1, 0, 0);
    }

    private static OutputTensor output(String name, ModelShape shape, Reply.Answer... answers) {
        List<String> classes = OutputTensor.classes(shape, answers);
        return OutputTensor.of(new InferRequest.Output(name, null, "/outputs/0"), shape, classes, answers);
    }

    @Test
    void aRegressionAnswersValues() {
        ModelShape shape = shape(Task.REGRESSION);
        Reply.Answer answer = new Reply.Answer(false, null, 2.5, List.of(), null, 1, 0, 0);
        assertThat(OutputTensor.of(shape)).containsExactly("value");
        assertThat(OutputTensor.usual(shape)).containsExactly("value");
        OutputTensor value = output("value", shape, answer, answer);
        assertThat(value.shape()).containsExactly(2);
        assertThat(value.numbers()).containsExactly(2.5, 2.5);
        assertThatThrownBy(() -> output("label", shape, answer))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("[value]");
    }

    @Test
    void partitionsThatKnowOtherClassesShareTheColumns() {
        ModelShape shape = shape(Task.CLASSIFICATION);
        Reply.Answer[] answers = {
            classified("a", List.of("a", "b"), 0.75, 0.25),
            classified("c", List.of("c", "a"), 0.5, 0.5),
            classified("b", List.of("a", "b"), 0.25, 0.75)
        };
        OutputTensor probabilities = output("probabilities", shape, answers);
        assertThat(probabilities.shape()).containsExactly(3, 3);
        assertThat(probabilities.numbers()).containsExactly(0.75, 0.25, 0, 0.5, 0, 0.5, 0.25, 0.75, 0);
        assertThat(Arrays.stream(output("classes", shape, answers).texts())
                        .map(text -> new String(text, StandardCharsets.UTF_8)))
                .containsExactly("a", "b", "c");
    }

    @Test
    void aBanditsLabelIsItsActionAndRewardsCanBeAskedFor() {
        Label label = new Label("y", Task.BANDIT, Map.of(), null, 0, null, new Label.Action("shown", null));
        ModelShape shape = new ModelShape(SCHEMA, null, null, label, 1);
        Reply.Answer answer = new Reply.Answer(
                false, "b", 0.75, List.of("a", "b"), new double[] {-2, 3}, new double[] {0.25, 0.75}, 0, 0, 0);
        assertThat(OutputTensor.usual(shape)).containsExactly("label", "probabilities");
        assertThat(OutputTensor.of(shape)).containsExactly("label", "probabilities", "classes", "rewards");
        assertThat(output("label", shape, answer).texts()[0])
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("b");
        assertThat(output("probabilities", shape, answer).numbers()).containsExactly(0.25, 0.75);
        assertThat(output("rewards", shape, answer).numbers()).containsExactly(-2, 3);
        assertThat(output("rewards", shape, answer).shape()).containsExactly(1, 2);
    }
}
