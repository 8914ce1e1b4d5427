package dev.millrace.ml.stream;

import static dev.millrace.ml.feature.FeatureSpec.category;
import static dev.millrace.ml.feature.FeatureSpec.number;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.feature.RawInput;
import dev.millrace.ml.feature.Scale;
import dev.millrace.ml.learner.Classifier;
import dev.millrace.ml.learner.Learners;
import dev.millrace.ml.learner.Regressor;
import dev.millrace.stream.event.Row;
import dev.millrace.stream.random.Random64;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Factorization machines of several partitions: scalers are folded into weights and factors, factors are turned, then averaged. */
class MergedFactorsTest {
    private static final double EXACT = 1e-9;

    private static LearningSpec values(String learner, Scale scale) {
        return Learning.regress("y")
                .feature("amount", number("amount").scale(scale))
                .feature("distance", number("distance").scale(scale))
                .feature("merchant", category("merchant"))
                .feature("note", category("note"))
                .with(Learners.parse(learner))
                .build();
    }

    private static Row row(long place, double amount, double distance, String merchant, String note, double y) {
        Row row = new Row(Partitions.SCHEMA, 0, 0, place);
        row.setNumber(0, amount);
        row.setNumber(1, distance);
        row.setNumber(2, y);
        row.setText(0, merchant);
        row.setText(1, note);
        return row;
    }

    /** Pairs matter: a product of the numbers, and what a merchant makes of the amount. */
    private static Row event(long place, Random64 random, double from) {
        double amount = from + 10 * random.nextGaussian();
        double distance = 3 + random.nextGaussian();
        int m = random.nextInt(3);
        double y = 0.05 * amount * (distance - 3) + 0.1 * (m - 1) * amount + m;
        return row(place, amount, distance, "m" + m, "n" + random.nextInt(3), y + 0.1 * random.nextGaussian());
    }

    /** What a model says of numbers, scaled by what it has seen, and names. */
    private static double settled(LearningModel model, double[] numbers, String... names) {
        FeatureVector x = new FeatureVector(model.layout());
        int number = 0;
        int name = 0;
        for (RawInput input : model.inputs()) {
            int slot = input.attribute().slot();
            if (input instanceof RawInput.Names codes) {
                x.categories()[slot] = codes.names().indexOf(names[name++]);
            } else if (input instanceof RawInput.Standard scaler) {
                x.numbers()[slot] = (numbers[number++] - scaler.mean()) / Math.sqrt(scaler.spread() / scaler.count());
            } else {
                x.numbers()[slot] = numbers[number++];
            }
        }
        x.notZero(-1);
        if (model.learner() instanceof Classifier classifier) {
            double[] scores = new double[model.classNames().size()];
            classifier.predict(x, scores);
            return scores[model.classNames().indexOf("high")];
        }
        return ((Regressor) model.learner()).predict(x);
    }

