package dev.millrace.ml.learner.neighbours;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.Scores;
import dev.millrace.ml.learner.Usable;
import dev.millrace.stream.random.Random64;
import dev.millrace.stream.state.BytesStateReader;
import dev.millrace.stream.state.BytesStateWriter;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Whatever it leaves out for speed, it answers as what {@link Plain} says, to the bit. */
class NearestNeighboursTest {
    private static final int CLASSES = 3;

    private final Random64 random = new Random64(7);

    private static Layout layout(int numbers, int categories) {
        Layout.Builder builder = Layout.builder();
        for (int i = 0; i < numbers; i++) {
            builder.number("n" + i);
        }
        for (int j = 0; j < categories; j++) {
            builder.category("c" + j, 8);
        }
        return builder.build();
    }

    /** The definition: every distance, one term after the other. */
    private record Plain(NeighboursSettings settings, Deque<Event> window) {
        record Event(double[] numbers, int[] codes, int label, double weight) {}

        void learn(FeatureVector x, int label, double weight) {
            if (window.size() == settings.window()) {
                window.removeFirst();
            }
            double[] numbers = x.numbers().clone();
            Arrays.setAll(numbers, i -> Usable.isUsable(numbers[i]) ? numbers[i] : Double.NaN);
            window.addLast(new Event(numbers, x.categories().clone(), label, weight));
        }

        double[] predict(FeatureVector x, int[] order) {
            double[] scores = new double[CLASSES];
            if (window.isEmpty()) {
                Scores.uniform(scores);
                return scores;
            }
            Event[] events = window.toArray(Event[]::new);
            double[] lowest = range(events, x.numbers().length, -1);
            double[] highest = range(events, x.numbers().length, 1);
            double[] distances = new double[events.length];
            for (int n = 0; n < events.length; n++) {
                for (int i = 0; i < lowest.length; i++) {
                    double range = highest[i] - lowest[i];
                    distances[n] += square(x.numbers()[i], events[n].numbers[i], lowest[i], range > 0 ? 1 / range : 0);
                }
                for (int j = 0; j < x.categories().length; j++) {
                    int code = events[n].codes[j];
                    distances[n] += code < 0 || code != x.categories()[j] ? 1 : 0;
                }
            }
            double[] sorted = distances.clone();
            Arrays.sort(sorted);
            double farthest = sorted[Math.min(settings.k(), sorted.length) - 1];
            for (int n : order) {
                if (distances[n] <= farthest) {
                    scores[events[n].label] += events[n].weight;
                }
            }
            Scores.normalize(scores);
            return scores;
        }

        private static double[] range(Event[] events, int numbers, int sign) {
            double[] end = new double[numbers];
            Arrays.fill(end, -sign * Double.POSITIVE_INFINITY);
            for (Event event : events) {
                for (int i = 0; i < numbers; i++) {
                    end[i] = sign * event.numbers[i] > sign * end[i] ? event.numbers[i] : end[i];
                }
            }
            return end;
        }

        private static double square(double given, double value, double lowest, double scale) {
            double away = (given - value) * scale;
            if (!(Math.abs(away) <= Usable.LARGEST)) {
                double known = Usable.isUsable(given) ? given : value;
                boolean isOneMissing = Usable.isUsable(given) != Usable.isUsable(value);
                double share = Math.max(0, Math.min(1, (known - lowest) * scale));
                away = isOneMissing ? Math.max(share, 1 - share) : 1;
            }
            return away * away;
        }
    }

    /** Places of the ring in ascending order, as positions in the window from the oldest on. */
    private static int[] order(int size, int window, int learned) {
        int[] order = new int[size];
        for (int p = 0; p < size; p++) {
            order[p] = size < window ? p : Math.floorMod(p - learned, window);
        }
        return order;
    }

    private void agree(NeighboursSettings settings, Layout layout, Consumer<FeatureVector> event) {
        Plain plain = new Plain(settings, new ArrayDeque<>());
        NearestNeighbours quick = new NearestNeighbours(settings, layout);
        FeatureVector x = new FeatureVector(layout);
        double[] scores = new double[CLASSES];
        for (int n = 0; n < 1_500; n++) {
            x.clear();
            event.accept(x);
            int[] order = order(Math.min(n, settings.window()), settings.window(), n);
            quick.predict(x, scores);
            assertThat(scores).as("event " + n).containsExactly(plain.predict(x, order));
            double weight = 0.1 + random.nextInt(7);
            int label = random.nextInt(CLASSES);
            quick.predictAndLearn(x, label, weight, scores);
            plain.learn(x, label, weight);
            if (n % 400 == 399) {
                quick = restored(quick, settings, layout, layout);
            }
        }
    }

