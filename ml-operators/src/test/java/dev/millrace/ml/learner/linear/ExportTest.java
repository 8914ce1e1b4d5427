package dev.millrace.ml.learner.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.millrace.ml.feature.Attribute;
import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.feature.RawInput;
import dev.millrace.ml.learner.Classifier;
import dev.millrace.ml.learner.Learner;
import dev.millrace.ml.learner.Learners;
import dev.millrace.ml.learner.Regressor;
import dev.millrace.ml.learner.Scores;
import dev.millrace.stream.random.Random64;
import java.io.IOException;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tribuo.Model;
import org.tribuo.Prediction;
import org.tribuo.classification.Label;
import org.tribuo.classification.sgd.linear.LinearSGDModel;
import org.tribuo.impl.ArrayExample;

/** Exported models answer raw numbers and names as ours do; ONNX models in the ONNX runtime itself. */
class ExportTest {
    private static final OffsetDateTime WHEN = OffsetDateTime.parse("2026-01-01T00:00:00Z");
    private static final List<String> COLOURS = List.of("red", "green", "blue");
    private static final List<String> CLASSES = List.of("zebra", "ant", "owl", "cat");
    private static final List<String> CLASSIFIERS = List.of(
            "logistic",
            "logistic:optimizer=ftrl,l1=0.1,rate=0.1",
            "logistic:optimizer=normalized,rate=0.5,average=true",
            "svm",
            "perceptron",
            "passive-aggressive");

    private final Layout layout = layout();
    private final FeatureVector x = new FeatureVector(layout);

    /** What is known outside: two numbers, of which the first is scaled, and a name. */
    private final double[] numbers = new double[2];

    private String colour;
    private long count = 50;
    private final double mean = 1_000;
    private final double deviation = 7;

    private static Layout layout() {
        Layout.Builder builder = Layout.builder();
        builder.number("amount");
        builder.category("colour", 5);
        builder.number("age");
        return builder.build();
    }

    private List<RawInput> inputs() {
        List<Attribute> attributes = layout.attributes();
        return List.of(
                new RawInput.Standard(attributes.get(0), count, mean, count * deviation * deviation),
                new RawInput.Names(attributes.get(1), COLOURS),
                new RawInput.Plain(attributes.get(2)));
    }

    private void draw(Random64 random) {
        numbers[0] = random.nextInt(10) == 0 ? Double.NaN : mean + deviation * random.nextGaussian();
        numbers[1] = random.nextGaussian();
        int drawn = random.nextInt(5);
        colour = drawn == 4 ? "" : drawn == 3 ? "mauve" : COLOURS.get(drawn);
        double delta = numbers[0] - mean;
        double rest = delta - delta / (count + 1);
        x.numbers()[0] = rest / Math.sqrt((count * deviation * deviation + delta * rest) / (count + 1));
        x.numbers()[1] = numbers[1];
        x.categories()[0] = drawn == 4 ? -1 : drawn;
    }

    private Learner learned(String text, int classes) {
        Learner learner = Learners.parse(text).create(layout, 1);
        Random64 random = new Random64(1);
        for (int n = 0; n < 1_000; n++) {
            draw(random);
            double signal = (Double.isNaN(numbers[0]) ? 0 : x.numbers()[0]) + x.categories()[0];
            if (learner instanceof Classifier classifier) {
                classifier.learn(x, Math.floorMod((int) Math.round(signal), classes), 1);
            } else {
                ((Regressor) learner).learn(x, Math.abs(signal), 1);
            }
        }
        return learner;
    }

    private OrtSession.Result ask(OrtEnvironment environment, OrtSession session) throws OrtException {
        Map<String, OnnxTensor> given = new HashMap<>();
        given.put("numbers", OnnxTensor.createTensor(environment, new double[][] {numbers}));
        given.put("categories", OnnxTensor.createTensor(environment, new String[][] {{colour}}));
        return session.run(given);
    }

