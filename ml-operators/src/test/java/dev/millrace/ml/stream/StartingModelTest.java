package dev.millrace.ml.stream;

import static dev.millrace.ml.feature.FeatureSpec.category;
import static dev.millrace.ml.feature.FeatureSpec.number;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.ml.feature.FeatureSpec;
import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.feature.Scale;
import dev.millrace.ml.learner.ChosenLearner;
import dev.millrace.ml.learner.Learners;
import dev.millrace.ml.learner.ModelFile;
import dev.millrace.ml.learner.linear.ExportFormat;
import dev.millrace.stream.event.Row;
import dev.millrace.stream.event.Schema;
import dev.millrace.stream.random.Random64;
import dev.millrace.stream.time.Timestamps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tribuo.Example;
import org.tribuo.Feature;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.sgd.linear.LogisticRegressionTrainer;
import org.tribuo.impl.ArrayExample;
import org.tribuo.provenance.SimpleDataSourceProvenance;

/** What left the house for Tribuo comes back, and what Tribuo has trained comes in: as the beginning of a stream. */
class StartingModelTest {
    private static final Schema SCHEMA = Schema.builder()
            .number("amount")
            .number("distance")
            .text("merchant")
            .text("word")
            .text("label")
            .number("value")
            .build();

    @TempDir
    private Path folder;

    private final Random64 random = new Random64(1);
    private boolean gaps = true;

    private Learning features(Learning learning, Scale scale) {
        return learning.feature("amount", number("amount").scale(scale))
                .feature("merchant", category("merchant").max(6))
                .feature("distance", number("distance").scale(scale))
                .feature("word", new FeatureSpec.Hashed("word", 5));
    }

    private LearningSpec classes(String learner, Scale scale) {
        return features(Learning.classify("label"), scale)
                .with(Learners.parse(learner))
                .build();
    }

    private LearningSpec values(String learner, Scale scale) {
        return features(Learning.regress("value"), scale)
                .with(Learners.parse(learner))
                .build();
    }

    private LearningOperator operator(LearningSpec spec) {
        return OperatorFixture.create(spec, SCHEMA);
    }

    private Row row(int place, int classes) {
        Row row = new Row(SCHEMA, 0, 0, place);
        double amount = 50 + 20 * random.nextGaussian();
        row.setNumber(0, amount);
        row.setNumber(1, gaps && random.nextInt(20) == 0 ? Double.NaN : 1_000 + 30 * random.nextGaussian());
        row.setText(0, "m" + random.nextInt(4));
        row.setText(1, "w" + random.nextInt(40));
        row.setText(2, amount > 60 ? "much" : amount > 40 && classes > 2 ? "some" : "little");
        row.setNumber(2, 3 * amount + random.nextGaussian());
        return row;
    }

    private void learn(LearningOperator operator, int from, int to, int classes) {
        for (int i = from; i < to; i++) {
            operator.onEvent(row(i, classes), i * 1_000L);
        }
    }

    private static Reply.Answer ask(LearningOperator operator, Row row) {
        return (Reply.Answer) operator.answer(new Question.Predict(row, Timestamps.NONE, null));
    }

    private String export(LearningOperator operator, String name) throws IOException {
        Path file = folder.resolve(name);
        Files.write(file, ExportFormat.TRIBUO.write(operator.learner(), operator.classNames(), operator.inputs(), 0));
        return file.toString();
    }

    private static double score(Reply.Answer answer, String name) {
        int at = answer.classes().indexOf(name);
        return at < 0 ? 0 : answer.scores()[at];
    }

    private void requireSameAnswers(LearningOperator one, LearningOperator other, double within) {
        for (int i = 0; i < 100; i++) {
            Row row = row(10_000 + i, 3);
            Reply.Answer expected = ask(one, row);
            Reply.Answer got = ask(other, row);
            assertThat(got.empty()).isFalse();
            if (expected.label() == null) {
                assertThat(got.value()).isCloseTo(expected.value(), within(within * Math.abs(expected.value())));
                continue;
            }
            for (String name : expected.classes()) {
                assertThat(score(got, name)).as(name).isCloseTo(score(expected, name), within(within));
            }
        }
    }