    /** The second partition has seen other numbers, but no label: only its scaler has a say. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "factorization-machine-regression",
                "factorization-machine-regression:optimizer=adagrad,rate=0.1",
                "factorization-machine-regression:optimizer=ftrl,rate=0.1,intercept=false"
            })
    void anotherScalerChangesNoPrediction(String learner) {
        LearningSpec spec = values(learner, Scale.STANDARD);
        List<LearningOperator> parts = List.of(
                OperatorFixture.create(spec, Partitions.SCHEMA, 1), OperatorFixture.create(spec, Partitions.SCHEMA, 2));
        Random64 random = new Random64(4);
        for (int i = 0; i < 2000; i++) {
            parts.get(0).onEvent(event(2L * i, random, 50), i);
            Row unlabelled = event(2L * i + 1, random, 900);
            unlabelled.setNumber(2, Double.NaN);
            parts.get(1).onEvent(unlabelled, i);
        }
        LearningModel merged = Serve.merge(parts);
        LearningModel own = parts.get(0).learningModel();
        for (double[] numbers : new double[][] {{50, 3}, {20, 6}, {75, -2}, {0, 0}}) {
            for (String merchant : List.of("m0", "m1", "m2")) {
                double expected = settled(own, numbers, merchant, "n1");
                assertThat(settled(merged, numbers, merchant, "n1"))
                        .isCloseTo(expected, within(EXACT * Math.max(1, Math.abs(expected))));
            }
        }
    }

    /** Two classes that came in another order: a margin for the one is none for the other. */
    @Test
    void scoresOfClassesThatCameInAnotherOrderStay() {
        LearningSpec spec = Learning.classify("label")
                .feature("amount", number("amount").scale(Scale.STANDARD))
                .feature("distance", number("distance").scale(Scale.STANDARD))
                .with(Learners.parse("factorization-machine"))
                .build();
        List<LearningOperator> parts = List.of(
                OperatorFixture.create(spec, Partitions.SCHEMA, 1), OperatorFixture.create(spec, Partitions.SCHEMA, 2));
        Random64 random = new Random64(4);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 3000; i++) {
            double amount = 10 * random.nextGaussian();
            double distance = 3 + random.nextGaussian();
            Row row = row(i, amount, distance, "m0", "n0", 0);
            row.setText(2, amount * (distance - 3) > 0 ? "high" : "low");
            rows.add(row);
        }
        String[] first = {"high", "low"};
        for (int p = 0; p < 2; p++) { // each class first in one of them
            int wanted = p;
            Row opening = rows.stream()
                    .filter(row -> first[wanted].equals(row.text(2)))
                    .findFirst()
                    .orElseThrow();
            parts.get(p).onEvent(opening, 0);
        }
        rows.forEach(row -> parts.get((int) (row.offset() % 2)).onEvent(row, row.offset()));
        assertThat(parts.get(0).classNames()).isNotEqualTo(parts.get(1).classNames());
        LearningModel merged = Serve.merge(parts);
        for (double[] numbers : new double[][] {{9, 5}, {-9, 5}, {9, 1}, {-9, 1}}) {
            double one = settled(parts.get(0).learningModel(), numbers);
            double two = settled(parts.get(1).learningModel(), numbers);
            assertThat(settled(merged, numbers)).isBetween(Math.min(one, two) - 0.02, Math.max(one, two) + 0.02);
        }
    }

    /** All equal at the base, and since then each has events of pairs of its own. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "factorization-machine-regression:optimizer=adagrad,rate=0.1,intercept=false",
                "factorization-machine-regression:optimizer=ftrl,rate=0.1,intercept=false"
            })
    void fromABaseWhatEachMovedAloneIsThatOfOneLearner(String learner) {
        LearningSpec spec = values(learner, Scale.NONE);
        LearningOperator common = OperatorFixture.create(spec, Partitions.SCHEMA);
        Random64 random = new Random64(8);
        for (int i = 0; i < 600; i++) {
            int m = random.nextInt(6);
            int n = random.nextInt(6);
            common.onEvent(row(i, Double.NaN, Double.NaN, "m" + m, "n" + n, m * n + random.nextGaussian()), i);
        }
        List<LearningOperator> base =
                Stream.generate(() -> OperatorFixture.copy(common)).limit(3).toList();
        List<LearningOperator> parts = base.stream().map(OperatorFixture::copy).toList();
        LearningOperator whole = OperatorFixture.copy(common);
        for (int i = 600; i < 1200; i++) {
            int p = random.nextInt(3);
            int m = 2 * p + random.nextInt(2);
            int n = 2 * p + random.nextInt(2);
            Row row = row(i, Double.NaN, Double.NaN, "m" + m, "n" + n, 5 - m * n + random.nextGaussian());
            whole.onEvent(row, i);
            parts.get(p).onEvent(row, i);
        }
        LearningModel merged = Serve.merge(parts, base);
        double[] none = {Double.NaN, Double.NaN};
        for (int m = 0; m < 6; m++) {
            for (int n = 0; n < 6; n++) { // pairs that no partition has seen since, too
                double expected = settled(whole.learningModel(), none, "m" + m, "n" + n);
                assertThat(settled(merged, none, "m" + m, "n" + n))
                        .isCloseTo(expected, within(EXACT * Math.max(1, Math.abs(expected))));
            }
        }
    }

    /** Factors that began by chance, each partition's by its own: turned to lie on each other they mean the same. */
    @Test
    void interactionsAreNearlyAsGoodMergedAsOne() {
        LearningSpec spec = values("factorization-machine-regression:optimizer=adagrad,rate=0.1", Scale.STANDARD);
        List<LearningOperator> parts = new ArrayList<>();
        for (int p = 0; p < 4; p++) {
            parts.add(OperatorFixture.create(spec, Partitions.SCHEMA, 42 + p));
        }
        Random64 random = new Random64(4);
        for (int i = 0; i < 8000; i++) {
            parts.get(random.nextInt(4)).onEvent(event(i, random, 50), i);
        }
        VersionedModel merged = Serve.MERGED.joint(parts);
        double error = 0;
        double errorOfPart = 0;
        for (int i = 0; i < 500; i++) {
            Row question = event(9000 + i, random, 50);
            double truth = question.number(2);
            error += Math.abs(truth
                            - Partitions.ask(parts.get(0), question, merged).value())
                    / 500;
            for (LearningOperator part : parts) {
                errorOfPart +=
                        Math.abs(truth - Partitions.ask(part, question, null).value()) / 2000;
            }
        }
        assertThat(error).isLessThan(errorOfPart);
    }
}
