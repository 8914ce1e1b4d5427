package dev.millrace.ml.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.stream.event.Row;
import dev.millrace.stream.random.Random64;
import dev.millrace.stream.window.Statistic;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What each kind of feature says, of ordinary, missing and never seen values. */
class FeatureKindsTest {
    private static final long HOUR = 3_600_000;

    /** Features with their state, taking one event after another. */
    private static final class Story {
        private final Features features;
        private final Lookups lookups;
        private final Encoders encoders;
        private final RawValues raw;

        Story(FeatureSpec... specs) {
            this(new FeatureContext("label", "card", false, List.of("yes", "no")), specs);
        }

        Story(FeatureContext context, FeatureSpec... specs) {
            List<NamedFeature> named = new ArrayList<>();
            for (FeatureSpec spec : specs) {
                named.add(new NamedFeature("f" + named.size(), spec));
            }
            features = Features.of(named, EveryFeature.SCHEMA, context);
            lookups = features.newLookups();
            encoders = features.newEncoders();
            raw = features.newRawValues();
        }

        /** The vector of a question. */
        FeatureVector ask(Row row, long atMillis) {
            return vector(row, atMillis, features.newRawValues());
        }

        /** The vector of an event, which is then taken in. */
        FeatureVector event(Row row, long atMillis) {
            FeatureVector x = vector(row, atMillis, raw);
            encoders.update(raw);
            lookups.update("k", row, atMillis);
            return x;
        }

        private FeatureVector vector(Row row, long atMillis, RawValues into) {
            features.read(row, atMillis, into);
            lookups.read("k", atMillis, into);
            FeatureVector x = new FeatureVector(features.layout());
            encoders.encode(into, x);
            return x;
        }

        double amount(double amount) {
            return event(amountOf(amount), 0).numbers()[0];
        }

        List<String> attributes() {
            return features.layout().attributes().stream().map(Attribute::name).toList();
        }
    }

    private static Row amountOf(double amount) {
        Row row = new Row(EveryFeature.SCHEMA);
        row.setNumber(0, amount);
        return row;
    }

    private static Row merchant(String merchant, String country) {
        Row row = new Row(EveryFeature.SCHEMA);
        row.setText(0, merchant);
        row.setText(1, country);
        return row;
    }

    private static Row note(String text) {
        Row row = new Row(EveryFeature.SCHEMA);
        row.setText(2, text);
        return row;
    }

    private static Row opened(long atMillis) {
        Row row = new Row(EveryFeature.SCHEMA);
        row.setInteger(1, atMillis);
        return row;
    }

    @Test
    void minMaxIsFromZeroToOneWithTheNumberItself() {
        Story story = new Story(FeatureSpec.number("amount").scale(Scale.MIN_MAX));
        assertThat(story.amount(5)).isZero();
        assertThat(story.amount(15)).isEqualTo(1);
        assertThat(story.amount(10)).isEqualTo(0.5);
        assertThat(story.amount(Double.NaN)).isNaN();
        assertThat(story.amount(Double.NEGATIVE_INFINITY)).isNaN();
        assertThat(story.amount(-5)).isZero();
        assertThat(story.amount(5)).isEqualTo(0.5);
        assertThat(story.amount(-Double.MAX_VALUE)).isZero();
        assertThat(story.amount(Double.MAX_VALUE)).isEqualTo(1);
    }

    @Test
    void robustScalingLooksAtMedianAndQuartilesOnly() {
        Story story = new Story(FeatureSpec.number("amount").scale(Scale.ROBUST));
        Random64 random = new Random64(3);
        for (int i = 0; i < 4_000; i++) {
            story.amount(i % 50 == 0 ? 1e9 : 100 + 10 * random.nextGaussian());
        }
        assertThat(story.amount(100)).isCloseTo(0, within(0.1));
        assertThat(story.amount(113.5)).isCloseTo(1, within(0.1));
        Story constant = new Story(FeatureSpec.number("amount").scale(Scale.ROBUST));
        for (int i = 0; i < 10; i++) {
            assertThat(constant.amount(7)).isZero();
        }
    }

