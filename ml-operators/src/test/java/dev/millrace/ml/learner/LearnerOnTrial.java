package dev.millrace.ml.learner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.feature.Layout;
import dev.millrace.stream.harness.Snapshots;
import dev.millrace.stream.random.Random64;
import dev.millrace.stream.state.BytesStateReader;
import dev.millrace.stream.state.BytesStateWriter;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** A learner that a contract looks at: made, asked, taught and restored alike whatever its kind, over streams that are made. */
abstract class LearnerOnTrial<S extends Record> {
    static final int EVENTS = 1500;

    final LearnerProvider<S> provider;
    final S settings;
    final boolean classifies;
    final boolean detects;
    final boolean chooses;

    LearnerOnTrial(LearnerProvider<S> provider, S settings) {
        this.provider = provider;
        this.settings = settings;
        this.classifies = provider.task() == LearnerProvider.Task.CLASSIFICATION;
        this.detects = provider.task() == LearnerProvider.Task.ANOMALY;
        this.chooses = provider.task() == LearnerProvider.Task.BANDIT;
    }

    /** One labelled event of a made stream. */
    record Example(FeatureVector x, int label, double value) {}

    /** A layout with all three parts. */
    static Layout layout() {
        Layout.Builder builder = Layout.builder();
        builder.number("a");
        builder.category("colour", 5);
        builder.number("b");
        builder.hashed("words", 4);
        builder.number("constant");
        builder.category("size", 3);
        return builder.build();
    }

    /** A stream that can be learned, with missing values; class k is about a = 2k, its colour mostly k. */
    static List<Example> stream(Layout layout, int classes, int events, long seed) {
        Random64 random = new Random64(seed);
        List<Example> examples = new ArrayList<>();
        for (int n = 0; n < events; n++) {
            int label = random.nextInt(classes);
            FeatureVector x = new FeatureVector(layout);
            x.timeMillis(n * 600_000L);
            x.numbers()[0] = random.nextInt(20) == 0 ? Double.NaN : 2 * label + random.nextGaussian();
            x.numbers()[1] = random.nextDouble();
            x.numbers()[2] = 7;
            x.categories()[0] = random.nextInt(10) == 0 ? -1 : (random.nextInt(3) == 0 ? random.nextInt(5) : label % 5);
            x.categories()[1] = random.nextInt(3);
            int start = layout.attributes().get(3).start();
            for (int words = random.nextInt(4); words > 0; words--) {
                x.addHashed(start + random.nextInt(16), 1 + random.nextInt(2));
            }
            examples.add(new Example(x, label, 3 * label + random.nextGaussian()));
        }
        return examples;
    }

    Learner create(long seed) {
        return provider.create(settings, layout(), seed);
    }

    Learner create(Layout layout, long seed) {
        return provider.create(settings, layout, seed);
    }

    /** The whole state: the plain values, and the chunks of containers by name. */
    static SortedMap<String, byte[]> chunks(Learner learner) {
        BytesStateWriter out = new BytesStateWriter();
        learner.snapshot(out);
        SortedMap<String, byte[]> chunks = new TreeMap<>();
        chunks.put(BytesStateWriter.MAIN, out.main());
        out.registered().forEach((name, container) -> chunks.putAll(Snapshots.of(name, container)));
        return chunks;
    }

    static byte[] bytes(Learner learner) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        chunks(learner).forEach((name, bytes) -> {
            all.writeBytes(name.getBytes(StandardCharsets.UTF_8));
            all.writeBytes(bytes);
        });
        return all.toByteArray();
    }

    Learner restored(Layout layout, Learner original, long seed) {
        Learner learner = create(layout, seed);
        BytesStateReader in = new BytesStateReader(chunks(original));
        learner.restore(in);
        assertThat(in.remaining())
                .as("bytes left after restoring " + provider.name())
                .isZero();
        return learner;
    }

    static double[] predict(Learner learner, FeatureVector x, int classes) {
        if (learner instanceof Classifier classifier) {
            double[] scores = new double[classes];
            Arrays.fill(scores, Double.NaN);
            classifier.predict(x, scores);
            return scores;
        }
        if (learner instanceof AnomalyDetector detector) {
            return new double[] {detector.score(x)};
        }
        if (learner instanceof Clusterer clusterer) {
            Assignment to = new Assignment();
            clusterer.predict(x, to);
            return new double[] {to.cluster() + 1, orZero(to.distance()), orZero(to.otherDistance())};
        }
        if (learner instanceof ContextualBandit bandit) {
            double[] both = new double[2 * classes]; // rewards, then probabilities
            double[] rewards = new double[classes];
            double[] probabilities = new double[classes];
            Arrays.fill(rewards, Double.NaN);
            Arrays.fill(probabilities, Double.NaN);
            bandit.predict(x, rewards, probabilities);
            System.arraycopy(rewards, 0, both, 0, classes);
            System.arraycopy(probabilities, 0, both, classes, classes);
            return both;
        }
        return new double[] {((Regressor) learner).predict(x)};
    }

    private static double orZero(double distance) {
        return Double.isNaN(distance) ? 0 : distance;
    }

    static void learn(Learner learner, Example example, double weight) {
        if (learner instanceof Classifier classifier) {
            classifier.learn(example.x(), example.label(), weight);
        } else if (learner instanceof AnomalyDetector detector) {
            detector.learn(example.x(), weight);
        } else if (learner instanceof Clusterer clusterer) {
            clusterer.learn(example.x(), weight);
        } else if (learner instanceof ContextualBandit bandit) {
            bandit.learn(example.x(), example.label(), example.value(), 0.25, weight);
        } else {
            ((Regressor) learner).learn(example.x(), example.value(), weight);
        }
    }

    void checkScores(double[] scores) {
        if (chooses) {
            checkChoice(scores);
            return;
        }
        double sum = 0;
        boolean fine = true;
        for (double score : scores) {
            fine &= Double.isFinite(score) && !(classifies && score < 0) && !(detects && (score < 0 || score > 1));
            sum += score;
        }
        if (!fine || (classifies && Math.abs(sum - 1) > 1e-9)) {
            fail(provider.name() + " gave " + Arrays.toString(scores));
        }
    }

    /** Expected rewards are finite; probabilities are none below 0 and sum to 1. */
    private void checkChoice(double[] rewardsAndProbabilities) {
        int actions = rewardsAndProbabilities.length / 2;
        double sum = 0;
        boolean fine = true;
        for (int a = 0; a < actions; a++) {
            fine &= Double.isFinite(rewardsAndProbabilities[a]) && rewardsAndProbabilities[actions + a] >= 0;
            sum += rewardsAndProbabilities[actions + a];
        }
        if (!fine || Math.abs(sum - 1) > 1e-9) {
            fail(provider.name() + " gave " + Arrays.toString(rewardsAndProbabilities));
        }
    }

    Learner runs(List<Example> examples, int classes) {
        Learner learner = create(1);
        int known = 1;
        for (Example example : examples) {
            checkScores(predict(learner, example.x(), Math.min(classes, known)));
            learn(learner, example, 1);
            known = Math.max(known, example.label() + 1);
        }
        return learner;
    }
}
