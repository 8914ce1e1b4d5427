package dev.millrace.ml.stream;

import static dev.millrace.ml.feature.FeatureSpec.category;
import static dev.millrace.ml.feature.FeatureSpec.lag;
import static dev.millrace.ml.feature.FeatureSpec.number;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.millrace.ml.feature.RawInput;
import dev.millrace.ml.feature.Scale;
import dev.millrace.ml.learner.linear.ExportFormat;
import dev.millrace.stream.event.Row;
import dev.millrace.stream.event.Schema;
import dev.millrace.stream.random.Random64;
import dev.millrace.stream.time.Timestamps;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tribuo.Model;
import org.tribuo.classification.Label;
import org.tribuo.classification.sgd.linear.LinearSGDModel;

/** What learned in a stream leaves the house and answers a question's raw fields as the stream would. */
class ExportedOperatorTest {
    private static final Schema SCHEMA = Schema.builder()
            .number("amount")
            .number("distance")
            .text("merchant")
            .text("label")
            .build();

    private final Random64 random = new Random64(1);

    private static LearningOperator operator(String learner, Map<String, ?> settings) {
        LearningSpec spec = Learning.classify("label")
                .feature("amount", number("amount").scale(Scale.STANDARD))
                .feature("merchant", category("merchant").max(3))
                .feature("distance", number("distance").scale(Scale.STANDARD))
                .feature("before", lag("amount"))
                .with(learner, settings)
                .build();
        return OperatorFixture.create(spec, SCHEMA);
    }

    private Row row(int place) {
        Row row = new Row(SCHEMA, 0, 0, place);
        row.setNumber(0, 50 + 20 * random.nextGaussian());
        row.setNumber(1, random.nextInt(20) == 0 ? Double.NaN : 1e6 + random.nextGaussian());
        row.setText(0, "m" + random.nextInt(6));
        return row;
    }

    private void learn(LearningOperator operator) {
        for (int i = 0; i < 500; i++) {
            Row row = row(i);
            row.setText(1, row.number(0) > 60 ? "much" : row.number(0) > 40 ? "some" : "little");
            operator.onEvent(row, i * 1_000L);
        }
    }

    @Test
    void anOnnxModelAnswersRawFieldsAsTheOperatorDoes() throws IOException, OrtException {
        LearningOperator operator = operator("logistic", Map.of("rate", 0.1));
        learn(operator);
        double before = 0;
        for (RawInput input : operator.inputs()) {
            assertThat(input).isNotInstanceOf(RawInput.Hashed.class);
        }
        byte[] model = ExportFormat.ONNX.write(operator.learner(), operator.classNames(), operator.inputs(), 0);
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession session = environment.createSession(model)) {
            for (int i = 0; i < 200; i++) {
                Row row = row(1_000 + i);
                Reply.Answer ours = (Reply.Answer) operator.answer(new Question.Predict(row, Timestamps.NONE, null));
                if (i == 0) {
                    before = lastAmount();
                }
                double[][] numbers = {{row.number(0), row.number(1), before}
                }; // the lag is an input: the caller's to bring
                try (OnnxTensor given = OnnxTensor.createTensor(environment, numbers);
                        OnnxTensor names = OnnxTensor.createTensor(environment, new String[][] {{row.text(0)}});
                        OrtSession.Result answer = session.run(Map.of("numbers", given, "categories", names))) {
                    double[][] scores =
                            (double[][]) answer.get("scores").orElseThrow().getValue();
                    String[] label =
                            (String[]) answer.get("label").orElseThrow().getValue();
                    assertThat(scores[0]).containsExactly(ours.scores(), within(1e-9));
                    assertThat(label[0]).isEqualTo(ours.label());
                }
            }
        }
    }

    @Test
    void partitionsMadeOneLeaveTheHouseAsTheyAnswer() throws IOException, OrtException {
        LearningSpec spec = Learning.classify("label")
                .feature("amount", number("amount").scale(Scale.STANDARD))
                .feature("merchant", category("merchant").max(3))
                .feature("distance", number("distance").scale(Scale.STANDARD))
                .with("logistic", Map.of("optimizer", "adagrad", "rate", 0.1))
                .build();
        List<LearningOperator> parts =
                List.of(OperatorFixture.create(spec, SCHEMA), OperatorFixture.create(spec, SCHEMA));
        parts.forEach(this::learn);
        LearningModel merged = Serve.merge(parts);
        byte[] model = ExportFormat.ONNX.write(merged.learner(), merged.classNames(), merged.inputs(), 0);
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession session = environment.createSession(model)) {
            for (int i = 0; i < 200; i++) {
                Row row = row(1_000 + i);
                Reply.Answer ours =
                        (Reply.Answer) parts.get(0).answer(new Question.Predict(row, Timestamps.NONE, merged));
                double[][] numbers = {{row.number(0), row.number(1)}};
                try (OnnxTensor given = OnnxTensor.createTensor(environment, numbers);
                        OnnxTensor names = OnnxTensor.createTensor(environment, new String[][] {{row.text(0)}});
                        OrtSession.Result answer = session.run(Map.of("numbers", given, "categories", names))) {
                    double[][] scores =
                            (double[][]) answer.get("scores").orElseThrow().getValue();
                    assertThat(scores[0]).containsExactly(ours.scores(), within(1e-9));
                }
            }
        }
    }

    /** The amount of the last event learned, by drawing the stream again. */
    private static double lastAmount() {
        ExportedOperatorTest again = new ExportedOperatorTest();
        double last = 0;
        for (int i = 0; i < 500; i++) {
            last = again.row(i).number(0);
        }
        return last;
    }

    @Test
    void aTribuoModelIsReadByTribuo() throws IOException {
        LearningOperator operator = operator("svm", Map.of());
        learn(operator);
        byte[] bytes = ExportFormat.TRIBUO.write(operator.learner(), operator.classNames(), operator.inputs(), 0);
        Model<?> model = Model.deserializeFromStream(new ByteArrayInputStream(bytes));
        assertThat(model).isInstanceOf(LinearSGDModel.class);
        assertThat(model.castModel(Label.class).getOutputIDInfo().getDomain())
                .extracting(Label::getLabel)
                .containsExactlyInAnyOrderElementsOf(operator.classNames());
        assertThat(model.getFeatureIDMap().keySet()).contains("amount", "distance", "before", "merchant=");
    }

    @Test
    void aNumberMadeInAWayOfItsOwnIsRefusedByName() {
        LearningSpec spec = Learning.classify("label")
                .feature("distance", number("distance"))
                .feature("size", number("amount").scale(Scale.LOG))
                .with("logistic", Map.of())
                .build();
        LearningOperator operator = OperatorFixture.create(spec, SCHEMA);
        learn(operator);
        for (ExportFormat format : ExportFormat.values()) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> format.write(operator.learner(), operator.classNames(), operator.inputs(), 0))
                    .withMessageContaining("feature 'size' is made in a way that no export follows");
        }
    }

    @Test
    void onlyLinearModelsLeaveThisWay() {
        LearningOperator operator = operator("naive-bayes", Map.of());
        learn(operator);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ExportFormat.ONNX.write(operator.learner(), List.of(), operator.inputs(), 0))
                .withMessageContaining("only linear models can be exported");
    }
}