    @Test
    void quantilesAreThoseOfTheLastNumbers() {
        RecentQuantiles recent = new RecentQuantiles(100);
        List<Double> all = new ArrayList<>();
        Random64 random = new Random64(9);
        for (int i = 0; i < 1_000; i++) {
            double x = random.nextInt(50);
            List<Double> sorted = new ArrayList<>(all.subList(Math.max(0, i - 100), i));
            assertThat(recent.cell(x, 5))
                    .isEqualTo(
                            sorted.isEmpty()
                                    ? 0
                                    : (int) Math.min(
                                            4,
                                            sorted.stream().filter(y -> y < x).count() * 5 / sorted.size()));
            sorted.add(x);
            sorted.sort(null);
            double middle = (sorted.size() - 1) / 2.0;
            double median = (sorted.get((int) Math.floor(middle)) + sorted.get((int) Math.ceil(middle))) / 2;
            assertThat(recent.quantileWith(x, 0.5)).isCloseTo(median, within(1e-9));
            recent.add(x);
            all.add(x);
        }
    }

    @Test
    void logarithmsKeepTheSign() {
        Story story = new Story(FeatureSpec.number("amount").scale(Scale.LOG));
        assertThat(story.amount(Math.E - 1)).isCloseTo(1, within(1e-12));
        assertThat(story.amount(1 - Math.E)).isCloseTo(-1, within(1e-12));
        assertThat(story.amount(0)).isZero();
        Story scaled = new Story(FeatureSpec.number("amount").scale(Scale.LOG_STANDARD));
        assertThat(scaled.amount(0)).isZero();
        assertThat(scaled.amount(Math.E - 1)).isCloseTo(1, within(1e-9));
    }

    @Test
    void numbersAreClippedBeforeTheyAreScaled() {
        Story story = new Story(FeatureSpec.number("amount").clip(0, 10).scale(Scale.MIN_MAX));
        assertThat(story.amount(-99)).isZero();
        assertThat(story.amount(99)).isEqualTo(1);
        assertThat(story.amount(5)).isEqualTo(0.5);
    }

    @Test
    void gapsAreFilledFromWhatCameBefore() {
        Story mean =
                new Story(FeatureSpec.number("amount").missing(Missing.mean().flagged()));
        assertThat(mean.attributes()).containsExactly("f0", "f0.missing");
        assertThat(mean.event(amountOf(Double.NaN), 0).numbers()).containsExactly(Double.NaN, 1);
        mean.amount(2);
        mean.amount(4);
        assertThat(mean.event(amountOf(Double.NaN), 0).numbers()).containsExactly(3, 1);
        assertThat(mean.event(amountOf(6), 0).numbers()).containsExactly(6, 0);
        Story last = new Story(FeatureSpec.number("amount").missing(Missing.last()));
        last.amount(2);
        last.amount(4);
        assertThat(last.amount(Double.NaN)).isEqualTo(4);
        Story constant = new Story(FeatureSpec.number("amount").missing(Missing.constant(-1)));
        assertThat(constant.amount(Double.NaN)).isEqualTo(-1);
    }

    @Test
    void binsHoldEqualShares() {
        Story story = new Story(FeatureSpec.bins("amount").into(4));
        Random64 random = new Random64(1);
        int[] counts = new int[4];
        for (int i = 0; i < 5_000; i++) {
            double u = random.nextDouble();
            int bin = story.event(amountOf(u * u * u), 0).categories()[0];
            counts[bin] += i >= 1_000 ? 1 : 0;
        }
        for (int count : counts) {
            assertThat(count).isBetween(800, 1_200);
        }
        assertThat(story.event(amountOf(Double.NaN), 0).categories()).containsExactly(-1);
    }