    @Test
    void onnxModelsOfClassesAnswerAsOursDo() throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        for (String text : CLASSIFIERS) {
            for (int classes : new int[] {2, 4}) {
                Classifier learner = (Classifier) learned(text, classes);
                List<String> names = CLASSES.subList(0, classes);
                byte[] model = OnnxExport.export((LinearModel) learner, names, inputs())
                        .toByteArray();
                double[] scores = new double[classes];
                Random64 random = new Random64(2);
                try (OrtSession session = environment.createSession(model)) {
                    for (int n = 0; n < 100; n++) {
                        draw(random);
                        learner.predict(x, scores);
                        try (OrtSession.Result answer = ask(environment, session)) {
                            double[][] theirs = (double[][])
                                    answer.get("scores").orElseThrow().getValue();
                            String[] label =
                                    (String[]) answer.get("label").orElseThrow().getValue();
                            assertThat(theirs[0]).as(text).containsExactly(scores, within(1e-9));
                            assertThat(label[0]).isEqualTo(names.get(Scores.argmax(scores, classes)));
                        }
                    }
                    assertThat(session.getMetadata().getCustomMetadata())
                            .containsEntry("numbers", "amount\nage")
                            .containsEntry("categories", "colour")
                            .containsEntry("classes", String.join("\n", names));
                }
            }
        }
    }

    @Test
    void onnxModelsOfValuesAnswerAsOursDo() throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        for (String text : List.of("linear", "linear:loss=poisson", "passive-aggressive-regression")) {
            Regressor learner = (Regressor) learned(text, 0);
            byte[] model = OnnxExport.export((LinearModel) learner, List.of(), inputs())
                    .toByteArray();
            Random64 random = new Random64(3);
            try (OrtSession session = environment.createSession(model)) {
                for (int n = 0; n < 100; n++) {
                    draw(random);
                    try (OrtSession.Result answer = ask(environment, session)) {
                        double[][] value =
                                (double[][]) answer.get("value").orElseThrow().getValue();
                        assertThat(value[0][0]).as(text).isCloseTo(learner.predict(x), within(1e-9));
                    }
                }
            }
        }
    }

    private ArrayExample<Label> example() {
        ArrayExample<Label> example = new ArrayExample<>(new Label("unknown"));
        example.add("amount", Double.isNaN(numbers[0]) ? mean : numbers[0]);
        example.add("age", numbers[1]);
        if (!colour.isEmpty()) {
            example.add(COLOURS.contains(colour) ? "colour=" + colour : "colour=", 1);
        }
        return example;
    }

    /** A scaler of long standing: that it includes the number asked about is felt below 1e-6 then. */
    @Test
    void tribuoModelsAnswerRawNumbersAsOursDo(@TempDir Path folder) throws IOException {
        count = 1_000_000_000;
        for (String text : CLASSIFIERS) {
            for (int classes : new int[] {2, 4}) {
                Classifier learner = (Classifier) learned(text, classes);
                List<String> names = CLASSES.subList(0, classes);
                Path file = folder.resolve("model.tribuo");
                TribuoExport.exportRaw((LinearModel) learner, names, inputs(), WHEN)
                        .serializeToFile(file);
                Model<Label> loaded = Model.deserializeFromFile(file).castModel(Label.class);
                double[] scores = new double[classes];
                Random64 random = new Random64(4);
                for (int n = 0; n < 100; n++) {
                    draw(random);
                    learner.predict(x, scores);
                    Prediction<Label> predicted = loaded.predict(example());
                    for (int k = 0; k < classes; k++) {
                        assertThat(predicted.getOutputScores().get(names.get(k)).getScore())
                                .as(text)
                                .isCloseTo(scores[k], within(1e-6));
                    }
                }
            }
        }
    }

    @Test
    void everyLinearClassifierStartsFromATribuoModel() {
        List<String> features = TribuoExport.featureNames(layout);
        for (String text : CLASSIFIERS) {
            for (int classes : new int[] {2, 4}) {
                Classifier learner = (Classifier) learned(text, classes);
                List<String> names = CLASSES.subList(0, classes);
                LinearSGDModel model = TribuoExport.export((LinearModel) learner, names, features, WHEN);
                Classifier started = (Classifier) Learners.parse(text).create(layout, 1);
                TribuoExport.start((LinearModel) started, model, names, features);
                double[] scores = new double[classes];
                double[] again = new double[classes];
                Random64 random = new Random64(5);
                for (int n = 0; n < 50; n++) {
                    draw(random);
                    learner.predict(x, scores);
                    started.predict(x, again);
                    assertThat(again).as(text).containsExactly(scores, within(1e-9));
                }
                started.learn(x, 1, 1);
                started.predict(x, again);
                assertThat(again[1]).as(text).isCloseTo(scores[1], within(0.5));
            }
        }
    }

    @Test
    void whatCannotBeExportedIsRefusedByName() {
        Layout.Builder builder = Layout.builder();
        Attribute words = builder.hashed("words", 4);
        Layout hashed = builder.build();
        Regressor learner = (Regressor) Learners.parse("linear").create(hashed, 1);
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> OnnxExport.export((LinearModel) learner, List.of(), List.of(new RawInput.Hashed(words))))
                .withMessageContaining("feature 'words' is hashed");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TribuoExport.export((LinearModel) learner, List.of(), List.of(), WHEN))
                .withMessageContaining("see exportValue");
        Regressor counts = (Regressor) Learners.parse("linear:loss=poisson").create(hashed, 1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TribuoExport.exportValue((LinearModel) counts, List.of(), WHEN))
                .withMessageContaining("export it to ONNX");
        LinearModel empty = (LinearModel) Learners.parse("svm").create(layout, 1);
        assertThatIllegalStateException()
                .isThrownBy(() -> OnnxExport.export(empty, List.of(), inputs()))
                .withMessageContaining("needs two");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OnnxExport.export((LinearModel) learned("svm", 2), List.of("a"), inputs()))
                .withMessageContaining("2 classes");
    }

    @Test
    void aModelThatHasLearnedDoesNotStartAnew() {
        LinearModel learned = (LinearModel) learned("svm", 2);
        assertThatIllegalStateException()
                .isThrownBy(() -> learned.start(new double[2][8]))
                .withMessageContaining("learned 2 classes already");
        LinearModel fresh = (LinearModel) Learners.parse("svm").create(layout, 1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> fresh.start(new double[2][7]))
                .withMessageContaining("7 coordinates and an intercept, got 7");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> fresh.start(new double[1][8]))
                .withMessageContaining("two classes at least");
    }
}