    @Test
    void whatAPipelineLearnedIsTheBeginningOfAnother() throws IOException {
        List<String> learners = List.of(
                "logistic:rate=0.1",
                "logistic:optimizer=adagrad,rate=0.1",
                "logistic:optimizer=ftrl,l1=0.1,rate=0.1",
                "logistic:optimizer=adam,average=true",
                "logistic:optimizer=normalized,rate=0.5",
                "logistic:optimizer=normalized,rate=0.5,average=true",
                "logistic:calibrate=true",
                "svm",
                "perceptron",
                "passive-aggressive");
        for (String learner : learners) {
            for (int classes : new int[] {2, 3}) {
                LearningOperator learned = operator(classes(learner.replace(":calibrate=true", ""), Scale.STANDARD));
                learn(learned, 0, 500, classes);
                String file = export(learned, "model.tribuo");
                String setting = (learner.contains(":") ? "," : ":") + "start=" + file;
                LearningOperator started = operator(classes(learner + setting, Scale.STANDARD));
                requireSameAnswers(learned, started, 1e-9);
                learn(started, 500, 900, classes);
                requireSameAnswers(started, OperatorFixture.copy(started), 0);
            }
        }
    }

    @Test
    void soIsWhatItLearnedOfValues() throws IOException {
        for (String learner : List.of(
                "linear",
                "linear:loss=huber,optimizer=adagrad,rate=0.1",
                "linear:optimizer=normalized,rate=0.5",
                "passive-aggressive-regression")) {
            for (Scale scale : new Scale[] {Scale.STANDARD, Scale.NONE}) {
                LearningOperator learned = operator(values(learner, scale));
                learn(learned, 0, 500, 2);
                String file = export(learned, "model.tribuo");
                String setting = (learner.contains(":") ? "," : ":") + "start=" + file;
                requireSameAnswers(learned, operator(values(learner + setting, scale)), 1e-9);
            }
        }
    }

    /** A scaler counts the event at hand, which raw weights cannot: so the two differ by as much as one event more does. */
    @Test
    void rawWeightsOfAScaledPipelineServeOneWithoutScaling() throws IOException {
        LearningOperator learned = operator(classes("logistic:rate=0.1", Scale.STANDARD));
        learn(learned, 0, 5_000, 3);
        String file = export(learned, "model.tribuo");
        gaps = false; // a missing number is its mean to the one, and 0 to the other
        requireSameAnswers(learned, operator(classes("logistic:start=" + file, Scale.NONE)), 5e-3);
    }