    @Test
    void aPolynomialIsEveryProduct() {
        Story story = new Story(FeatureSpec.polynomial("amount", "balance").degree(3));
        assertThat(story.attributes())
                .containsExactly(
                        "f0.amount*amount",
                        "f0.amount*balance",
                        "f0.balance*balance",
                        "f0.amount*amount*amount",
                        "f0.amount*amount*balance",
                        "f0.amount*balance*balance",
                        "f0.balance*balance*balance");
        Row row = amountOf(2);
        row.setNumber(1, 3);
        assertThat(story.event(row, 0).numbers()).containsExactly(4, 6, 9, 8, 12, 18, 27);
        assertThat(story.event(amountOf(2), 0).numbers()[1]).isNaN();
    }

    @Test
    void aDifferenceIsTheChangeSinceTheKeysLastEvent() {
        Story story = new Story(
                FeatureSpec.difference("amount"),
                FeatureSpec.difference("amount").per(1_000));
        assertThat(story.event(amountOf(3), 1_000).numbers()).containsExactly(Double.NaN, Double.NaN);
        assertThat(story.event(amountOf(7), 3_000).numbers()).containsExactly(4, 2);
        assertThat(story.event(amountOf(6), 3_000).numbers()).containsExactly(-1, Double.NaN);
        assertThat(story.event(amountOf(Double.NaN), 4_000).numbers()).containsExactly(Double.NaN, Double.NaN);
        assertThat(story.event(amountOf(6), 5_000).numbers()).containsExactly(Double.NaN, Double.NaN);
    }

    @Test
    void timeSinceIsInSeconds() {
        Story story = new Story(FeatureSpec.sinceLastEvent(), FeatureSpec.since("opened"));
        assertThat(story.event(opened(0), 5_000).numbers()).containsExactly(Double.NaN, 5);
        assertThat(story.event(opened(7_000), 6_500).numbers()).containsExactly(1.5, -0.5);
        assertThat(story.event(opened(Row.MISSING_INTEGER), 6_000).numbers()).containsExactly(0, Double.NaN);
    }

    @Test
    void timesStandOnACircleOrAreCategories() {
        long thursday = Instant.parse("1970-01-01T06:00:00Z").toEpochMilli();
        Story circle = new Story(FeatureSpec.eventTime());
        double[] x = circle.event(opened(0), thursday).numbers();
        assertThat(circle.attributes())
                .containsExactly("f0.hour.sin", "f0.hour.cos", "f0.weekday.sin", "f0.weekday.cos");
        assertThat(x[0]).isCloseTo(1, within(1e-12));
        assertThat(x[1]).isCloseTo(0, within(1e-12));
        assertThat(x[2]).isCloseTo(Math.sin(2 * Math.PI * 3 / 7), within(1e-12));
        Story codes = new Story(FeatureSpec.time("opened")
                .take(TimeParts.Part.values())
                .in(ZoneId.of("Asia/Tokyo"))
                .as(TimeParts.As.CATEGORY));
        assertThat(codes.event(opened(thursday + 12 * HOUR), 0).categories()).containsExactly(3, 4, 0);
        assertThat(codes.event(opened(Row.MISSING_INTEGER), 0).categories()).containsExactly(-1, -1, -1);
    }

    @Test
    void aTargetEncodingIsTheShareOfEarlierLabelsDrawnToTheOverallOne() {
        Story story = new Story(FeatureSpec.target("merchant").smoothing(2));
        assertThat(story.attributes()).containsExactly("f0.no");
        FeatureVector first = story.event(merchant("a", null), 0);
        assertThat(first.numbers()).containsExactly(0.5);
        FeatureVector second = story.event(merchant("a", null), 0);
        assertThat(second.numbers()).as("the first label is not known yet").containsExactly(0.5);
        story.encoders.updateLabel(first, 1);
        assertThat(story.ask(merchant("a", null), 0).numbers()).containsExactly(1);
        story.encoders.updateLabel(second, 0);
        story.encoders.updateLabel(story.event(merchant("b", null), 0), 1);
        double overall = 2.0 / 3;
        assertThat(story.ask(merchant("a", null), 0).numbers()[0]).isCloseTo((1 + 2 * overall) / 4, within(1e-12));
        assertThat(story.ask(merchant("never", null), 0).numbers()[0]).isCloseTo(overall, within(1e-12));
        assertThat(story.ask(merchant(null, null), 0).numbers()[0]).isCloseTo(overall, within(1e-12));
    }

