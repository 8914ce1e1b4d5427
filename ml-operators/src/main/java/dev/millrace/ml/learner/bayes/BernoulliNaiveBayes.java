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
 * Naive Bayes over presence: each coordinate is there or not, and what is not there counts as well as what is.
 *
 * <p>A hashed coordinate or a number is there if its value is above 0; of a category the one code is there and the others are
 * not. A number or category that is missing (or not finite) is neither: it is left out, in learning and in predicting. How
 * large a value is does not matter. A class never learned scores 0.
 *
 * <p>Cost: values of the event times classes per prediction. An event more changes the share of everything that it did not have: learning it
 * costs O(coordinates) for attributes of up to {@value AbsenceSum#WIDE}, and O(values of the event) for wider ones ({@link AbsenceSum}). 8 bytes a coordinate
 * for each class.
 * Source: see {@link #PAPER}.
 */
public final class BernoulliNaiveBayes implements Classifier, Mergeable {
    static final String PAPER = MultinomialNaiveBayes.PAPER;

    /** 1: none late; 2: without sums of absence. */
    private static final int FORMAT = 3;

    /** Events with a late attribute that a class would have had by now, by its share, if it had any. */
    private static final double EXPECTED = 20;

    private static final double LN2 = 0.6931471805599453;

    private final double smoothing;
    private final Layout layout;
    private final Attribute[] attributes;
    private final ClassPriors priors = new ClassPriors();
    private final CoordinateCounts counts;

    /** The first attribute that came when there was something learned already and that not every class knows well; behind the last if there is none. */
    private int late;

    /** Weight of the events in which an attribute was known: by class and attribute; null for a class never learned. */
    private double[][] known = {};

    /** Logarithm of the probability that nothing of an attribute is there, which follows from the counts. */
    private double[][] absent = {};

    /** What {@link #absent} of wide attributes follows from, by class and attribute; null for others. */
    private AbsenceSum[][] sums = {};

    public BernoulliNaiveBayes(SmoothingSettings settings, Layout layout) {
        smoothing = settings.smoothing();
        this.layout = layout;
        attributes = layout.attributes().toArray(Attribute[]::new);
        counts = new CoordinateCounts(layout.width());
        late = attributes.length;
    }

    @Override
    public void predict(FeatureVector x, double[] scores) {
        int classes = priors.classes();
        if (classes == 0) {
            Scores.uniform(scores);
            return;
        }
        int[] hashed = hashedPresent(x);
        priors.logs(scores);
        for (int k = 0; k < classes; k++) {
            if (known[k] != null) {
                scores[k] += logLikelihood(x, hashed, k);
            }
        }
        if (!Scores.softmax(scores, classes)) {
            priors.shares(scores); // it is impossible in every class
        }
    }

    private double logLikelihood(FeatureVector x, int[] hashed, int label) {
        double sum = 0;
        int at = 0;
        for (int a = 0; a < attributes.length; a++) {
            Attribute attribute = attributes[a];
            if (!isKnown(attribute, x) || (a >= late && isWaitedFor(a))) {
                continue;
            }
            sum += absent[label][a];
            if (attribute.kind() == Attribute.Kind.HASHED) {
                int end = attribute.start() + attribute.width();
                for (; at < hashed.length && hashed[at] < end; at++) {
                    sum += hashed[at] < attribute.start() ? 0 : logOdds(label, a, hashed[at]);
                }
            } else {
                int present = present(attribute, x);
                sum += present < 0 ? 0 : logOdds(label, a, present);
            }
        }
        return sum;
    }

    /** Whether a class lacks events with a late attribute, though it has not had the chance of them either. */
    private boolean isWaitedFor(int attribute) {
        double needed = attributes[attribute].width();
        double all = 0;
        double seen = 0;
        double missing = 0;
        for (int k = 0; k < known.length; k++) {
            if (known[k] != null) {
                all += priors.weight(k);
                seen += known[k][attribute];
                if (known[k][attribute] < needed) {
                    missing = missing == 0 ? priors.weight(k) : Math.min(missing, priors.weight(k));
                }
            }
        }
        return missing > 0 && seen * missing < (EXPECTED + needed) * all;
    }

    /** Whether every class knows the late attributes well. */
    private boolean allKnow() {
        for (double[] one : known) {
            for (int a = late; one != null && a < attributes.length; a++) {
                if (one[a] < attributes[a].width()) {
                    return false;
                }
            }
        }
        return true;
    }

    /** What the presence of a coordinate adds to the logarithm of its absence. */
    private double logOdds(int label, int attribute, int coordinate) {
        double count = counts.of(label)[coordinate];
        double total = Math.max(known[label][attribute], count); // rounding of sums must not make it negative
        return Elementary.log((smoothing + count) / (smoothing + (total - count)));
    }

    /** Coordinates of the hashed values above 0, ascending, each once. */
    private static int[] hashedPresent(FeatureVector x) {
        int[] found = new int[x.hashedCount()];
        int count = 0;
        for (int j = 0; j < found.length; j++) {
            if (x.hashedValue(j) > 0) {
                found[count++] = x.hashedIndex(j);
            }
        }
        Arrays.sort(found, 0, count);
        int distinct = 0;
        for (int j = 0; j < count; j++) {
            if (j == 0 || found[j] != found[j - 1]) {
                found[distinct++] = found[j];
            }
        }
        return Arrays.copyOf(found, distinct);
    }

    private static boolean isKnown(Attribute attribute, FeatureVector x) {
        return switch (attribute.kind()) {
            case NUMBER -> Usable.isUsable(x.numbers()[attribute.slot()]);
            case CATEGORY -> x.categories()[attribute.slot()] >= 0;
            case HASHED -> true;
        };
    }

    /** The coordinate of a known number or category that is there; −1 if none is. */
    private static int present(Attribute attribute, FeatureVector x) {
        if (attribute.kind() == Attribute.Kind.NUMBER) {
            return x.numbers()[attribute.slot()] > 0 ? attribute.start() : -1;
        }
        return attribute.start() + Math.min(x.categories()[attribute.slot()], attribute.width() - 1);
    }

    @Override
    public void learn(FeatureVector x, int label, double weight) {
        priors.observe(label, weight);
        grow(label);
        int[] hashed = hashedPresent(x);
        int at = 0;
        for (int a = 0; a < attributes.length; a++) {
            Attribute attribute = attributes[a];
            if (!isKnown(attribute, x)) {
                continue;
            }
            known[label][a] += weight;
            AbsenceSum sum = sums[label][a];
            if (sum != null) {
                sum.total(known[label][a]);
            }
            if (attribute.kind() == Attribute.Kind.HASHED) {
                int end = attribute.start() + attribute.width();
                for (; at < hashed.length && hashed[at] < end; at++) {
                    add(label, a, hashed[at], weight);
                }
            } else {
                int present = present(attribute, x);
                if (present >= 0) {
                    add(label, a, present, weight);
                }
            }
            if (sum != null) {
                sum.settle(counts.of(label), known[label][a]);
            }
            absent[label][a] = logAbsent(label, a);
        }
        if (late < attributes.length && allKnow()) {
            late = attributes.length;
        }
    }

    private void add(int label, int attribute, int coordinate, double weight) {
        double before = counts.of(label)[coordinate];
        counts.add(label, coordinate, weight);
        AbsenceSum sum = sums[label][attribute];
        if (sum != null) {
            sum.count(coordinate, before, counts.of(label)[coordinate], known[label][attribute]);
        }
    }

    private void grow(int label) {
        if (label >= known.length) {
            known = Arrays.copyOf(known, label + 1);
            absent = Arrays.copyOf(absent, label + 1);
            sums = Arrays.copyOf(sums, label + 1);
        }
        if (known[label] == null) {
            known[label] = new double[attributes.length];
            absent[label] = new double[attributes.length];
            sums[label] = new AbsenceSum[attributes.length];
            counts.row(label);
            for (int a = 0; a < attributes.length; a++) {
                Attribute attribute = attributes[a];
                sums[label][a] = attribute.width() <= AbsenceSum.WIDE
                        ? null
                        : new AbsenceSum(smoothing, attribute.start(), attribute.width());
                absent[label][a] = logAbsent(label, a);
            }
        }
    }

    /** The sum of log((α + known − count) / (2α + known)) over an attribute's coordinates, as a product with few logarithms. */
    private double logAbsent(int label, int a) {
        double[] row = counts.of(label);
        double total = known[label][a];
        if (sums[label][a] != null) {
            return sums[label][a].logarithm(row, total);
        }
        double scale = 1 / (2 * smoothing + total);
        double product = 1;
        long exponents = 0;
        int end = attributes[a].start() + attributes[a].width();
        for (int c = attributes[a].start(); c < end; c++) {
            product *= (smoothing + Math.max(0, total - row[c])) * scale;
            if ((c & 3) == 3) { // before it can become too small: its exponent goes to a sum of its own
                int exponent = Math.getExponent(product);
                exponents += exponent;
                product = Math.scalb(product, -exponent);
            }
        }
        return Elementary.log(product) + exponents * LN2;
    }

    @Override
    public void merge(List<Part> parts) {
        for (Part part : parts) {
            BernoulliNaiveBayes other = (BernoulliNaiveBayes) part.learner();
            priors.add(other.priors, part.classes());
            late = Math.min(late, other.late);
            int[] coordinates = part.features().coordinates();
            for (int k = 0; k < other.known.length; k++) {
                double[] row = other.counts.of(k);
                if (row == null) {
                    continue;
                }
                int label = part.classes()[k];
                grow(label);
                for (int c = 0; c < row.length; c++) {
                    if (row[c] > 0) {
                        counts.add(label, coordinates[c], row[c]);
                    }
                }
                for (int a = 0; a < attributes.length; a++) {
                    known[label][a] += other.known[k][a];
                    if (sums[label][a] != null) {
                        sums[label][a].rebuild(counts.of(label), known[label][a]);
                    }
                    absent[label][a] = logAbsent(label, a);
                }
            }
        }
        if (allKnow()) {
            late = attributes.length;
        }
    }

    @Override
    public void snapshot(StateWriter out) {
        out.writeInt(FORMAT);
        out.writeInt(late);
        priors.snapshot(out);
        counts.snapshot(out);
        for (int k = 0; k < known.length; k++) {
            if (known[k] != null) {
                out.writeDoubles(known[k]);
                for (AbsenceSum sum : sums[k]) {
                    if (sum != null) {
                        sum.snapshot(out);
                    }
                }
            }
        }
    }

    @Override
    public void restore(StateReader in) {
        restore(in, layout);
    }

    /** New attributes count once every class has been seen with them as often as they have coordinates, or has had a good chance to. */
    @Override
    public void restore(StateReader in, Layout before) {
        int format = in.readInt();
        if (format < 1 || format > FORMAT) {
            throw new BadState("Bernoulli naive Bayes of format " + format
                    + " is unknown here; this reads formats up to " + FORMAT);
        }
        int storedAttributes = before.attributes().size();
        late = format == 1 ? storedAttributes : in.readInt();
        if (late < 0 || late > storedAttributes) {
            throw new BadState(
                    "attributes from " + late + " of " + storedAttributes + " on are late; the snapshot is damaged");
        }
        priors.restore(in);
        counts.restore(in, before.width());
        known = new double[0][];
        absent = new double[0][];
        sums = new AbsenceSum[0][];
        for (int k = 0; k < priors.classes(); k++) {
            if (counts.of(k) == null) {
                continue;
            }
            grow(k);
            double[] stored = in.readDoubles();
            if (stored.length != storedAttributes) {
                throw new BadState("the snapshot has " + stored.length + " attributes where its layout had "
                        + storedAttributes + "; it belongs to other features");
            }
            known[k] = Arrays.copyOf(stored, attributes.length);
            for (int a = 0; a < attributes.length; a++) {
                if (sums[k][a] != null && a < storedAttributes && format == FORMAT) {
                    sums[k][a].restore(in, known[k][a]);
                } else if (sums[k][a] != null) {
                    sums[k][a].rebuild(counts.of(k), known[k][a]);
                }
                absent[k][a] = logAbsent(k, a);
            }
        }
        if (allKnow()) {
            late = attributes.length;
        }
    }
}
