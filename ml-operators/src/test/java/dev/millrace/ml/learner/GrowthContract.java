package dev.millrace.ml.learner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.ml.feature.Attribute;
import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.feature.Layout;
import dev.millrace.stream.random.Random64;
import dev.millrace.stream.state.BytesStateReader;
import java.util.ArrayList;
import java.util.List;

/** What a learner promises about features that are appended while it lives, if its provider takes them. */
final class GrowthContract<S extends Record> extends LearnerOnTrial<S> {
    GrowthContract(LearnerProvider<S> provider, S settings) {
        super(provider, settings);
    }

    /** The layout of the contract, and a feature of each kind behind it. */
    static Layout grownLayout() {
        Layout.Builder builder = Layout.builder();
        layout().attributes().forEach(attribute -> add(builder, attribute));
        builder.number("late");
        builder.category("lateColour", 4);
        builder.hashed("lateWords", 3);
        return builder.build();
    }

    private static void add(Layout.Builder builder, Attribute attribute) {
        switch (attribute.kind()) {
            case NUMBER -> builder.number(attribute.name());
            case CATEGORY -> builder.category(attribute.name(), attribute.width());
            case HASHED -> builder.hashed(attribute.name(), Integer.numberOfTrailingZeros(attribute.width()));
        }
    }

    /** The same event with the new features missing. */
    private static FeatureVector widened(FeatureVector x, Layout grown) {
        FeatureVector wide = new FeatureVector(grown);
        wide.timeMillis(x.timeMillis());
        System.arraycopy(x.numbers(), 0, wide.numbers(), 0, x.numbers().length);
        System.arraycopy(x.categories(), 0, wide.categories(), 0, x.categories().length);
        for (int i = 0; i < x.hashedCount(); i++) {
            wide.addHashed(x.hashedIndex(i), x.hashedValue(i));
        }
        return wide;
    }

    /** The same event with new features: those of the label, if they are to tell it. */
    private Example late(Example example, Layout grown, Random64 random, boolean tells) {
        FeatureVector x = widened(example.x(), grown);
        int told = tells ? example.label() : random.nextInt(3);
        x.numbers()[3] = 2 * told + random.nextGaussian() + (detects ? 100 : 0);
        x.categories()[2] = random.nextInt(4) == 0 ? random.nextInt(4) : told;
        x.addHashed(grown.attributes().get(8).start() + random.nextInt(8), 1);
        return new Example(x, example.label(), example.value());
    }

    private Learner grown(Learner learner, Layout before, Layout after) {
        Learner grown = create(after, 77);
        BytesStateReader in = new BytesStateReader(chunks(learner));
        grown.restore(in, before);
        assertThat(in.remaining())
                .as("bytes left after restoring " + provider.name())
                .isZero();
        return grown;
    }

    /**
     * Features are appended to what it has learned: events without them are answered as before, what it knows stays, learning
     * goes on, and restored is still uninterrupted.
     */
    void goesOnWithMoreFeatures() {
        if (!provider.takesNewFeatures()) {
            return;
        }
        Layout before = layout();
        Layout after = grownLayout();
        Learner learner = create(before, 1);
        List<Example> examples = stream(before, 3, 4000, 23);
        double errorBefore = error(learner, examples.subList(0, 2000), 1000);
        Learner grown = grown(learner, before, after);
        List<Example> rest = examples.subList(2000, 4000);
        for (Example example : rest) {
            double[] expected = predict(learner, example.x(), 3);
            double[] given = predict(grown, widened(example.x(), after), 3);
            assertThat(given).as(provider.name()).containsExactly(expected, within(1e-9));
        }
        Random64 random = new Random64(24);
        List<Example> noise =
                rest.stream().map(each -> late(each, after, random, false)).toList();
        double limit = errorBefore * 1.35 + 0.06;
        if (provider.task() == LearnerProvider.Task.REGRESSION) { // steps at weights that nobody knows cost at first
            limit = Math.max(limit, error(create(after, 1), noise.subList(0, 300), 300));
        }
        double first = error(grown, noise.subList(0, 300), 300);
        assertThat(first).as(provider.name() + " just after growth").isLessThanOrEqualTo(limit);
        Learner interrupted = restored(after, grown, 5);
        for (Example example : noise.subList(300, 1300)) {
            learn(grown, example, 1);
            learn(interrupted, example, 1);
        }
        assertThat(bytes(interrupted)).as(provider.name()).isEqualTo(bytes(grown));
        double later = error(grown, noise.subList(1300, 2000), 700);
        assertThat(later).as(provider.name() + " later").isLessThan(errorBefore * 1.2 + 0.06);
        Learner twice = grown(create(before, 1), before, after); // nothing learned yet
        assertThat(predict(twice, noise.get(0).x(), 3))
                .containsExactly(predict(create(after, 77), noise.get(0).x(), 3), within(1e-12));
    }

    /** Whoever learns new features when they are there from the beginning learns them when they come later. */
    void learnsFeaturesThatCameLater() {
        if (!provider.takesNewFeatures() || (!classifies && provider.task() != LearnerProvider.Task.REGRESSION)) {
            return;
        }
        Layout before = layout();
        Layout after = grownLayout();
        Random64 random = new Random64(25);
        List<Example> telling = new ArrayList<>();
        for (Example example : stream(before, 3, 5000, 26)) {
            Example other = new Example(example.x(), random.nextInt(3), 0); // what there was tells nothing
            Example told = late(other, after, random, true);
            telling.add(new Example(told.x(), told.label(), 3 * told.label()));
        }
        double fresh = error(create(after, 1), telling, 1000);
        Learner learner = create(before, 1);
        for (Example example : stream(before, 3, 1000, 27)) {
            int label = random.nextInt(3);
            learn(learner, new Example(example.x(), label, 3 * label), 1);
        }
        double late = error(grown(learner, before, after), telling, 1000);
        assertThat(late)
                .as(provider.name() + " with features that came later")
                .isLessThan(fresh + (classifies ? 0.15 : 0.3) * (1 + fresh));
    }

    /** Test-then-train: the mean error of the last so many; 0 where there is nothing to be wrong about. */
    private double error(Learner learner, List<Example> examples, int last) {
        double sum = 0;
        int n = 0;
        for (Example example : examples) {
            double[] scores = predict(learner, example.x(), 3);
            checkScores(scores);
            if (n++ >= examples.size() - last) {
                if (classifies) {
                    sum += Scores.argmax(scores, 3) == example.label() ? 0 : 1;
                } else if (provider.task() == LearnerProvider.Task.REGRESSION) {
                    sum += Math.abs(scores[0] - example.value());
                } else if (chooses) {
                    sum += Math.abs(scores[example.label()] - example.value());
                } else if (detects) {
                    sum += scores[0]; // all events are usual ones
                }
            }
            learn(learner, example, 1);
        }
        return sum / last;
    }
}
