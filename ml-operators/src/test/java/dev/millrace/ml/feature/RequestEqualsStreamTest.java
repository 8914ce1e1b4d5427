package dev.millrace.ml.feature;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.stream.event.Row;
import dev.millrace.stream.random.Random64;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What a question sees is what training sees: the same vector, bit for bit, at the same state, however often asked. */
class RequestEqualsStreamTest {
    private static final Features CLASSES = features(false);
    private static final Features VALUES = features(true);

    private static Features features(boolean labelIsValue) {
        FeatureContext context =
                new FeatureContext("label", "card", labelIsValue, labelIsValue ? List.of() : List.of("yes", "no"));
        return Features.of(EveryFeature.all(), EveryFeature.SCHEMA, context);
    }

    @Property(tries = 40)
    void transformIsPureAndTheSameForBoth(@ForAll long seed) {
        check(CLASSES, seed);
        check(VALUES, seed);
    }

    private static void check(Features features, long seed) {
        Lookups lookups = features.newLookups();
        Encoders encoders = features.newEncoders();
        Random64 random = new Random64(seed);
        RawValues raw = features.newRawValues();
        for (int i = 0; i < 60; i++) {
            Row row = EveryFeature.row(random, i);
            String key = "k" + random.nextInt(3);
            long at = i * 500L - random.nextInt(2_500);
            FeatureVector asked = vector(features, lookups, encoders, key, row, at, features.newRawValues());
            vector(
                    features,
                    lookups,
                    encoders,
                    "k" + random.nextInt(5),
                    EveryFeature.row(random, i),
                    at + random.nextInt(5_000),
                    features.newRawValues());
            FeatureVector streamed = vector(features, lookups, encoders, key, row, at, raw);
            assertThat(streamed.numbers()).isEqualTo(asked.numbers());
            assertThat(streamed.categories()).isEqualTo(asked.categories());
            assertThat(streamed.carried()).isEqualTo(asked.carried());
            assertThat(streamed.hashedCount()).isEqualTo(asked.hashedCount());
            for (int h = 0; h < streamed.hashedCount(); h++) {
                assertThat(streamed.hashedIndex(h)).isEqualTo(asked.hashedIndex(h));
                assertThat(streamed.hashedValue(h)).isEqualTo(asked.hashedValue(h));
            }
            if (features == VALUES) {
                lookups.updateLabel(key, random.nextDouble());
                encoders.updateLabel(streamed, random.nextDouble());
            } else {
                int label = random.nextInt(2);
                lookups.updateLabel(key, label == 0 ? "yes" : "no");
                encoders.updateLabel(streamed, label);
            }
            encoders.update(raw);
            lookups.update(key, row, at);
            lookups.onWatermark(at - 2_500);
        }
    }

    private static FeatureVector vector(
            Features features, Lookups lookups, Encoders encoders, String key, Row row, long at, RawValues raw) {
        FeatureVector x = new FeatureVector(features.layout());
        features.read(row, at, raw);
        lookups.read(key, at, raw);
        encoders.encode(raw, x);
        return x;
    }
}
