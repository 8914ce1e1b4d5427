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
 * <p>Cost: the window times the numbers per prediction, in loops along each number that the JIT makes vectors of; categories are looked
 * at only in events whose numbers are near enough, once for all events that agree in every one. O(attributes) per event learned.
 * Memory: 8 bytes a number and 16 more for each event of the window, 4 a category and 24 more for each row of categories that differs, and
 * up to 24 of a number that only rises or falls. Source: see {@link #PAPER}.
 */
public final class NearestNeighbours implements Classifier {
    static final String PAPER =
            "Cover and Hart, \"Nearest neighbor pattern classification\", IEEE Transactions on Information Theory 13 (1967)";
    private static final int FORMAT = 1;

    /** Places whose distances are made together: they stay in the nearest cache from number to number. */
    private static final int BLOCK = 512;

    private final NeighboursSettings settings;
    private final Layout layout;
    private final int numbers;
    private final int categories;

    /** By number, then place in a ring of events; NaN is missing. */
    private final double[][] values;

    /** How many events of the window miss a number. */
    private final int[] missing;

    private final CodePatterns patterns;

    /** By place: which of the patterns its categories are. */
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
        requireRoom(settings.window());
        this.values = new double[numbers][settings.window()];
        this.missing = new int[numbers];
        this.patterns = new CodePatterns(categories);
        this.codes = new int[settings.window()];
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

    /** A snapshot has all of it in one array. */
    private void requireRoom(int window) {
        if ((long) window * Math.max(numbers, categories) > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("a window of " + window + " events with " + numbers + " numbers and "
                    + categories + " categories is too large; take a smaller window, or fewer features");
        }
    }

    /** What a prediction needs, made when it first does. */
    private final class Room {
        private double[] distances = {};
        private double[] nearest = {};

        /** In how many categories each pattern differs; below 0 while nobody has asked. */
        private int[] differences = {};

        /** Places that were among the nearest when they were looked at, ascending. */
        private int[] found = new int[64];

        private int founds;

        void fit() {
            if (distances.length < size) {
                distances = new double[Math.min(settings.window(), Math.max(size, 2 * distances.length))];
                nearest = new double[Math.min(settings.k(), distances.length)];
            }
            if (differences.length < patterns.bound()) {
                differences = new int[Math.max(patterns.bound(), 2 * differences.length)];
            }
            Arrays.fill(differences, 0, patterns.bound(), -1);
            Arrays.fill(nearest, Double.POSITIVE_INFINITY);
            founds = 0;
        }

        void find(int place) {
            if (founds == found.length) {
                found = Arrays.copyOf(found, 2 * founds);
            }
            found[founds++] = place;
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
        int last = Math.min(settings.k(), size) - 1;
        for (int from = 0; from < size; from += BLOCK) {
            int to = Math.min(size, from + BLOCK);
            Arrays.fill(room.distances, from, to, 0);
            for (int i = 0; i < numbers; i++) {
                addNumber(i, x.numbers()[i], room.distances, from, to);
            }
            keepNearest(x.categories(), room, last, from, to);
        }
        double farthest = room.nearest[last];
        Arrays.fill(scores, 0);
        for (int n = 0; n < room.founds; n++) {
            int place = room.found[n];
            if (room.distances[place] <= farthest) {
                scores[labels[place]] += weights[place];
            }
        }
        Scores.normalize(scores);
    }

    /** Adds what a number has to the distances of some places. */
    private void addNumber(int number, double given, double[] distances, int from, int to) {
        double range = highest[number] - lowest[number];
        double scale = range > 0 ? 1 / range : 0;
        boolean isPlain = missing[number] == 0
                && Math.abs((given - lowest[number]) * scale) <= Usable.LARGEST
                && Math.abs((given - highest[number]) * scale) <= Usable.LARGEST;
        if (isPlain) { // and so is whatever lies between
            addSquares(values[number], given, scale, distances, from, to);
            return;
        }
        for (int p = from; p < to; p++) {
            double value = values[number][p];
            double away = (given - value) * scale;
            if (!(Math.abs(away) <= Usable.LARGEST)) {
                away = farthest(given, value, lowest[number], scale);
            }
            distances[p] += away * away;
        }
    }

    /** A loop without branches: the JIT does several at once, each as it would be alone. */
    private static void addSquares(double[] values, double given, double scale, double[] distances, int from, int to) {
        for (int p = from; p < to; p++) {
            double away = (given - values[p]) * scale;
            distances[p] += away * away;
        }
    }

    /**
     * Adds what categories have to those distances that are among the nearest so far, and keeps the nearest. Sums only grow: what
     * is too far without categories is too far.
     */
    private void keepNearest(int[] own, Room room, int last, int from, int to) {
        double[] distances = room.distances;
        double[] nearest = room.nearest;
        for (int p = from; p < to; p++) {
            if (!(distances[p] <= nearest[last])) {
                continue;
            }
            if (categories > 0) {
                int differ = room.differences[codes[p]];
                if (differ < 0) {
                    differ = patterns.differences(codes[p], own);
                    room.differences[codes[p]] = differ;
                }
                double sum = distances[p];
                for (int n = 0; n < differ; n++) {
                    sum += 1; // one by one, which rounds otherwise than all at once
                }
                distances[p] = sum;
            }
            double distance = distances[p];
            if (distance <= nearest[last]) {
                room.find(p);
                insert(distance, nearest, last);
            }
        }
    }

    /** Among the nearest so far, ascending; the last of them falls out. */
    private static void insert(double distance, double[] nearest, int last) {
        int at = last;
        if (distance < nearest[at]) {
            for (; at > 0 && nearest[at - 1] > distance; at--) {
                nearest[at] = nearest[at - 1];
            }
            nearest[at] = distance;
        }
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
        if (full) {
            leave(next);
        }
        for (int i = 0; i < numbers; i++) {
            values[i][next] = Usable.isUsable(x.numbers()[i]) ? x.numbers()[i] : Double.NaN;
        }
        enter(next, x.categories());
        labels[next] = label;
        weights[next] = weight;
        next = next + 1 == settings.window() ? 0 : next + 1;
        size = full ? size : size + 1;
    }

    /** The event at a place is forgotten; its values still stand there. */
    private void leave(int place) {
        for (int i = 0; i < numbers; i++) {
            missing[i] -= Double.isNaN(values[i][place]) ? 1 : 0;
            low[i].leave(place);
            high[i].leave(place);
        }
        if (categories > 0) {
            patterns.leave(codes[place]);
        }
    }

    /** An event comes whose values stand at a place already. */
    private void enter(int place, int[] own) {
        for (int i = 0; i < numbers; i++) {
            double value = values[i][place];
            missing[i] += Double.isNaN(value) ? 1 : 0;
            low[i].enter(place, value);
            high[i].enter(place, -value);
            lowest[i] = low[i].smallest();
            highest[i] = -high[i].smallest();
        }
        if (categories > 0) {
            codes[place] = patterns.enter(own);
        }
    }

    @Override
    public void snapshot(StateWriter out) {
        out.writeInt(FORMAT);
        out.writeInt(next);
        out.writeInts(Arrays.copyOf(labels, size));
        out.writeDoubles(Arrays.copyOf(weights, size));
        double[] storedValues = new double[size * numbers];
        int[] storedCodes = new int[size * categories];
        for (int p = 0; p < size; p++) {
            for (int i = 0; i < numbers; i++) {
                storedValues[p * numbers + i] = values[i][p];
            }
            if (categories > 0) {
                patterns.copy(codes[p], storedCodes, p * categories);
            }
        }
        out.writeDoubles(storedValues);
        out.writeInts(storedCodes);
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
        refill(storedValues, ownNumbers, storedCodes, ownCategories);
    }

    /** From the window of a snapshot, the oldest event first, as extremes want it. */
    private void refill(double[] storedValues, int ownNumbers, int[] storedCodes, int ownCategories) {
        patterns.clear();
        Arrays.fill(missing, 0);
        for (int i = 0; i < numbers; i++) {
            low[i].clear();
            high[i].clear();
            lowest[i] = Double.POSITIVE_INFINITY;
            highest[i] = Double.NEGATIVE_INFINITY;
        }
        int[] row = new int[categories];
        Arrays.fill(row, -1);
        for (int n = 0; n < size; n++) {
            int p = size < settings.window() ? n : (next + n) % size;
            for (int i = 0; i < numbers; i++) {
                values[i][p] = i < ownNumbers ? storedValues[p * ownNumbers + i] : Double.NaN;
            }
            System.arraycopy(storedCodes, p * ownCategories, row, 0, ownCategories);
            enter(p, row);
        }
    }
}