    @Test
    void whatIsRestoredNeedsNoFile() throws IOException {
        LearningOperator learned = operator(classes("logistic:rate=0.1", Scale.STANDARD));
        learn(learned, 0, 500, 3);
        Path file = Path.of(export(learned, "model.tribuo"));
        LearningSpec spec = classes("logistic:start=" + file, Scale.STANDARD);
        LearningOperator untouched = operator(spec);
        LearningOperator restored = OperatorFixture.copy(untouched); // the first checkpoint has all
        Files.delete(file);
        requireSameAnswers(learned, restored, 1e-9);
        LearningOperator fresh = operator(spec);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ask(fresh, row(0, 3)))
                .withMessageContaining("there is no file '" + file + "' to start from");
    }

    @Test
    void partitionsThatBeganAlikeAreMadeOne() throws IOException {
        for (String optimizer : List.of("adagrad,rate=0.1", "normalized,rate=0.5")) {
            partitionsThatBeganAlikeAreMadeOne("logistic:optimizer=" + optimizer);
        }
    }

    private void partitionsThatBeganAlikeAreMadeOne(String learner) throws IOException {
        LearningOperator learned = operator(classes(learner, Scale.NONE));
        learn(learned, 0, 500, 3);
        LearningSpec spec = classes(learner + ",start=" + export(learned, "model.tribuo"), Scale.NONE);
        List<LearningOperator> parts = List.of(operator(spec), operator(spec));
        parts.forEach(part -> assertThat(ask(part, row(0, 3)).empty()).isFalse());
        LearningModel merged = Serve.merge(parts);
        for (int i = 0; i < 50; i++) {
            Row row = row(i, 3);
            Reply.Answer expected = ask(learned, row);
            Reply.Answer got = (Reply.Answer) parts.get(0).answer(new Question.Predict(row, Timestamps.NONE, merged));
            assertThat(got.empty()).isFalse();
            expected.classes()
                    .forEach(name -> assertThat(score(got, name)).isCloseTo(score(expected, name), within(1e-9)));
        }
    }

    @Test
    void challengersMayStartToo() throws IOException {
        LearningOperator learned = operator(classes("logistic:rate=0.1", Scale.STANDARD));
        learn(learned, 0, 500, 3);
        String file = export(learned, "model.tribuo");
        LearningSpec spec = features(Learning.classify("label"), Scale.STANDARD)
                .with(Learners.parse("naive-bayes"))
                .challenger(Learners.parse("logistic:start=" + file))
                .build();
        LearningOperator operator = operator(spec);
        learn(operator, 0, 300, 3);
        Reply.Status status = (Reply.Status) operator.answer(new Question.Status());
        assertThat(status.learners().get(1).total().accuracy())
                .isGreaterThan(status.learners().get(0).total().accuracy());
    }

    @Test
    void membersOfEnsemblesMayStartToo() throws IOException {
        for (int count : new int[] {2, 3}) {
            LearningOperator learned = operator(classes("logistic:rate=0.1", Scale.STANDARD));
            learn(learned, 0, 500, count);
            String start = "start=" + export(learned, "model.tribuo");
            for (String ensemble : List.of(
                    "online-bagging:members=3,base=(logistic:" + start + ")",
                    "leveraging-bagging:members=3,base=(logistic:optimizer=normalized,rate=0.5," + start + ")",
                    "leveraging-bagging:calibrate=true,members=3,base=(logistic:calibrate=true," + start + ")",
                    "online-boosting:drift-delta=0.01,members=3,base=(svm:" + start + ")",
                    "weighted-majority:loss=scores,learners=(logistic:" + start + ")+(svm:" + start + ")",
                    "weighted-majority:loss=scores,learners=(online-bagging:members=2,base=(logistic:" + start
                            + "))")) {
                LearningOperator started = operator(classes(ensemble, Scale.STANDARD));
                requireSameAnswers(learned, started, 1e-9);
                learn(started, 500, 700, 3);
                requireSameAnswers(started, OperatorFixture.copy(started), 0);
            }
            // One that knows more classes than another has met.
            LearningOperator mixed = operator(
                    classes("weighted-majority:learners=naive-bayes+(logistic:" + start + ")", Scale.STANDARD));
            learn(mixed, 500, 800, 3);
            requireSameAnswers(mixed, OperatorFixture.copy(mixed), 0);
        }
    }

    @Test
    void membersOfValuesMayStartToo() throws IOException {
        LearningOperator learned = operator(values("linear", Scale.STANDARD));
        learn(learned, 0, 500, 2);
        String start = "start=" + export(learned, "model.tribuo");
        for (String ensemble : List.of(
                "online-bagging-regression:members=3,base=(linear:" + start + ")",
                "weighted-average:learners=(linear:" + start + ")+(linear:optimizer=normalized,rate=0.5," + start
                        + ")")) {
            LearningOperator started = operator(values(ensemble, Scale.STANDARD));
            requireSameAnswers(learned, started, 1e-9);
            learn(started, 500, 700, 2);
            requireSameAnswers(started, OperatorFixture.copy(started), 0);
        }
    }

    private static Model<Label> trained(boolean twoFeatures) {
        MutableDataset<Label> data =
                new MutableDataset<>(new SimpleDataSourceProvenance("rows", new LabelFactory()), new LabelFactory());
        Random64 random = new Random64(3);
        for (int i = 0; i < 400; i++) {
            double amount = 50 + 20 * random.nextGaussian();
            Example<Label> example = new ArrayExample<>(new Label(amount > 50 ? "much" : "little"));
            example.add(new Feature("amount", amount / 100));
            if (twoFeatures) {
                example.add(new Feature("colour=red", i % 2));
            }
            data.add(example);
        }
        return new LogisticRegressionTrainer().train(data);
    }

    /** Tribuo's domain says how numbers were spread, so that a scaler can begin with that. */
    @Test
    void aModelThatTribuoTrainedAnswersTheSameWithAndWithoutAScaler() throws IOException {
        Model<Label> theirs = trained(false);
        Path file = folder.resolve("theirs.tribuo");
        theirs.serializeToFile(file);
        Schema schema = Schema.builder().number("amount").text("label").build();
        for (Scale scale : new Scale[] {Scale.NONE, Scale.STANDARD}) {
            LearningSpec spec = Learning.classify("label")
                    .feature("amount", number("amount").scale(scale))
                    .with(Learners.parse("logistic:start=" + file))
                    .build();
            LearningOperator operator = OperatorFixture.create(spec, schema);
            for (double amount : new double[] {0.1, 0.49, 0.6, 0.9}) {
                Row row = new Row(schema, 0, 0, 0);
                row.setNumber(0, amount);
                ArrayExample<Label> example = new ArrayExample<>(new Label("?"));
                example.add("amount", amount);
                double expected =
                        theirs.predict(example).getOutputScores().get("much").getScore();
                assertThat(score(ask(operator, row), "much"))
                        .isCloseTo(expected, within(scale == Scale.NONE ? 1e-9 : 0.02));
            }
        }
    }

    private void requireRefused(LearningSpec spec, String... what) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> spec.requireStarts(SCHEMA))
                .satisfies(e -> assertThat(e.getMessage()).contains(what));
    }

    @Test
    void whatDoesNotFitIsSaidWithItsRemedy() throws IOException {
        LearningOperator learned = operator(classes("logistic:rate=0.1", Scale.STANDARD));
        learn(learned, 0, 500, 3);
        String file = export(learned, "model.tribuo");
        String start = "logistic:start=" + file;

        requireRefused(
                Learning.classify("label")
                        .feature("amount", number("amount").scale(Scale.STANDARD))
                        .with(Learners.parse(start))
                        .build(),
                "'" + file + "'",
                "features that the pipeline has not",
                "merchant=m0",
                "under 'features'");
        requireRefused(
                features(Learning.classify("label").classes("much", "little"), Scale.STANDARD)
                        .with(Learners.parse(start))
                        .build(),
                "has a class 'some'",
                "label.classes closes out",
                "[much, little]");
        requireRefused(
                features(Learning.classify("label").classes("huge", "much", "little", "some"), Scale.STANDARD)
                        .with(Learners.parse(start))
                        .build(),
                "does not know the class 'huge'",
                "behind them in label.classes");
        requireRefused(values("linear:start=" + file, Scale.STANDARD), "tells classes", "is a value");
        requireRefused(
                features(Learning.classify("label"), Scale.LOG)
                        .with(Learners.parse(start))
                        .build(),
                "'amount' is made here in a way that no model of another program follows");
        requireRefused(
                Learning.classify("label")
                        .feature("amount", number("amount"))
                        .feature("merchant", category("merchant").max(2))
                        .feature("distance", number("distance"))
                        .feature("word", new FeatureSpec.Hashed("word", 5))
                        .with(Learners.parse(start))
                        .build(),
                "knows 4 names of 'merchant', whose dictionary takes 2",
                "set its max to 4");
        requireRefused(
                Learning.classify("label")
                        .feature("amount", number("amount"))
                        .feature("merchant", category("merchant"))
                        .feature("distance", number("distance"))
                        .feature("word", new FeatureSpec.Hashed("word", 4))
                        .with(Learners.parse(start))
                        .build(),
                "has 32 slots of the hashed feature 'word', which has 16 here");
        Path file2 = Files.writeString(folder.resolve("broken.tribuo"), "colour,red");
        requireRefused(classes("logistic:start=" + file2, Scale.NONE), "holds no Tribuo model that can be read");
        byte[] whole = Files.readAllBytes(Path.of(file));
        Files.write(file2, Arrays.copyOf(whole, whole.length / 2));
        requireRefused(classes("logistic:start=" + file2, Scale.NONE), "holds no Tribuo model that can be read");
        String hash = new ModelFile(file, null).pinned().sha256();
        assertThat(classes("logistic:start=(tribuo:file=" + file + ",sha256=" + hash + ")", Scale.NONE)
                        .describe())
                .contains("start " + hash); // by which a plan is known
        Files.write(Path.of(file), new byte[] {1, 2, 3});
        requireRefused(
                classes("logistic:start=(tribuo:file=" + file + ",sha256=" + hash + ")", Scale.NONE),
                "was exchanged",
                hash,
                "give the pipeline a new name");
    }

    private static Layout layoutOfOne() {
        Layout.Builder builder = Layout.builder();
        builder.number("x");
        return builder.build();
    }

    @Test
    void aSettingOfALearnersOwnThatIsCalledStartIsLeftAlone() {
        assertThat(Learners.parse("k-means:start=7").start()).isEmpty();
        assertThat(Learners.parse("k-means:start=7").toString()).isEqualTo("k-means:start=7");
    }

    @Test
    void whatIsWrittenIsReadBack() {
        for (ModelFile file : List.of(
                new ModelFile("a.tribuo", null),
                new ModelFile("/models, old/a.tribuo", "0".repeat(64)),
                new ModelFile("b.tribuo", "a".repeat(64)))) {
            assertThat(ModelFile.parse(file.toString())).isEqualTo(file);
            ChosenLearner chosen = Learners.parse("svm:rate=0.5").start(file);
            assertThat(Learners.parse(chosen.toString()).start()).contains(file);
        }
    }

    @Test
    void learnersThatCannotSayWhy() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Learners.parse("naive-bayes:start=a.tribuo"))
                .withMessageContaining("only linear learners can");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Learners.parse("linear:loss=poisson,start=a.tribuo"))
                .withMessageContaining("takes for a logarithm");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Learners.parse("online-bagging:base=(naive-bayes:start=a.tribuo)")
                        .create(layoutOfOne(), 1))
                .withMessageContaining("only linear learners can");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Learners.parse("logistic:start=(onnx:file=a.onnx)"))
                .withMessageContaining("from a file of Tribuo");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Learners.parse("logistic:start=(tribuo:path=a.tribuo)"))
                .withMessageContaining("has no 'path'");
    }
}
