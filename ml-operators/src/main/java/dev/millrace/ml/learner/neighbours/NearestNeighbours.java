package dev.millrace.ml.learner.neighbours;

import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.Classifier;
import dev.millrace.ml.learner.Scores;
import dev.millrace.ml.learner.Usable;
import dev.millrace.stream.state.BadState;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import java.util.Arrays;

/**
 * The k nearest of the last events vote, all that are as near as the k-th included. Distances are Euclidean: numbers over their
 * range in the window, categories 0 or 1; a missing number is as far as the range allows, a missing category 1.
 * Hashed values are not used, and weights of events weigh their votes.
 *
 * <p>Cost: the window times the attributes per prediction; O(attributes) per event learned. Memory: 8 bytes a number, 4 a category, for each event of the
 * window, and up to 24 more of a number that only rises or falls. Source: see {@link #PAPER}.
 */
public final class NearestNeighbours implements Classifier {
    static final String PAPER =
            "Cover and Hart, \"Nearest neighbor pattern classification\", IEEE Transactions on Information Theory 13 (1967)";
    private static final int FORMAT = 1;

    private final NeighboursSettings settings;
    private final Layout layout;
    private final int numbers;
    private final int categories;

    // A ring: the event at place p has its numbers from p · numbers on; NaN is missing.
    private final double[] values;
    private final int[] codes;
    private final int[] labels;
    private final double[] weights;
    private int size;
    private int next;

    /** Range of each number in the window; lowest above highest where there is none. */
    private final double[] lowest;

    private final double[] highest;

    /** Where the ranges come from, by number: the smallest values, and the smallest of values turned round. */
    private final WindowExtreme[] low;

    private final WindowExtreme[] high;

    /** Of whoever alone uses this learner. */
    private final Room own = new Room();

    public NearestNeighbours(NeighboursSettings settings, Layout layout) {
        this.settings = settings;
        this.layout = layout;
        this.numbers = layout.numbers().size();
        this.categories = layout.categories().size();
        this.values = new double[Math.multiplyExact(settings.window(), numbers)];
        this.codes = new int[Math.multiplyExact(settings.window(), categories)];
        this.labels = new int[settings.window()];
        this.weights = new double[settings.window()];
        this.lowest = new double[numbers];
        this.highest = new double[numbers];
        Arrays.fill(lowest, Double.POSITIVE_INFINITY);
        Arrays.fill(highest, Double.NEGATIVE_INFINITY);
        this.low = new WindowExtreme[numbers];
        this.high = new WindowExtreme[numbers];
        Arrays.setAll(low, i -> new WindowExtreme());
        Arrays.setAll(high, i -> new WindowExtreme());
    }

    /** What a prediction needs, made when it first does. */
    private final class Room {
        private double[] scales = {};
        private double[] distances = {};
        private double[] nearest = {};

        void fit() {
            if (distances.length < size) {
                distances = new double[Math.min(settings.window(), Math.max(size, 2 * distances.length))];
                nearest = new double[Math.min(settings.k(), distances.length)];
                scales = new double[numbers];
            }
        }
    }

    @Override
    public void predict(FeatureVector x, double[] scores) {
        predict(x, scores, new Room());
    }

    @Override
    public void predictAlone(FeatureVector x, double[] scores) {
        predict(x, scores, own);
    }

    @Override
    public void predictAndLearn(FeatureVector x, int label, double weight, double[] scores) {
        predict(x, scores, own);
        learn(x, label, weight);
    }

    private void predict(FeatureVector x, double[] scores, Room room) {
        if (size == 0) {
            Scores.uniform(scores);
            return;
        }
        room.fit();
        double[] scales = room.scales;
        double[] distances = room.distances;
        double[] nearest = room.nearest;
        int last = Math.min(settings.k(), size) - 1;
        for (int i = 0; i < numbers; i++) {
            double range = highest[i] - lowest[i];
            scales[i] = range > 0 ? 1 / range : 0;
        }
        Arrays.fill(nearest, Double.POSITIVE_INFINITY);
        for (int p = 0; p < size; p++) {
            double distance = distance(x, p, scales);
            distances[p] = distance;
            int at = last;
            if (distance < nearest[at]) {
                for (; at > 0 && nearest[at - 1] > distance; at--) {
                    nearest[at] = nearest[at - 1];
                }
                nearest[at] = distance;
            }
        }
        double farthest = nearest[last];
        Arrays.fill(scores, 0);
        for (int p = 0; p < size; p++) {
            if (distances[p] <= farthest) {
                scores[labels[p]] += weights[p];
            }
        }
        Scores.normalize(scores);
    }

