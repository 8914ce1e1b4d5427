package dev.millrace.ml.learner.bayes;

import dev.millrace.ml.feature.Attribute;
import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.Classifier;
import dev.millrace.ml.learner.Mergeable;
import dev.millrace.ml.learner.Scores;
import dev.millrace.ml.learner.Usable;
import dev.millrace.ml.math.Elementary;
import dev.millrace.stream.state.BadState;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import java.util.Arrays;
import java.util.List;

/**
 * Naive Bayes over counts, for texts: an event is a bag of words drawn from its class's distribution over all coordinates.
 * The probability of a coordinate is its smoothed share of what the class has shown.
 *
 * <p>Hashed values and numbers are counts, a category counts 1 for its code; what is missing, not finite or not above 0
 * counts nothing, and counts above 1e6 count as that. So numbers should not be scaled. The vocabulary is the layout: each
 * coordinate takes its share of the smoothing. A class never learned scores 0.
 *
 * <p>Features that are appended later are a bag of their own, with a distribution over their own coordinates: as they come into one
 * vocabulary with the others, each word would become rarer, most where little was seen, and what was learned would shift.
 *
 * <p>Cost: values of the event times classes per prediction, values per event learned; 16 bytes a coordinate for each class.
 * Source: see {@link #PAPER}.
 */
public final class MultinomialNaiveBayes implements Classifier, Mergeable {
    static final String PAPER =
            "McCallum and Nigam, \"A comparison of event models for naive Bayes text classification\","
                    + " AAAI-98 Workshop on Learning for Text Categorization (1998)";
    private static final int FORMAT = 2;
    private static final double MOST_COUNTED = 1e6;

    private final double smoothing;
    private final Layout layout;
    private final int width;
    private final int[] numbers;
    private final int[] categories;
    private final int[] codes;
    private final ClassPriors priors = new ClassPriors();
    private final CoordinateCounts counts;

    /** First coordinate of each bag: 0, and where features were appended. */
    private int[] bags = {0};

    /** What a class has shown in all; by class, then bag. */
    private double[][] totals = {};

    /** Logarithms of smoothed counts, which follow from the counts: by class and coordinate; null for one never learned. */
    private double[][] logs = {};

    /** Logarithms of smoothed totals, by class, then bag. */
    private double[][] logTotals = {};

    public MultinomialNaiveBayes(SmoothingSettings settings, Layout layout) {
        smoothing = settings.smoothing();
        this.layout = layout;
        width = layout.width();
        numbers = layout.numbers().stream().mapToInt(Attribute::start).toArray();
        categories = layout.categories().stream().mapToInt(Attribute::start).toArray();
        codes = layout.categories().stream().mapToInt(Attribute::width).toArray();
        counts = new CoordinateCounts(width);
    }

    private static double counted(double value) {
        return Usable.isUsable(value) && value > 0 ? Math.min(value, MOST_COUNTED) : 0;
    }

    @Override
    public void predict(FeatureVector x, double[] scores) {
        int classes = priors.classes();
        if (classes == 0) {
            Scores.uniform(scores);
            return;
        }
        priors.logs(scores);
        for (int k = 0; k < classes; k++) {
            if (logs[k] != null) {
                scores[k] += logLikelihood(x, logs[k], logTotals[k]);
            }
        }
        if (!Scores.softmax(scores, classes)) {
            priors.shares(scores); // it is impossible in every class
        }
    }

    private double logLikelihood(FeatureVector x, double[] logCounts, double[] logTotals) {
        double sum = 0;
        double[] values = x.numbers();
        for (int i = 0; i < numbers.length; i++) {
            sum += counted(values[i]) * (logCounts[numbers[i]] - logTotals[bag(numbers[i])]);
        }
        int[] given = x.categories();
        for (int j = 0; j < categories.length; j++) {
            if (given[j] >= 0) {
                int coordinate = ofCode(j, given[j]);
                sum += logCounts[coordinate] - logTotals[bag(coordinate)];
            }
        }
        for (int j = 0; j < x.hashedCount(); j++) {
            sum += counted(x.hashedValue(j)) * (logCounts[x.hashedIndex(j)] - logTotals[bag(x.hashedIndex(j))]);
        }
        return sum;
    }

    private int bag(int coordinate) {
        int bag = bags.length - 1;
        while (coordinate < bags[bag]) {
            bag--;
        }
        return bag;
    }

    /** Coordinates of a bag. */
    private int size(int bag) {
        return (bag + 1 < bags.length ? bags[bag + 1] : width) - bags[bag];
    }