    @Test
    void aTargetEncodingOfValuesIsAMean() {
        Story story = new Story(
                new FeatureContext("value", "card", true),
                FeatureSpec.target("merchant").smoothing(1));
        FeatureVector x = story.event(merchant("a", null), 0);
        assertThat(x.numbers()).containsExactly(Double.NaN);
        story.encoders.updateLabel(x, 6.0);
        story.encoders.updateLabel(story.event(merchant("b", null), 0), 0.0);
        assertThat(story.ask(merchant("a", null), 0).numbers()).containsExactly(4.5);
        assertThat(story.ask(merchant("c", null), 0).numbers()).containsExactly(3);
    }

    @Test
    void moreCategoriesThanATableHoldsAreAsNeverSeen() {
        Story story = new Story(FeatureSpec.frequency("merchant").max(2));
        assertThat(story.event(merchant("a", null), 0).numbers()).containsExactly(Double.NaN);
        story.event(merchant("b", null), 0);
        story.event(merchant("c", null), 0);
        story.event(merchant("a", null), 0);
        assertThat(story.ask(merchant("a", null), 0).numbers()).containsExactly(0.5);
        assertThat(story.ask(merchant("c", null), 0).numbers()).containsExactly(0);
        assertThat(story.ask(merchant(null, null), 0).numbers()).containsExactly(Double.NaN);
    }

    @Test
    void aTableForgetsWhatExpires() {
        CategoryTable table = new CategoryTable(1_000, HOUR);
        for (int i = 0; i < 20_000; i++) {
            table.now(i * 60_000L);
            assertThat(table.update(NameHash.of("m" + i), 1)).isNotNull();
        }
        assertThat(table.size()).isLessThan(400);
    }

    @Test
    void anExpiredCategoryGivesItsCodeToTheNextNewOne() {
        Story story = new Story(FeatureSpec.category("merchant").max(2).expire(HOUR));
        assertThat(story.event(merchant("a", null), 0).categories()).containsExactly(0);
        assertThat(story.event(merchant("b", null), 1).categories()).containsExactly(1);
        assertThat(story.event(merchant("c", null), 2).categories()).containsExactly(2);
        assertThat(story.event(merchant("a", null), HOUR / 2).categories()).containsExactly(0);
        assertThat(story.event(merchant("c", null), HOUR + 1).categories())
                .as("b was not seen for an hour")
                .containsExactly(1);
        assertThat(story.ask(merchant("b", null), HOUR + 2).categories()).containsExactly(2);
        assertThat(story.ask(merchant(null, null), HOUR + 2).categories()).containsExactly(-1);
    }

    @Test
    void aCrossIsOneCategoryOfSeveral() {
        Story story = new Story(FeatureSpec.cross("merchant", "country").hash(20));
        int ab = story.event(merchant("a", "b"), 0).hashedIndex(0);
        assertThat(story.event(merchant("a", "b"), 0).hashedIndex(0)).isEqualTo(ab);
        assertThat(story.event(merchant("b", "a"), 0).hashedIndex(0)).isNotEqualTo(ab);
        assertThat(story.event(merchant("a", null), 0).hashedCount()).isZero();
    }