    private static NearestNeighbours restored(
            NearestNeighbours from, NeighboursSettings settings, Layout before, Layout after) {
        BytesStateWriter out = new BytesStateWriter();
        from.snapshot(out);
        byte[] bytes = out.main();
        NearestNeighbours to = new NearestNeighbours(settings, after);
        to.restore(new BytesStateReader(bytes), before);
        if (before == after) {
            BytesStateWriter again = new BytesStateWriter();
            to.snapshot(again);
            assertThat(again.main()).isEqualTo(bytes);
        }
        return to;
    }

    private void fillNumbers(FeatureVector x) {
        Arrays.setAll(x.numbers(), i -> random.nextGaussian() * Math.pow(10, i));
    }

    private void fillCodes(FeatureVector x, int different) {
        Arrays.setAll(x.categories(), j -> random.nextInt(different) - (random.nextInt(20) == 0 ? 1 : 0));
    }

    @Test
    void numbersAlone() {
        agree(new NeighboursSettings(5, 1000), layout(6, 0), this::fillNumbers);
        agree(new NeighboursSettings(1, 700), layout(1, 0), this::fillNumbers);
    }

    @Test
    void categoriesAloneOftenAsFarAsTheKth() {
        agree(new NeighboursSettings(3, 600), layout(0, 4), x -> fillCodes(x, 3));
        agree(new NeighboursSettings(3, 600), layout(0, 9), x -> fillCodes(x, 1_000));
    }

    @Test
    void numbersAndCategoriesFewerEventsThanNeighboursIncluded() {
        for (int different : new int[] {2, 5, 100}) {
            agree(new NeighboursSettings(10, 900), layout(3, 5), x -> {
                fillNumbers(x);
                fillCodes(x, different);
            });
        }
        agree(new NeighboursSettings(40, 20), layout(2, 2), x -> {
            fillNumbers(x);
            fillCodes(x, 2);
        });
    }

    @Test
    void missingInfiniteAndHugeNumbersAndNumbersWithoutSpread() {
        double[] odd = {
            Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1e99, -1e99, 1e150, 0, -0.0, 1e-300
        };
        agree(new NeighboursSettings(7, 300), layout(5, 1), x -> {
            fillNumbers(x);
            x.numbers()[0] = odd[random.nextInt(odd.length)];
            x.numbers()[1] = random.nextInt(400) == 0 ? odd[random.nextInt(odd.length)] : 7;
            x.numbers()[2] = random.nextInt(100) == 0 ? 1e90 : random.nextInt(3) * 1e-60;
            fillCodes(x, 2);
        });
    }

    @Test
    void ofLikeDistancesAllVoteInTheOrderOfTheirPlaces() {
        agree(new NeighboursSettings(4, 800), layout(2, 2), x -> {
            Arrays.setAll(x.numbers(), i -> random.nextInt(3));
            fillCodes(x, 2);
        });
    }

    @Test
    void whatIsNewIsMissingInTheEventsOfTheWindow() {
        NeighboursSettings settings = new NeighboursSettings(2, 50);
        Layout before = layout(1, 1);
        NearestNeighbours learner = new NearestNeighbours(settings, before);
        FeatureVector x = new FeatureVector(before);
        for (int n = 0; n < 70; n++) {
            x.numbers()[0] = n;
            x.categories()[0] = n % 4;
            learner.learn(x, n % CLASSES, 1);
        }
        Layout.Builder more = Layout.builder();
        more.number("n0");
        more.category("c0", 8);
        more.number("late");
        more.category("alsoLate", 8);
        Layout after = more.build();
        NearestNeighbours grown = restored(learner, settings, before, after);
        FeatureVector wide = new FeatureVector(after);
        double[] expected = new double[CLASSES];
        double[] scores = new double[CLASSES];
        for (int n = 0; n < 90; n++) {
            x.numbers()[0] = wide.numbers()[0] = n;
            x.categories()[0] = wide.categories()[0] = n % 4;
            learner.predict(x, expected);
            grown.predict(wide, scores);
            assertThat(scores).as("event " + n).containsExactly(expected);
        }
    }

    @Test
    void aWindowThatNoArrayHoldsIsRefused() {
        assertThatThrownBy(() -> new NearestNeighbours(new NeighboursSettings(1, 1_000_000), layout(0, 3_000)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("take a smaller window");
    }
}
