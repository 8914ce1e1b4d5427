package dev.millrace.ml.learner.bayes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.Classifier;
import dev.millrace.stream.random.Random64;
import dev.millrace.stream.state.BytesStateWriter;
import org.junit.jupiter.api.Test;

/** Naive Bayes over counts and over presence, against the formulas of McCallum and Nigam worked out in full. */
class TextNaiveBayesTest {
    private static final int WORDS = 8;

    private static Layout words() {
        Layout.Builder builder = Layout.builder();
        builder.hashed("words", 3);
        return builder.build();
    }

    private static FeatureVector text(Layout layout, int... indices) {
        FeatureVector x = new FeatureVector(layout);
        for (int index : indices) {
            x.addHashed(index, 1);
        }
        return x;
    }

    private static double[] predict(Classifier learner, FeatureVector x) {
        double[] scores = new double[2];
        learner.predict(x, scores);
        return scores;
    }

    /** The textbook's: three texts of class 0, one of class 1; word 0 five times in class 0, once in class 1. */
    private static void learn(Classifier learner, Layout layout) {
        learner.learn(text(layout, 0, 1, 0), 0, 1);
        learner.learn(text(layout, 0, 0, 2), 0, 1);
        learner.learn(text(layout, 0, 3), 0, 1);
        learner.learn(text(layout, 4, 5, 0), 1, 1);
    }

    @Test
    void aBagOfWordsHasTheProbabilityOfItsCounts() {
        Layout layout = words();
        MultinomialNaiveBayes bayes = new MultinomialNaiveBayes(SmoothingSettings.DEFAULT, layout);
        learn(bayes, layout);
        double zero = 3.0 / 4 * Math.pow((5.0 + 1) / (8 + WORDS), 3) * (0.0 + 1) / (8 + WORDS) * 1 / (8 + WORDS);
        double one = 1.0 / 4 * Math.pow((1.0 + 1) / (3 + WORDS), 3) * (1.0 + 1) / (3 + WORDS) * 2 / (3 + WORDS);
        assertThat(predict(bayes, text(layout, 0, 0, 0, 4, 5))[0]).isCloseTo(zero / (zero + one), within(1e-12));
    }

    @Test
    void whatIsAbsentCountsAsWellAsWhatIsThere() {
        Layout layout = words();
        BernoulliNaiveBayes bayes = new BernoulliNaiveBayes(SmoothingSettings.DEFAULT, layout);
        learn(bayes, layout);
        int[][] texts = {{3, 1, 1, 1, 0, 0, 0, 0}, {1, 0, 0, 0, 1, 1, 0, 0}}; // texts of a class that have a word
        int[] sizes = {3, 1};
        boolean[] there = {true, false, false, false, true, true, false, false};
        double[] likelihood = {3.0 / 4, 1.0 / 4};
        for (int k = 0; k < 2; k++) {
            for (int word = 0; word < WORDS; word++) {
                double share = (texts[k][word] + 1.0) / (sizes[k] + 2);
                likelihood[k] *= there[word] ? share : 1 - share;
            }
        }
        assertThat(predict(bayes, text(layout, 0, 0, 0, 4, 5))[0])
                .isCloseTo(likelihood[0] / (likelihood[0] + likelihood[1]), within(1e-12));
    }

    @Test
    void ofACategoryOneCodeIsThereAndAMissingOneIsLeftOut() {
        Layout.Builder builder = Layout.builder();
        builder.category("colour", 3);
        builder.number("flag");
        Layout layout = builder.build();
        BernoulliNaiveBayes bayes = new BernoulliNaiveBayes(SmoothingSettings.DEFAULT, layout);
        FeatureVector x = new FeatureVector(layout);
        x.categories()[0] = 1;
        bayes.learn(x, 0, 1);
        x.categories()[0] = 2;
        x.numbers()[0] = 1;
        bayes.learn(x, 1, 1);
        FeatureVector asked = new FeatureVector(layout);
        asked.categories()[0] = 1;
        // Codes 0, 1, 2: class 0 has shown 1, class 1 has shown 2; the flag is not asked.
        double zero = (1 - 1.0 / 3) * 2.0 / 3 * (1 - 1.0 / 3);
        double one = (1 - 1.0 / 3) * 1.0 / 3 * (1 - 2.0 / 3);
        assertThat(predict(bayes, asked)[0]).isCloseTo(zero / (zero + one), within(1e-12));
        asked.clear();
        assertThat(predict(bayes, asked)[0]).isCloseTo(0.5, within(1e-12));
    }

    @Test
    void aLargeVocabularyStandsInChunksOfItsOwn() {
        Layout.Builder builder = Layout.builder();
        builder.hashed("words", 17);
        Layout layout = builder.build();
        MultinomialNaiveBayes bayes = new MultinomialNaiveBayes(SmoothingSettings.DEFAULT, layout);
        bayes.learn(text(layout, 1, 100_000), 0, 1);
        BytesStateWriter out = new BytesStateWriter();
        bayes.snapshot(out);
        assertThat(out.registered()).containsKey("counts-0");
        assertThat(out.main().length).isLessThan(100);
    }

    @Test
    void topicsOfTextsAreLearned() {
        for (Classifier learner : new Classifier[] {
            new MultinomialNaiveBayes(SmoothingSettings.DEFAULT, large()),
            new BernoulliNaiveBayes(SmoothingSettings.DEFAULT, large())
        }) {
            Layout layout = large();
            Random64 random = new Random64(3);
            int right = 0;
            for (int n = 0; n < 1_000; n++) {
                int topic = random.nextInt(2);
                FeatureVector x = new FeatureVector(layout);
                for (int words = 0; words < 20; words++) {
                    x.addHashed(random.nextInt(2) == 0 ? 512 * topic + random.nextInt(512) : random.nextInt(1024), 1);
                }
                if (n >= 500 && (predict(learner, x)[1] > 0.5) == (topic == 1)) {
                    right++;
                }
                learner.learn(x, topic, 1);
            }
            assertThat(right).isGreaterThan(375);
        }
    }

    private static Layout large() {
        Layout.Builder builder = Layout.builder();
        builder.hashed("words", 10);
        return builder.build();
    }
}
