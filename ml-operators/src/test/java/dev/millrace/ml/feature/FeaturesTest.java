package dev.millrace.ml.feature;

import static dev.millrace.ml.feature.FeatureSpec.category;
import static dev.millrace.ml.feature.FeatureSpec.lag;
import static dev.millrace.ml.feature.FeatureSpec.lagLabel;
import static dev.millrace.ml.feature.FeatureSpec.number;
import static dev.millrace.ml.feature.FeatureSpec.window;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.stream.event.Row;
import dev.millrace.stream.event.Schema;
import dev.millrace.stream.window.Statistic;
import java.util.List;
import org.junit.jupiter.api.Test;

class FeaturesTest {
    private static final Schema SCHEMA = Schema.builder()
            .number("a")
            .number("b")
            .integer("n")
            .bool("flag")
            .text("shop")
            .text("label")
            .build();
    private static final FeatureContext CLASSES = new FeatureContext("label", null, false);

    /** Features with their state, taking one event after another. */
    private static final class Story {
        private final Features features;
        private final Lookups lookups;
        private final Encoders encoders;
        private final RawValues raw;
        private final FeatureVector x;

        Story(FeatureSpec... specs) {
            features = Features.of(
                    List.of(specs).stream()
                            .map(spec -> new NamedFeature("f" + List.of(specs).indexOf(spec), spec))
                            .toList(),
                    SCHEMA,
                    CLASSES);
            lookups = features.newLookups();
            encoders = features.newEncoders();
            raw = features.newRawValues();
            x = new FeatureVector(features.layout());
        }

        /** The event's vector, before the event is taken in. */
        FeatureVector event(String key, Row row, long atMillis) {
            features.read(row, atMillis, raw);
            lookups.read(key, atMillis, raw);
            encoders.encode(raw, x);
            FeatureVector seen = new FeatureVector(features.layout());
            seen.copyFrom(x);
            encoders.update(raw);
            lookups.update(key, row, atMillis);
            return seen;
        }

        double number(double value) {
            return event("", row(value, null), 0).numbers()[0];
        }

        int code(String shop) {
            return event("", row(0, shop), 0).categories()[0];
        }
    }

    private static Row row(double a, String shop) {
        Row row = new Row(SCHEMA);
        row.setNumber(0, a);
        row.setText(0, shop);
        return row;
    }

    @Test
    void vectorsKeepTheirNumbersWhenOthersAreMadeAndWhoKeepsAViewCopiesIt() {
        for (Scale scale : Scale.values()) {
            Story story = new Story(FeatureSpec.number("a").scale(scale));
            story.number(3);
            FeatureVector kept = new FeatureVector(story.features.layout());
            FeatureVector view = new FeatureVector(story.features.layout());
            FeatureVector copy = new FeatureVector(story.features.layout());
            story.features.read(row(5, null), 0, story.raw);
            story.encoders.encode(story.raw, kept);
            story.encoders.encodeView(story.raw, view);
            copy.copyFrom(view);
            double[] numbers = kept.numbers().clone();
            assertThat(view.numbers()).isEqualTo(numbers);
            story.features.read(row(7, null), 0, story.raw);
            story.encoders.encode(story.raw, story.x);
            assertThat(kept.numbers()).as("%s", scale).isEqualTo(numbers);
            assertThat(copy.numbers()).as("%s, copied", scale).isEqualTo(numbers);
            view.clear();
            assertThat(story.raw.numbers[0])
                    .as("raw values are nobody else's to change")
                    .isEqualTo(7);
        }
    }