    @Test
    void wordsAreCountedWhateverTheirCase() {
        Story story = new Story(FeatureSpec.text("note").hash(20));
        FeatureVector x = story.event(note("Gift, gift! für"), 0);
        assertThat(x.hashedCount()).isEqualTo(2);
        List<Double> values = List.of(x.hashedValue(0), x.hashedValue(1));
        assertThat(values).as("unit length").containsExactlyInAnyOrder(2 / Math.sqrt(5), 1 / Math.sqrt(5));
        assertThat(story.event(note("FÜR"), 0).hashedIndex(0)).isIn(x.hashedIndex(0), x.hashedIndex(1));
        assertThat(story.event(note(null), 0).hashedCount()).isZero();
        assertThat(story.event(note(""), 0).hashedCount()).isZero();
        assertThat(story.event(note("?!"), 0).hashedCount()).isZero();
    }

    @Test
    void runsOfWordsAndCharacters() {
        Story words = new Story(FeatureSpec.text("note").hash(20).runs(1, 2).weight(TextTokens.Weight.BINARY));
        assertThat(words.event(note("one two three"), 0).hashedCount()).isEqualTo(5);
        Story characters = new Story(FeatureSpec.text("note")
                .hash(20)
                .of(TextTokens.Unit.CHARACTERS)
                .runs(3, 3)
                .weight(TextTokens.Weight.BINARY));
        assertThat(characters.event(note("abc"), 0).hashedCount())
                .as("' ab', 'abc', 'bc '")
                .isEqualTo(3);
    }

    @Test
    void aRareWordWeighsMore() {
        Story story = new Story(FeatureSpec.text("note").hash(20).weight(TextTokens.Weight.TF_IDF));
        int common = story.event(note("rent"), 0).hashedIndex(0);
        for (int i = 0; i < 98; i++) {
            story.event(note("rent"), 0);
        }
        FeatureVector x = story.ask(note("rent refund"), 0);
        double rent = x.hashedIndex(0) == common ? x.hashedValue(0) : x.hashedValue(1);
        double refund = x.hashedIndex(0) == common ? x.hashedValue(1) : x.hashedValue(0);
        assertThat(refund / rent).isCloseTo(1 + Math.log(100), within(1e-9));
    }

    @Test
    void aWindowOfNamesCountsTheDifferentOnes() {
        Story story = new Story(
                FeatureSpec.window("merchant", HOUR).take(Statistic.COUNT, Statistic.DISTINCT, Statistic.RATE));
        assertThat(story.attributes()).containsExactly("f0.count.1h", "f0.distinct.1h", "f0.rate.1h");
        for (int i = 0; i < 12; i++) {
            story.event(merchant("m" + i % 3, null), i);
        }
        double[] x = story.ask(merchant("m0", null), 20).numbers();
        assertThat(x[0]).isEqualTo(12);
        assertThat(x[1]).isCloseTo(3, within(0.1));
        assertThat(x[2]).isCloseTo(12 / 3600.0, within(1e-12));
        assertThatThrownBy(() -> new Story(FeatureSpec.window("merchant", HOUR).take(Statistic.MEAN)))
                .hasMessageContaining("count, rate and distinct only");
    }

    @Test
    void whatDoesNotVaryIsHidden() {
        Story story = new Story(FeatureSpec.number("amount"), FeatureSpec.number("balance"), Selection.byVariance(0));
        for (int i = 0; i < Selection.EVERY; i++) {
            Row row = amountOf(i);
            row.setNumber(1, 5);
            assertThat(story.event(row, 0).numbers()).containsExactly(i, 5);
        }
        Row row = amountOf(1);
        row.setNumber(1, 5);
        assertThat(story.event(row, 0).numbers()).containsExactly(1, Double.NaN);
    }

