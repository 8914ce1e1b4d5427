package dev.millrace.ml.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.stream.event.Row;
import dev.millrace.stream.random.Random64;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Encoders of partitions, made one, encode as encoders do that have seen all events; codes align by name. */
class MergedFeaturesTest {
    private static final List<NamedFeature> SPECS = named(
            FeatureSpec.number("amount").scale(Scale.STANDARD),
            FeatureSpec.number("balance").scale(Scale.STANDARD),
            FeatureSpec.number("amount").scale(Scale.LOG_STANDARD),
            FeatureSpec.number("amount").scale(Scale.MIN_MAX),
            FeatureSpec.number("balance").missing(Missing.mean().flagged()).scale(Scale.STANDARD),
            FeatureSpec.polynomial("amount", "balance").scale(Scale.STANDARD),
            FeatureSpec.category("merchant").max(50),
            FeatureSpec.category("country").max(50).expire(1_000_000),
            FeatureSpec.category("merchant").hash(5),
            FeatureSpec.target("merchant"),
            FeatureSpec.frequency("country"),
            FeatureSpec.text("note").hash(6).weight(TextTokens.Weight.TF_IDF),
            FeatureSpec.sparse("note").hash(6));

    private static List<NamedFeature> named(FeatureSpec... specs) {
        List<NamedFeature> named = new ArrayList<>();
        for (FeatureSpec spec : specs) {
            named.add(new NamedFeature("f" + named.size(), spec));
        }
        return named;
    }

    private static Features features(List<NamedFeature> specs) {
        return Features.of(specs, EveryFeature.SCHEMA, new FeatureContext("label", "card", false, List.of("a", "b")));
    }

    @Property(tries = 30)
    void mergedIsAsIfOneHadSeenAll(@ForAll long seed, @ForAll @IntRange(min = 1, max = 5) int partitions) {
        Features features = features(SPECS);
        Random64 random = new Random64(seed);
        Encoders whole = features.newEncoders();
        List<Encoders> parts = new ArrayList<>();
        for (int p = 0; p < partitions; p++) {
            parts.add(features.newEncoders());
        }
        for (int i = 0; i < 200; i++) {
            RawValues raw = read(features, EveryFeature.row(random, i), i * 500L);
            int label = random.nextInt(2);
            learn(features, whole, raw, label);
            learn(features, parts.get(random.nextInt(partitions)), raw, label);
        }
        Features.Merged merged = features.merge(parts);
        for (int i = 0; i < 20; i++) {
            Row row = EveryFeature.row(random, 200 + i);
            FeatureVector one = encode(features, merged.encoders(), row);
            FeatureVector other = encode(features, whole, row);
            same(one, other);
            for (int p = 0; p < partitions; p++) {
                aligned(merged.alignments().get(p), encode(features, parts.get(p), row), one);
            }
        }
    }

    private static RawValues read(Features features, Row row, long atMillis) {
        RawValues raw = features.newRawValues();
        features.read(row, atMillis, raw);
        return raw;
    }

    private static FeatureVector encode(Features features, Encoders encoders, Row row) {
        FeatureVector x = new FeatureVector(features.layout());
        encoders.encode(read(features, row, 200 * 500L), x);
        return x;
    }

    private static void learn(Features features, Encoders encoders, RawValues raw, int label) {
        FeatureVector x = new FeatureVector(features.layout());
        encoders.encode(raw, x);
        encoders.updateLabel(x, label);
        encoders.update(raw);
    }

    private static void same(FeatureVector one, FeatureVector other) {
        for (int i = 0; i < one.numbers().length; i++) {
            if (Double.isNaN(other.numbers()[i])) {
                assertThat(one.numbers()[i]).isNaN();
            } else {
                assertThat(one.numbers()[i])
                        .as("number " + i)
                        .isCloseTo(other.numbers()[i], within(1e-9 * Math.max(1, Math.abs(other.numbers()[i]))));
            }
        }
        assertThat(one.hashedCount()).isEqualTo(other.hashedCount());
        for (int h = 0; h < one.hashedCount(); h++) {
            assertThat(one.hashedIndex(h)).isEqualTo(other.hashedIndex(h));
            assertThat(one.hashedValue(h)).isCloseTo(other.hashedValue(h), within(1e-9));
        }
    }