    @Test
    void zerosOfARowAreKnownInTheVectorUnlessSomethingIsMadeOfThem() {
        Row row = Row.ofZeros(SCHEMA, 0, 0, 0);
        row.setNumber(1, 5);
        long others = -1L << 2; // where the layout has nothing
        assertThat(new Story(number("b"), number("a")).event("", row, 0).notZero())
                .isEqualTo(others | 1);
        assertThat(new Story(number("a"), number("b")).event("", row, 0).notZero())
                .isEqualTo(others | 2);
        assertThat(new Story(number("n"), number("a")).event("", row, 0).notZero())
                .isEqualTo(others | 1);
        assertThat(new Story(number("a").scale(Scale.STANDARD), number("b"))
                        .event("", row, 0)
                        .notZero())
                .isEqualTo(others | 3);
        assertThat(new Story(number("a").scale(Scale.MIN_MAX)).event("", row, 0).notZero())
                .isEqualTo(-1);
    }

    @Test
    void aNumberIsScaledAsIfItHadBeenSeen() {
        Story story = new Story(number("a").scale(Scale.STANDARD));
        assertThat(story.number(5)).isZero();
        assertThat(story.number(7)).isCloseTo(1, within(1e-12));
        double mean = (5 + 7 + 12) / 3.0;
        double deviation = Math.sqrt((25 + 49 + 144) / 3.0 - mean * mean);
        assertThat(story.number(12)).isCloseTo((12 - mean) / deviation, within(1e-12));
    }

    @Test
    void noSpreadGivesZero() {
        Story story = new Story(number("a").scale(Scale.STANDARD));
        for (int i = 0; i < 50; i++) {
            assertThat(story.number(0.1)).isZero();
        }
    }

    @Test
    void aMissingNumberStaysMissingAndTeachesNothing() {
        Story story = new Story(number("a").scale(Scale.STANDARD), number("n").scale(Scale.STANDARD));
        story.number(1);
        assertThat(story.number(Double.NaN)).isNaN();
        assertThat(story.number(Double.POSITIVE_INFINITY)).isNaN();
        assertThat(story.number(3)).isCloseTo(1, within(1e-12));
    }

    @Test
    void categoriesAreNumberedInOrderOfArrivalAndTheRestIsOther() {
        Story story = new Story(category("shop").max(2));
        assertThat(story.code("food")).isZero();
        assertThat(story.code("toys")).isEqualTo(1);
        assertThat(story.code("food")).isZero();
        assertThat(story.code("cars")).isEqualTo(2);
        assertThat(story.code("boats")).isEqualTo(2);
        assertThat(story.code(null)).isEqualTo(-1);
        assertThat(story.features.layout().width()).isEqualTo(3);
    }

    @Test
    void aHashedCategoryStaysInItsSpan() {
        Story story = new Story(number("a"), category("shop").hash(3), number("b"));
        for (int i = 0; i < 100; i++) {
            FeatureVector x = story.event("", row(1, "shop" + i), 0);
            assertThat(x.hashedCount()).isEqualTo(1);
            assertThat(x.hashedIndex(0)).isBetween(1, 8);
        }
        assertThat(story.event("", row(1, null), 0).hashedCount()).isZero();
    }

    @Test
    void sparseTokensAreHashedWithTheirValues() {
        Story story = new Story(number("a"), FeatureSpec.sparse("shop").hash(20));
        FeatureVector x = story.event("", row(1, "17:0.5  beef 204:-1e1 http://x:y 3:nan ns^a:2"), 0);
        double[] values = new double[x.hashedCount()];
        for (int i = 0; i < values.length; i++) {
            values[i] = x.hashedValue(i);
            assertThat(x.hashedIndex(i)).isBetween(1, 1 << 20);
        }
        assertThat(values).containsExactly(0.5, 1, -10, 1, 1, 2);
        int coordinate = x.hashedIndex(0);
        FeatureVector same = story.event("", row(1, "17:3"), 0);
        assertThat(same.hashedIndex(0)).as("a name keeps its coordinate").isEqualTo(coordinate);
        assertThat(same.hashedCount()).isEqualTo(1);
        assertThat(story.event("", row(1, ""), 0).hashedCount()).isZero();
        assertThat(story.event("", row(1, null), 0).hashedCount()).isZero();
        StringBuilder wide = new StringBuilder();
        for (int i = 0; i < 100_000; i++) {
            wide.append(i).append(":0.5 ");
        }
        assertThat(story.event("", row(1, wide.toString()), 0).hashedCount()).isEqualTo(100_000);
    }