    private int ofCode(int slot, int code) {
        return categories[slot] + Math.min(code, codes[slot] - 1);
    }

    @Override
    public void learn(FeatureVector x, int label, double weight) {
        priors.observe(label, weight);
        grow(label);
        double[] values = x.numbers();
        for (int i = 0; i < numbers.length; i++) {
            add(label, numbers[i], weight * counted(values[i]));
        }
        int[] given = x.categories();
        for (int j = 0; j < categories.length; j++) {
            if (given[j] >= 0) {
                add(label, ofCode(j, given[j]), weight);
            }
        }
        for (int j = 0; j < x.hashedCount(); j++) {
            add(label, x.hashedIndex(j), weight * counted(x.hashedValue(j)));
        }
        renew(label);
    }

    private void renew(int label) {
        for (int b = 0; b < bags.length; b++) {
            logTotals[label][b] = Elementary.log(totals[label][b] + smoothing * size(b));
        }
    }

    private void add(int label, int coordinate, double count) {
        if (count > 0) {
            counts.add(label, coordinate, count);
            totals[label][bag(coordinate)] += count;
            logs[label][coordinate] = Elementary.log(counts.of(label)[coordinate] + smoothing);
        }
    }

    private void grow(int label) {
        if (label >= totals.length) {
            totals = Arrays.copyOf(totals, label + 1);
            logs = Arrays.copyOf(logs, label + 1);
            logTotals = Arrays.copyOf(logTotals, label + 1);
        }
        if (logs[label] == null) {
            counts.row(label);
            totals[label] = new double[bags.length];
            logTotals[label] = new double[bags.length];
            logs[label] = new double[width];
            Arrays.fill(logs[label], Elementary.log(smoothing));
        }
    }

    @Override
    public void merge(List<Part> parts) {
        bags = allBags(parts);
        for (Part part : parts) {
            MultinomialNaiveBayes other = (MultinomialNaiveBayes) part.learner();
            priors.add(other.priors, part.classes());
            int[] coordinates = part.features().coordinates();
            for (int k = 0; k < other.totals.length; k++) {
                double[] row = other.counts.of(k);
                if (row != null) {
                    int label = part.classes()[k];
                    grow(label);
                    for (int c = 0; c < width; c++) {
                        if (row[c] > 0) {
                            add(label, coordinates[c], row[c]);
                        }
                    }
                    renew(label);
                }
            }
        }
    }

    /** Bags of a learner of all events: it had learned something when features were appended if any of the parts had. */
    private static int[] allBags(List<Part> parts) {
        return parts.stream()
                .flatMapToInt(part -> Arrays.stream(((MultinomialNaiveBayes) part.learner()).bags))
                .sorted()
                .distinct()
                .toArray();
    }

    @Override
    public void snapshot(StateWriter out) {
        out.writeInt(FORMAT);
        out.writeInts(bags);
        priors.snapshot(out);
        counts.snapshot(out);
        for (double[] one : totals) {
            if (one != null) {
                out.writeDoubles(one);
            }
        }
    }

    @Override
    public void restore(StateReader in) {
        restore(in, layout);
    }

    @Override
    public void restore(StateReader in, Layout before) {
        int format = in.readInt();
        if (format < 1 || format > FORMAT) {
            throw new BadState("multinomial naive Bayes of format " + format
                    + " is unknown here; this reads formats up to " + FORMAT);
        }
        int[] storedBags = format == 1 ? new int[] {0} : in.readInts();
        priors.restore(in);
        double[] firstTotals = format == 1 ? in.readDoubles() : null;
        counts.restore(in, before.width());
        bags = storedBags;
        if (before.width() < width && priors.classes() > 0) {
            bags = Arrays.copyOf(storedBags, storedBags.length + 1);
            bags[storedBags.length] = before.width();
        }
        totals = new double[0][];
        logs = new double[0][];
        logTotals = new double[0][];
        for (int k = 0; k < priors.classes(); k++) {
            double[] row = counts.of(k);
            if (row != null) {
                grow(k);
                double[] stored = format == 1 ? new double[] {firstTotals[k]} : in.readDoubles();
                if (stored.length != storedBags.length) {
                    throw new BadState("the snapshot has " + stored.length + " totals where it has " + storedBags.length
                            + " bags; it is damaged");
                }
                System.arraycopy(stored, 0, totals[k], 0, stored.length);
                renew(k);
                for (int c = 0; c < width; c++) {
                    if (row[c] != 0) {
                        logs[k][c] = Elementary.log(row[c] + smoothing);
                    }
                }
            }
        }
    }
}
