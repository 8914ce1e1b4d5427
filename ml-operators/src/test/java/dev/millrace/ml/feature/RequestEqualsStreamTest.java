package dev.millrace.ml.feature;

import static dev.millrace.ml.feature.FeatureSpec.category;
import static dev.millrace.ml.feature.FeatureSpec.lag;
import static dev.millrace.ml.feature.FeatureSpec.lagLabel;
import static dev.millrace.ml.feature.FeatureSpec.number;
import static dev.millrace.ml.feature.FeatureSpec.window;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.stream.event.Row;
import dev.millrace.stream.event.Schema;
import dev.millrace.stream.random.Random64;
import dev.millrace.stream.window.Statistic;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What a question sees is what training sees: the same vector, bit for bit, at the same state, however often asked. */
class RequestEqualsStreamTest {
    private static final Schema SCHEMA =
            Schema.builder().number("a").number("b").text("shop").build();
    private static final Features FEATURES = Features.of(
            List.of(
                    new NamedFeature("a", number("a").scale(Scale.STANDARD)),
                    new NamedFeature("b", number("b").scale(Scale.STANDARD)),
                    new NamedFeature("shop", category("shop").max(3)),
                    new NamedFeature("hashed", category("shop").hash(4)),
                    new NamedFeature("before", lag("b").steps(2).scale(Scale.STANDARD)),
                    new NamedFeature("was", lagLabel()),
                    new NamedFeature("spend", window("a", 60L, 600L).take(Statistic.values()))),
            SCHEMA,
            new FeatureContext("label", "key", false));

    private final Lookups lookups = FEATURES.newLookups();
    private final Encoders encoders = FEATURES.newEncoders();

    @Property(tries = 100)
    void transformIsPureAndTheSameForBoth(@ForAll long seed) {
        Random64 random = new Random64(seed);
        RawValues raw = FEATURES.newRawValues();
        for (int i = 0; i < 60; i++) {
            Row row = row(random);
            String key = "k" + random.nextInt(3);
            long at = i * 10L - random.nextInt(50);
            FeatureVector asked = vector(key, row, at, FEATURES.newRawValues());
            vector("k" + random.nextInt(5), row(random), at + random.nextInt(100), FEATURES.newRawValues());
            FeatureVector streamed = vector(key, row, at, raw);
            assertThat(streamed.numbers()).isEqualTo(asked.numbers());
            assertThat(streamed.categories()).isEqualTo(asked.categories());
            assertThat(streamed.hashedCount()).isEqualTo(asked.hashedCount());
            for (int h = 0; h < streamed.hashedCount(); h++) {
                assertThat(streamed.hashedIndex(h)).isEqualTo(asked.hashedIndex(h));
            }
            lookups.updateLabel(key, random.nextBoolean() ? "yes" : "no");
            encoders.update(raw);
            lookups.update(key, row, at);
        }
    }

    private FeatureVector vector(String key, Row row, long at, RawValues raw) {
        FeatureVector x = new FeatureVector(FEATURES.layout());
        FEATURES.read(row, raw);
        lookups.read(key, at, raw);
        encoders.encode(raw, x);
        return x;
    }

    private static Row row(Random64 random) {
        Row row = new Row(SCHEMA);
        row.setNumber(0, random.nextInt(6) == 0 ? Double.NaN : random.nextGaussian() * 100);
        row.setNumber(1, random.nextDouble());
        row.setText(0, random.nextInt(6) == 0 ? null : "s" + random.nextInt(6));
        return row;
    }
}