    @Test
    void integersAndBooleansAreNumbersToo() {
        Story story = new Story(number("n"), number("flag"), number("a"));
        Row row = row(2.5, null);
        row.setInteger(0, 7);
        row.setInteger(1, 1);
        assertThat(story.event("", row, 0).numbers()).containsExactly(7, 1, 2.5);
        assertThat(story.event("", row(2.5, null), 0).numbers()).containsExactly(Double.NaN, Double.NaN, 2.5);
    }

    @Test
    void aLagIsTheValueOfItsOwnKeySomeEventsAgo() {
        Story story = new Story(lag("a"), lag("a").steps(2));
        assertThat(story.event("k", row(1, null), 0).numbers()).containsExactly(Double.NaN, Double.NaN);
        assertThat(story.event("k", row(2, null), 0).numbers()).containsExactly(1, Double.NaN);
        assertThat(story.event("other", row(9, null), 0).numbers()).containsExactly(Double.NaN, Double.NaN);
        assertThat(story.event("k", row(3, null), 0).numbers()).containsExactly(2, 1);
    }

    @Test
    void aLabelLagIsTheLastLabelKnown() {
        Story story = new Story(lagLabel(), lagLabel().steps(2));
        assertThat(story.event("k", row(1, null), 0).categories()).containsExactly(-1, -1);
        story.lookups.updateLabel("k", "yes");
        assertThat(story.event("k", row(1, null), 0).categories()).containsExactly(0, -1);
        story.lookups.updateLabel("k", "no");
        assertThat(story.event("k", row(1, null), 0).categories()).containsExactly(1, 0);
        assertThat(story.event("other", row(1, null), 0).categories()).containsExactly(-1, -1);
    }

    @Test
    void aWindowIsWhatItsKeyDidBefore() {
        Story story = new Story(window("a", 12_000L).take(Statistic.MAX, Statistic.COUNT, Statistic.MEAN));
        assertThat(story.features.layout().numbers().stream().map(Attribute::name))
                .containsExactly("f0.count.12s", "f0.mean.12s", "f0.max.12s");
        assertThat(story.event("k", row(4, null), 1_000).numbers()).containsExactly(0, Double.NaN, Double.NaN);
        assertThat(story.event("k", row(8, null), 2_000).numbers()).containsExactly(1, 4, 4);
        assertThat(story.event("k", row(1, null), 3_000).numbers()).containsExactly(2, 6, 8);
        assertThat(story.event("other", row(1, null), 3_000).numbers()).containsExactly(0, Double.NaN, Double.NaN);
        assertThat(story.event("k", row(1, null), 60_000).numbers()).containsExactly(0, Double.NaN, Double.NaN);
    }

    @Test
    void mistakesAreNamed() {
        assertThatThrownBy(() -> new Story(number("label"))).hasMessageContaining("which is the label");
        assertThatThrownBy(() -> new Story(number("shop"))).hasMessageContaining("make it a category");
        assertThatThrownBy(() -> new Story(category("a"))).hasMessageContaining("declare the field as text");
        assertThatThrownBy(() -> new Story(number("c"))).hasMessageContaining("the fields are [a, b, n");
        assertThatThrownBy(Story::new).hasMessageContaining("nothing to learn from");
        assertThatThrownBy(() -> category("shop").scale(Scale.STANDARD)).hasMessageContaining("only numbers");
        assertThatThrownBy(() -> category("shop").hash(40)).hasMessageContaining("1 to 28 bits");
        assertThatThrownBy(() -> lag("a").steps(0)).hasMessageContaining("1 to 1000 steps");
        assertThatThrownBy(() -> window("a")).hasMessageContaining("set over");
    }
}
