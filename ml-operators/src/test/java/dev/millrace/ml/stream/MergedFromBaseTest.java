package dev.millrace.ml.stream;

import static dev.millrace.ml.feature.FeatureSpec.category;
import static dev.millrace.ml.feature.FeatureSpec.number;
import static dev.millrace.ml.stream.Partitions.ask;
import static dev.millrace.ml.stream.Partitions.score;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.ml.feature.RawInput;
import dev.millrace.ml.feature.Scale;
import dev.millrace.ml.learner.Learners;
import dev.millrace.ml.learner.linear.LinearModel;
import dev.millrace.stream.event.Row;
import dev.millrace.stream.random.Random64;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Averages are of what the partitions have learned since a version: exact where each moved weights of its own since then. */
class MergedFromBaseTest {
    private static final int PARTS = 3;
    private static final double EXACT = 1e-9;
    private static final String[] LABELS = {"fine", "odd", "fraud"};

    private static LearningSpec classes(String learner) {
        return Learning.classify("label")
                .feature("merchant", category("merchant"))
                .feature("amount", number("amount").scale(Scale.NONE))
                .with(Learners.parse(learner))
                .build();
    }

    private static LearningSpec values(String learner, Scale scale) {
        return Learning.regress("y")
                .feature("merchant", category("merchant"))
                .feature("amount", number("amount").scale(scale))
                .feature("distance", number("distance").scale(scale))
                .with(Learners.parse(learner))
                .build();
    }

    /** A state at which all partitions are equal, and after it events about merchants that are one partition's each. */
    private static final class SharedStart {
        final List<LearningOperator> base;
        final List<LearningOperator> parts;
        final LearningOperator whole;
        final Partitions stream;

        SharedStart(LearningSpec spec, int classes, long seed, boolean ownMerchants) {
            stream = new Partitions(spec, 1, classes, seed);
            stream.learn(300);
            base = Stream.generate(() -> OperatorFixture.copy(stream.whole))
                    .limit(PARTS)
                    .toList();
            parts = base.stream().map(OperatorFixture::copy).toList();
            whole = OperatorFixture.copy(stream.whole);
            Random64 random = new Random64(seed);
            for (int i = 0; i < 400; i++) {
                int p = ownMerchants ? random.nextInt(PARTS) : 0;
                Row row = event(
                        random.nextInt(classes), ownMerchants ? merchant(p, random.nextInt(3)) : "m" + i % 4, random);
                if (ownMerchants) { // nothing that two partitions have in common
                    row.setNumber(0, Double.NaN);
                    row.setNumber(1, Double.NaN);
                }
                whole.onEvent(row, row.offset());
                parts.get(p).onEvent(row, row.offset());
            }
        }

        /** One that was there before, and two that are new. */
        static String merchant(int p, int which) {
            return which == 0 ? "m" + p : "shop-" + p + "-" + which;
        }

        Row event(int k, String merchant, Random64 random) {
            Row row = stream.row(k, merchant);
            row.setText(2, LABELS[random.nextInt(4) == 0 ? 0 : k]);
            return row;
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "logistic:optimizer=adagrad,rate=0.3,intercept=false",
                "logistic:optimizer=ftrl,rate=0.3,intercept=false",
                "svm:optimizer=adagrad,rate=0.3,intercept=false"
            })
    void classesAreThoseOfOneLearnerWhereEachMovedItsOwnWeights(String learner) {
        for (int classes : List.of(2, 3)) {
            SharedStart start = new SharedStart(classes(learner), classes, 11, true);
            VersionedModel merged = Serve.MERGED.joint(start.parts, start.base);
            VersionedModel fromTheBeginning = Serve.MERGED.joint(start.parts);
            double apart = 0;
            for (int p = 0; p < PARTS; p++) {
                for (int which = 0; which < 3; which++) {
                    Row question = start.stream.row(0, SharedStart.merchant(p, which));
                    Reply.Answer expected = ask(start.whole, question, null);
                    Reply.Answer answer = ask(start.whole, question, merged);
                    Reply.Answer other = ask(start.whole, question, fromTheBeginning);
                    for (String name : expected.classes()) {
                        double share = score(expected, name);
                        assertThat(score(answer, name)).isCloseTo(share, within(EXACT * share));
                        apart = Math.max(apart, Math.abs(score(other, name) - share));
                    }
                    assertThat(answer.label()).isEqualTo(expected.label());
                }
            }
            assertThat(apart)
                    .as("what all knew before is counted against what one has learned")
                    .isGreaterThan(1e-3);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "linear:optimizer=adagrad,loss=huber,rate=0.5,intercept=false",
                "linear:optimizer=ftrl,rate=0.3,intercept=false"
            })
    void valuesAreThoseOfOneLearnerWhereEachMovedItsOwnWeights(String learner) {
        SharedStart start = new SharedStart(values(learner, Scale.NONE), 3, 5, true);
        VersionedModel merged = Serve.MERGED.joint(start.parts, start.base);
        for (int p = 0; p < PARTS; p++) {
            for (int which = 0; which < 3; which++) {
                Row question = start.stream.row(0, SharedStart.merchant(p, which));
                double expected = ask(start.whole, question, null).value();
                assertThat(ask(start.whole, question, merged).value())
                        .isCloseTo(expected, within(EXACT * Math.abs(expected)));
            }
        }
    }

