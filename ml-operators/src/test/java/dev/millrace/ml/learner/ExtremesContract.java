package dev.millrace.ml.learner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.feature.Layout;
import dev.millrace.stream.random.Random64;
import dev.millrace.stream.settings.Settings;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** What a learner promises at the edges: features by the hundred thousand, values and weights of any size, settings that mean nothing. */
final class ExtremesContract<S extends Record> extends LearnerOnTrial<S> {
    ExtremesContract(LearnerProvider<S> provider, S settings) {
        super(provider, settings);
    }

    /** It learns from them, or says when it is made how many are too many, and what to do. */
    void hundredThousandFeatures() {
        int width = 100_000;
        Layout.Builder builder = Layout.builder();
        for (int i = 0; i < width; i++) {
            builder.number("n" + i);
        }
        Layout layout = builder.build();
        Learner learner;
        try {
            learner = create(layout, 1);
        } catch (IllegalArgumentException e) {
            assertThat(e).as(provider.name()).hasMessageContaining("10000").hasMessageMatching("(?s).*[,;:.] .*");
            return;
        }
        Random64 random = new Random64(18);
        for (int n = 0; n < 20; n++) {
            FeatureVector x = new FeatureVector(layout);
            int label = n % 2;
            for (int i = 0; i < width; i++) {
                x.numbers()[i] = i % 10 == 0 ? random.nextGaussian() + label : 0;
            }
            checkScores(predict(learner, x, 2));
            learn(learner, new Example(x, label, label), 1);
        }
    }

    /** Words hashed into many places, of which an event has a few, and a category of many codes. */
    void hundredThousandWordsAndNames() {
        int codes = 100_000;
        Layout.Builder builder = Layout.builder();
        builder.number("a");
        builder.hashed("words", 17);
        builder.category("name", codes);
        Layout layout = builder.build();
        Learner learner;
        try {
            learner = create(layout, 1);
        } catch (IllegalArgumentException e) {
            assertThat(e).as(provider.name()).hasMessageMatching("(?s).*(23107[2-4]|131072|10000[01]).*[,;:.] .*");
            return;
        }
        Random64 random = new Random64(19);
        FeatureVector x = new FeatureVector(layout);
        for (int n = 0; n < 60; n++) {
            int label = n % 2;
            x.clear();
            x.numbers()[0] = random.nextGaussian() + label;
            x.categories()[0] = n % 5 == 0 ? codes - 1 : random.nextInt(codes);
            for (int words = 0; words < 10; words++) {
                x.addHashed(layout.attributes().get(1).start() + random.nextInt(1 << 17), 1 + random.nextInt(2));
            }
            checkScores(predict(learner, x, 2));
            learn(learner, new Example(x, label, label), 1);
        }
        assertThat(bytes(restored(layout, learner, 2))).as(provider.name()).isEqualTo(bytes(learner));
    }

    /**
     * Each setting refuses what it cannot mean, by name: a number what is no number and something that is too small or too large,
     * all others a word that means nothing.
     */
    void settingsOutOfRange() {
        Settings.write(provider.defaults()).forEach((key, value) -> {
            boolean whole = value.matches("-?[0-9]+");
            refused(key, "no-such-thing");
            if (!whole && !value.matches("-?[0-9.]+([eE]-?[0-9]+)?")) {
                return;
            }
            List<String> wrong = whole ? List.of("-2000000000", "2000000000") : List.of("-1e300", "1e300");
            assertThat(wrong).as(provider.name() + ":" + key).anySatisfy(given -> refused(key, given));
            if (!whole) {
                refused(key, "NaN");
            }
        });
    }

    private void refused(String key, String given) {
        assertThatIllegalArgumentException()
                .as(provider.name() + ":" + key + "=" + given)
                .isThrownBy(() -> provider.create(Settings.read(provider.defaults(), Map.of(key, given)), layout(), 1))
                .withMessageContaining(key);
    }

    void constantFeatures() {
        Layout layout = layout();
        Learner learner = create(layout, 1);
        FeatureVector x = new FeatureVector(layout);
        Arrays.fill(x.numbers(), 3);
        Arrays.fill(x.categories(), 1);
        for (Example example : stream(layout, 3, EVENTS, 13)) {
            checkScores(predict(learner, x, 3));
            learn(learner, new Example(x, example.label(), example.value()), 1);
        }
    }

    void missingValuesEverywhere() {
        Layout layout = layout();
        FeatureVector nothing = new FeatureVector(layout);
        Learner learner = create(layout, 1);
        for (Example example : stream(layout, 3, EVENTS, 14)) {
            checkScores(predict(learner, nothing, 3));
            learn(learner, new Example(nothing, example.label(), example.value()), 1);
        }
        Learner before = runs(stream(layout, 3, EVENTS, 14), 3);
        checkScores(predict(before, nothing, 3));
    }

    void hugeAndTinyValues() {
        double[] odd = {
            1e300,
            -1e300,
            1e-300,
            -1e-300,
            Double.MAX_VALUE,
            Double.MIN_VALUE,
            0,
            -0.0,
            1e15,
            1e99,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY,
            Double.NaN
        };
        Layout layout = layout();
        Random64 random = new Random64(15);
        for (int classes = 2; classes <= 3; classes++) {
            Learner learner = create(layout, 1);
            for (Example example : stream(layout, classes, EVENTS, 15)) {
                double[] numbers = example.x().numbers();
                for (int i = 0; i < numbers.length; i++) {
                    numbers[i] = random.nextInt(3) == 0 ? odd[random.nextInt(odd.length)] : numbers[i];
                }
                if (random.nextInt(3) == 0) {
                    int word = layout.attributes().get(3).start() + random.nextInt(16);
                    example.x().addHashed(word, odd[random.nextInt(odd.length)]);
                }
                checkScores(predict(learner, example.x(), 3));
                boolean oddValue = !classifies && random.nextInt(3) == 0; // values are finite, and may be of any size
                double value = oddValue ? odd[random.nextInt(10)] : example.value();
                learn(learner, new Example(example.x(), example.label(), value), 1);
            }
            assertThat(bytes(restored(layout, learner, 2))).as(provider.name()).isEqualTo(bytes(learner));
        }
    }

    void weights() {
        Random64 random = new Random64(16);
        double[] weights = {Usable.LEAST_WEIGHT, 1e-6, 0.25, 1, 2, 100, 1e6, Usable.LARGEST_WEIGHT};
        for (int classes = 2; classes <= 3; classes++) {
            Learner learner = create(1);
            for (Example example : stream(layout(), classes, EVENTS, 16)) {
                checkScores(predict(learner, example.x(), 3));
                learn(learner, example, weights[random.nextInt(weights.length)]);
            }
            assertThat(bytes(restored(layout(), learner, 2)))
                    .as(provider.name())
                    .isEqualTo(bytes(learner));
        }
    }
}
