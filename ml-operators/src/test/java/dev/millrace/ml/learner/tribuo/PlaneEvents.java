package dev.millrace.ml.learner.tribuo;

import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.feature.Layout;
import dev.millrace.stream.random.Random64;

/** Two numbers and a category, and a plane over them that trainers can learn. */
final class PlaneEvents {
    static final Layout LAYOUT = layout();

    private PlaneEvents() {}

    private static Layout layout() {
        Layout.Builder builder = Layout.builder();
        builder.number("a");
        builder.number("b");
        builder.category("c", 3);
        return builder.build();
    }

    static FeatureVector draw(Random64 random) {
        FeatureVector x = new FeatureVector(LAYOUT);
        x.numbers()[0] = random.nextGaussian();
        x.numbers()[1] = random.nextGaussian();
        x.categories()[0] = random.nextInt(3);
        return x;
    }

    static double plane(FeatureVector x) {
        return x.numbers()[0] - 2 * x.numbers()[1] + x.categories()[0];
    }
}