    /** A name that the partition knows has the code there that the alignment says. */
    private static void aligned(Alignment alignment, FeatureVector own, FeatureVector merged) {
        for (int slot = 0; slot < own.categories().length; slot++) {
            int code = own.categories()[slot];
            if (code >= 0 && alignment.code(slot, code) != Alignment.NOWHERE) {
                assertThat(merged.categories()[slot]).isEqualTo(alignment.code(slot, code));
            } else if (code < 0) {
                assertThat(merged.categories()[slot]).isNegative();
            }
        }
    }

    @Test
    void aNumberOfThePartitionAndTheMergedOneAreTheSameNumber() {
        Features features = features(
                List.of(new NamedFeature("amount", FeatureSpec.number("amount").scale(Scale.STANDARD))));
        Encoders few = features.newEncoders();
        Encoders many = features.newEncoders();
        for (int i = 0; i < 1000; i++) {
            few.update(amount(features, i % 10));
            many.update(amount(features, 1000 + i % 100));
        }
        Features.Merged merged = features.merge(List.of(few, many));
        FeatureVector own = new FeatureVector(features.layout());
        FeatureVector common = new FeatureVector(features.layout());
        many.encode(amount(features, 1030), own);
        merged.encoders().encode(amount(features, 1030), common);
        Alignment alignment = merged.alignments().get(1);
        assertThat(alignment.factor(0) * own.numbers()[0] + alignment.offset(0))
                .isCloseTo(common.numbers()[0], within(1e-3)); // each scaler counts the number itself: 1 of 1000
    }

    private static RawValues amount(Features features, double amount) {
        Row row = new Row(EveryFeature.SCHEMA, 0, 0, 0);
        row.setNumber(0, amount);
        return read(features, row, 0);
    }

    @Test
    void namesBeyondTheRoomAreOther() {
        Features features = features(List.of(
                new NamedFeature("merchant", FeatureSpec.category("merchant").max(3))));
        List<Encoders> parts = List.of(features.newEncoders(), features.newEncoders());
        for (int i = 0; i < 3; i++) {
            parts.get(0).update(merchant(features, "a" + i));
            parts.get(1).update(merchant(features, "b" + i));
        }
        Features.Merged merged = features.merge(parts);
        assertThat(((RawInput.Names) features.inputs(merged.encoders()).get(0)).names())
                .containsExactly("a0", "b0", "a1");
        assertThat(List.of(0, 1, 2, 3).stream()
                        .map(code -> merged.alignments().get(1).code(0, code)))
                .containsExactly(1, 3, 3, 3);
    }

    private static RawValues merchant(Features features, String name) {
        Row row = new Row(EveryFeature.SCHEMA, 0, 0, 0);
        row.setText(EveryFeature.SCHEMA.field("merchant").slot(), name);
        return read(features, row, 0);
    }

    @Test
    void whatIsOfOnePartitionIsNamed() {
        assertThat(features(SPECS).whyApart()).isEmpty();
        for (FeatureSpec spec : List.of(
                FeatureSpec.bins("amount"),
                FeatureSpec.number("amount").scale(Scale.ROBUST),
                FeatureSpec.number("amount").missing(Missing.last()))) {
            assertThat(features(List.of(new NamedFeature("odd", spec))).whyApart())
                    .get()
                    .asString()
                    .startsWith("feature 'odd' is of one partition: ");
        }
        assertThat(features(named(FeatureSpec.number("amount"), Selection.byVariance(1)))
                        .whyApart())
                .get()
                .asString()
                .contains("f1");
    }
}