    private double distance(FeatureVector x, int place, double[] scales) {
        double sum = 0;
        double[] given = x.numbers();
        int base = place * numbers;
        for (int i = 0; i < numbers; i++) {
            double from = (given[i] - values[base + i]) * scales[i];
            if (!(Math.abs(from) <= Usable.LARGEST)) {
                from = farthest(given[i], values[base + i], lowest[i], scales[i]);
            }
            sum += from * from;
        }
        int[] own = x.categories();
        for (int j = 0; j < categories; j++) {
            int code = codes[place * categories + j];
            sum += code < 0 || own[j] != code ? 1 : 0;
        }
        return sum;
    }

    /** How far a missing number may be from the other; 1 if both are missing. */
    private static double farthest(double one, double other, double lowest, double scale) {
        double known = Usable.isUsable(one) ? one : other;
        if (!Usable.isUsable(known) || Usable.isUsable(one) == Usable.isUsable(other)) {
            return 1;
        }
        double share = Math.max(0, Math.min(1, (known - lowest) * scale));
        return Math.max(share, 1 - share);
    }

    @Override
    public void learn(FeatureVector x, int label, double weight) {
        boolean full = size == settings.window();
        int base = next * numbers;
        for (int i = 0; i < numbers; i++) {
            values[base + i] = Usable.isUsable(x.numbers()[i]) ? x.numbers()[i] : Double.NaN;
            include(i, next, full);
        }
        System.arraycopy(x.categories(), 0, codes, next * categories, categories);
        labels[next] = label;
        weights[next] = weight;
        next = next + 1 == settings.window() ? 0 : next + 1;
        size = full ? size : size + 1;
    }

    /** A value stands at a place of the window now. */
    private void include(int number, int place, boolean isTaken) {
        double value = values[place * numbers + number];
        if (isTaken) {
            low[number].leave(place);
            high[number].leave(place);
        }
        low[number].enter(place, value);
        high[number].enter(place, -value);
        lowest[number] = low[number].smallest();
        highest[number] = -high[number].smallest();
    }

    @Override
    public void snapshot(StateWriter out) {
        out.writeInt(FORMAT);
        out.writeInt(next);
        out.writeInts(Arrays.copyOf(labels, size));
        out.writeDoubles(Arrays.copyOf(weights, size));
        out.writeDoubles(Arrays.copyOf(values, size * numbers));
        out.writeInts(Arrays.copyOf(codes, size * categories));
    }

    @Override
    public void restore(StateReader in) {
        restore(in, layout);
    }

    /** To the events of the window, what is new is missing. */
    @Override
    public void restore(StateReader in, Layout before) {
        int format = in.readInt();
        if (format != FORMAT) {
            throw new BadState(
                    "nearest neighbours of format " + format + " are unknown here; this is format " + FORMAT);
        }
        next = in.readInt();
        int[] storedLabels = in.readInts();
        double[] storedWeights = in.readDoubles();
        double[] storedValues = in.readDoubles();
        int[] storedCodes = in.readInts();
        size = storedLabels.length;
        int ownNumbers = before.numbers().size();
        int ownCategories = before.categories().size();
        if (size > settings.window()
                || next < 0
                || next >= settings.window()
                || storedWeights.length != size
                || storedValues.length != size * ownNumbers
                || storedCodes.length != size * ownCategories) {
            throw new BadState("a window of " + size + " events that does not fit this layout and a window of "
                    + settings.window() + "; the snapshot belongs to other features or settings");
        }
        System.arraycopy(storedLabels, 0, labels, 0, size);
        System.arraycopy(storedWeights, 0, weights, 0, size);
        Arrays.fill(values, Double.NaN);
        Arrays.fill(codes, -1);
        for (int p = 0; p < size; p++) {
            System.arraycopy(storedValues, p * ownNumbers, values, p * numbers, ownNumbers);
            System.arraycopy(storedCodes, p * ownCategories, codes, p * categories, ownCategories);
        }
        for (int i = 0; i < numbers; i++) {
            low[i].clear();
            high[i].clear();
            for (int n = 0; n < size; n++) {
                include(i, size < settings.window() ? n : (next + n) % size, false);
            }
        }
    }
}