    @Test
    void whatSaysMostAboutTheLabelStays() {
        Story story = new Story(
                FeatureSpec.number("amount"),
                FeatureSpec.number("balance"),
                FeatureSpec.category("merchant"),
                Selection.byMutualInformation(2));
        Random64 random = new Random64(2);
        for (int i = 0; i < 2 * Selection.EVERY; i++) {
            Row row = merchant("m" + random.nextInt(3), null);
            row.setNumber(0, random.nextGaussian());
            row.setNumber(1, random.nextGaussian());
            FeatureVector x = story.event(row, 0);
            boolean no = row.number(1) > 0 || row.text(0).equals("m1");
            story.encoders.updateLabel(x, no ? 1 : 0);
        }
        Row row = merchant("m1", null);
        row.setNumber(0, 1);
        row.setNumber(1, 1);
        FeatureVector x = story.ask(row, 0);
        assertThat(x.numbers()[1]).isEqualTo(1);
        assertThat(Double.isNaN(x.numbers()[0])).isTrue();
    }

    @Test
    void aQuietKeyIsAsOneNeverSeen() {
        Story story = new Story(FeatureSpec.lag("amount"), FeatureSpec.forget(HOUR));
        story.event(amountOf(3), 0);
        story.lookups.onWatermark(HOUR);
        assertThat(story.ask(amountOf(1), HOUR).numbers()).containsExactly(3);
        story.lookups.onWatermark(HOUR + 1);
        assertThat(story.ask(amountOf(1), HOUR).numbers()).containsExactly(Double.NaN);
        story.event(amountOf(5), 2 * HOUR);
        assertThat(story.ask(amountOf(1), 2 * HOUR).numbers()).containsExactly(5);
        story.lookups.onWatermark(Long.MAX_VALUE);
        assertThat(story.ask(amountOf(1), 2 * HOUR).numbers())
                .as("the end of a stream is not the end of time")
                .containsExactly(5);
    }

    @Test
    void quietKeysTakeNoRoom() {
        Story story = new Story(FeatureSpec.lag("amount"), FeatureSpec.forget(HOUR));
        int most = 0;
        for (int i = 0; i < 30_000; i++) {
            story.lookups.onWatermark(i * 1_000L);
            story.lookups.update("k" + i, amountOf(i), i * 1_000L);
            most = Math.max(most, story.lookups.keys());
        }
        assertThat(most).isBetween(3_600, 6_000);
    }

    @Test
    void mistakesAreNamed() {
        assertThatThrownBy(() -> FeatureSpec.number("amount").clip(3, 1)).hasMessageContaining("least below most");
        assertThatThrownBy(() -> FeatureSpec.category("merchant").missing(Missing.mean()))
                .hasMessageContaining("only numbers are clipped or have gaps filled");
        assertThatThrownBy(() -> Selection.byVariance(0).clip(0, 1)).hasMessageContaining("only numbers");
        assertThatThrownBy(() -> new Story(Selection.byVariance(0))).hasMessageContaining("behind the features");
        assertThatThrownBy(() -> new Story(new FeatureContext("label", "card", false), FeatureSpec.target("merchant")))
                .hasMessageContaining("set label.classes");
        assertThatThrownBy(() -> new Story(FeatureSpec.number("amuont")))
                .hasMessageContaining("did you mean 'amount'?");
        assertThatThrownBy(() -> new Story(FeatureSpec.target("amount"))).hasMessageContaining("needs names");
        assertThatThrownBy(() -> new Story(FeatureSpec.since("merchant"))).hasMessageContaining("needs a time");
        assertThatThrownBy(() -> new Story(FeatureSpec.cross("merchant", "label")))
                .hasMessageContaining("which is the label");
        assertThatThrownBy(() -> FeatureSpec.cross("merchant")).hasMessageContaining("two or more");
        assertThatThrownBy(() -> FeatureSpec.bins("amount").into(1)).hasMessageContaining("2 to 256 bins");
        assertThatThrownBy(() -> FeatureSpec.polynomial("amount").degree(9)).hasMessageContaining("degree 2 to 5");
        assertThatThrownBy(() -> FeatureSpec.text("note").runs(2, 1)).hasMessageContaining("runs of 1 to 8");
        assertThatThrownBy(() -> FeatureSpec.target("merchant").smoothing(0)).hasMessageContaining("above 0");
    }
}