    /**
     * The common scaler counts what all had seen at the base as often as there are partitions; folding takes it out again. Scalers
     * let a number count for itself before it is scaled, the less the more they have seen: so what they give once settled is compared.
     */
    @ParameterizedTest
    @ValueSource(strings = {"linear", "linear:optimizer=adagrad,rate=0.5", "linear:optimizer=adam,rate=0.01"})
    void ofScaledNumbersOneWhoAloneGoesOnIsTheMergedModel(String learner) {
        SharedStart start = new SharedStart(values(learner, Scale.STANDARD), 3, 5, false);
        LearningModel merged = Serve.merge(start.parts, start.base);
        for (String merchant : List.of("m0", "m1", "m3")) {
            for (double[] numbers : new double[][] {{20, 1}, {35, -2}, {900, 12}, {0, 0}}) {
                double expected = settled(start.whole.learningModel(), merchant, numbers);
                assertThat(settled(merged, merchant, numbers)).isCloseTo(expected, within(EXACT * Math.abs(expected)));
            }
        }
    }

    /** The value of a linear model over a merchant and numbers. */
    private static double settled(LearningModel model, String merchant, double... numbers) {
        double[] weights = weights(model);
        double value = weights[weights.length - 1];
        int number = 0;
        for (RawInput input : model.inputs()) {
            int at = input.attribute().start();
            if (input instanceof RawInput.Names names) {
                value += weights[at + names.names().indexOf(merchant)];
            } else if (input instanceof RawInput.Standard scaler) {
                double deviation = Math.sqrt(scaler.spread() / scaler.count());
                value += weights[at] * (numbers[number++] - scaler.mean()) / deviation;
            }
        }
        return value;
    }

    @Test
    void atItsBaseAModelIsTheMergedModelOfTheBase() {
        for (String learner : List.of("logistic", "logistic:optimizer=adagrad", "logistic:calibrate=true")) {
            Partitions stream = new Partitions(classes(learner), 4, 3, 3);
            stream.learn(300);
            List<LearningOperator> base =
                    stream.parts.stream().map(OperatorFixture::copy).toList();
            Row question = stream.question();
            double[] expected =
                    ask(stream.whole, question, Serve.MERGED.joint(base)).scores();
            assertThat(ask(stream.whole, question, Serve.MERGED.joint(stream.parts, base))
                            .scores())
                    .containsExactly(expected, within(1e-12));
        }
    }

    /** Partitions that differ at the base: the merged model of the base moves by the mean of what each has learned since. */
    @Test
    void whatIsLearnedSinceIsAddedToTheMergedModelOfTheBase() {
        LearningSpec spec = Learning.regress("y")
                .feature("amount", number("amount"))
                .with(Learners.parse("linear:optimizer=sgd,rate=0.01,invariant=false"))
                .build();
        Partitions stream = new Partitions(spec, 2, 3, 3);
        stream.learn(100);
        List<LearningOperator> base =
                stream.parts.stream().map(OperatorFixture::copy).toList();
        stream.learn(50);
        double[] then = weights(Serve.merge(base));
        double[] now = weights(Serve.merge(stream.parts, base));
        long[] since = new long[2];
        List<double[]> moved = new ArrayList<>();
        for (int p = 0; p < 2; p++) {
            since[p] = stream.parts.get(p).learningModel().eventsLearned()
                    - base.get(p).learningModel().eventsLearned();
            double[] own = weights(stream.parts.get(p).learningModel());
            double[] before = weights(base.get(p).learningModel());
            for (int c = 0; c < own.length; c++) {
                own[c] -= before[c];
            }
            moved.add(own);
        }
        for (int c = 0; c < then.length; c++) {
            double mean = (since[0] * moved.get(0)[c] + since[1] * moved.get(1)[c]) / (since[0] + since[1]);
            assertThat(now[c]).isCloseTo(then[c] + mean, within(1e-12));
        }
    }

    private static double[] weights(LearningModel model) {
        return ((LinearModel) model.learner()).weights(0);
    }

    @Test
    void whatIsNoEarlierStateIsNoBase() {
        Partitions stream = new Partitions(classes("logistic"), 2, 3, 3);
        stream.learn(100);
        List<LearningOperator> before =
                stream.parts.stream().map(OperatorFixture::copy).toList();
        stream.learn(100);
        assertThatIllegalStateException()
                .isThrownBy(() -> Serve.merge(before, stream.parts))
                .withMessageContaining("no earlier state")
                .withMessageContaining("partition 0");
        assertThatIllegalStateException()
                .isThrownBy(() -> Serve.merge(stream.parts, before.subList(0, 1)))
                .withMessageContaining("1 partitions");
    }

    @Test
    void sumsAreTheSameFromAnyBase() {
        Partitions stream = new Partitions(classes("naive-bayes"), 3, 3, 3);
        stream.learn(100);
        List<LearningOperator> base =
                stream.parts.stream().map(OperatorFixture::copy).toList();
        stream.learn(100);
        Row question = stream.question();
        assertThat(ask(stream.whole, question, Serve.MERGED.joint(stream.parts, base))
                        .scores())
                .containsExactly(ask(stream.whole, question, Serve.MERGED.joint(stream.parts))
                        .scores());
    }
}
