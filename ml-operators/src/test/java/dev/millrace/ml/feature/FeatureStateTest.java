package dev.millrace.ml.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.stream.event.Row;
import dev.millrace.stream.random.Random64;
import dev.millrace.stream.state.BadState;
import dev.millrace.stream.state.BytesStateReader;
import dev.millrace.stream.state.BytesStateWriter;
import dev.millrace.stream.state.ChunkedState;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A snapshot loses nothing, is canonical, and can be read by features that have grown since. */
class FeatureStateTest {
    private static final int EVENTS = 900;

    private static Features features(List<NamedFeature> features) {
        return Features.of(
                features, EveryFeature.SCHEMA, new FeatureContext("label", "card", false, List.of("yes", "no")));
    }

    /** A model and the lookups, living through a stream that the seed and the place make. */
    private static final class Life {
        private final Features features;
        private final Lookups lookups;
        private final Encoders encoders;
        private final RawValues raw;

        Life(List<NamedFeature> specs) {
            features = features(specs);
            lookups = features.newLookups();
            encoders = features.newEncoders();
            raw = features.newRawValues();
        }

        FeatureVector live(int place) {
            Random64 random = new Random64(place);
            Row row = EveryFeature.row(random, place);
            long at = place * 300L + random.nextInt(1_000);
            String key = "k" + random.nextInt(40);
            FeatureVector x = new FeatureVector(features.layout());
            features.read(row, at, raw);
            lookups.read(key, at, raw);
            encoders.encode(raw, x);
            if (place % 3 > 0) {
                lookups.updateLabel(key, place % 2 == 0 ? "yes" : "no");
                encoders.updateLabel(x, place % 2);
            }
            encoders.update(raw);
            lookups.update(key, row, at);
            lookups.onWatermark(at - 2_000);
            return x;
        }

        SortedMap<String, byte[]> snapshot() {
            BytesStateWriter out = new BytesStateWriter();
            encoders.snapshot(out);
            lookups.snapshot(out);
            SortedMap<String, byte[]> chunks = new TreeMap<>();
            chunks.put(BytesStateWriter.MAIN, out.main());
            out.registered().forEach((name, state) -> {
                state.freeze(
                        new ChunkedState.ChunkWriter() {
                            @Override
                            public void chunk(String chunk, byte[] bytes) {
                                chunks.put(name + '/' + chunk, bytes);
                            }

                            @Override
                            public void unchanged(String chunk) {
                                throw new AssertionError("everything was asked for");
                            }
                        },
                        true);
                while (state.writePending(100) > 0) {}
                state.committed();
            });
            return chunks;
        }

        void restore(SortedMap<String, byte[]> chunks) {
            BytesStateReader in = new BytesStateReader(chunks);
            encoders.restore(in);
            lookups.restore(in);
            assertThat(in.remaining()).isZero();
        }
    }

    @Test
    void restoredIsUninterrupted() {
        Life life = new Life(EveryFeature.all());
        for (int i = 0; i < EVENTS; i++) {
            life.live(i);
        }
        SortedMap<String, byte[]> snapshot = life.snapshot();
        Life restored = new Life(EveryFeature.all());
        restored.restore(snapshot);
        requireEqual(restored.snapshot(), snapshot);
        for (int i = EVENTS; i < EVENTS + 700; i++) {
            FeatureVector wanted = life.live(i);
            FeatureVector got = restored.live(i);
            assertThat(got.numbers()).isEqualTo(wanted.numbers());
            assertThat(got.categories()).isEqualTo(wanted.categories());
            assertThat(got.hashedCount()).isEqualTo(wanted.hashedCount());
        }
        requireEqual(restored.snapshot(), life.snapshot());
    }

    private static void requireEqual(SortedMap<String, byte[]> got, SortedMap<String, byte[]> wanted) {
        assertThat(got.keySet()).isEqualTo(wanted.keySet());
        wanted.forEach((name, bytes) -> assertThat(got.get(name)).as(name).isEqualTo(bytes));
    }

    /** Whatever is appended to whatever there was: old attributes go on, new ones start empty. */
    @Test
    void appendedFeaturesStartEmpty() {
        List<NamedFeature> all = EveryFeature.all().stream()
                .filter(feature -> !(feature.spec() instanceof Forgetting)) // it is about those before it, too
                .toList();
        for (int known = 1; known < all.size(); known += 3) {
            List<NamedFeature> before = all.subList(0, known);
            Life life = new Life(before);
            for (int i = 0; i < 200; i++) {
                life.live(i);
            }
            Life grown = new Life(all);
            assertThat(life.features.layout().isPrefixOf(grown.features.layout()))
                    .isTrue();
            grown.restore(life.snapshot());
            int numbers = life.features.layout().numbers().size();
            int categories = life.features.layout().categories().size();
            for (int i = 200; i < 300; i++) {
                FeatureVector wanted = life.live(i);
                FeatureVector got = grown.live(i);
                assertThat(Arrays.copyOf(got.numbers(), numbers))
                        .as("with %s features", known)
                        .isEqualTo(wanted.numbers());
                assertThat(Arrays.copyOf(got.categories(), categories)).isEqualTo(wanted.categories());
            }
            Life again = new Life(all);
            again.restore(grown.snapshot());
            requireEqual(again.snapshot(), grown.snapshot());
        }
    }

    @Test
    void otherFeaturesAreRefused() {
        List<NamedFeature> all = EveryFeature.all();
        SortedMap<String, byte[]> snapshot = new Life(all).snapshot();
        assertThatThrownBy(() -> new Life(all.subList(0, 5)).restore(snapshot))
                .isInstanceOf(BadState.class)
                .hasMessageContaining("appended");
        assertThatThrownBy(
                        () -> new Life(List.of(all.get(1), all.get(0))).restore(new Life(all.subList(0, 2)).snapshot()))
                .isInstanceOf(BadState.class)
                .hasMessageContaining("other features");
    }
}
