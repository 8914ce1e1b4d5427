package dev.millrace.ml.feature;

import dev.millrace.ml.math.Elementary;
import dev.millrace.stream.state.BadState;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Hides attributes that say little from the learner: it makes none itself, but looks at the numbers and categories of all
 * features before it. A hidden attribute is missing; its statistics go on, so it can come back. Hashed attributes are left
 * alone. Every {@value #EVERY} events (labels) it chooses again; before the first choice nothing is hidden.
 *
 * <p>By variance: numbers whose variance, unscaled, is not above {@code least} are hidden. By mutual information with the
 * label: of all attributes the {@code keep} best stay. It is estimated from counts of eight bins (of the last
 * {@value #WINDOW} numbers), or fifteen codes, and "missing", against the classes, or eight bins of a value. O(attributes)
 * per event; 16 counts a class for each attribute. Source: Battiti, "Using mutual information for selecting features in
 * supervised neural net learning", IEEE Transactions on Neural Networks 5 (1994), without its redundancy term.
 *
 * @param keep how many attributes stay, by mutual information
 * @param least the variance that is too little
 */
public record Selection(By select, int keep, double least) implements PlannedFeature {
    /** Events (labels) between two choices. */
    static final int EVERY = 500;

    private static final int CELLS = 16;
    private static final int BINS = 8;
    private static final int PACKED = 16;
    private static final int WINDOW = 256;

    /** What is asked of an attribute. */
    public enum By {
        VARIANCE,
        MUTUAL_INFORMATION
    }

    public Selection {
        Objects.requireNonNull(select, "select");
        if (keep < 1) {
            throw new IllegalArgumentException("a selection keeps 1 attribute at least, got " + keep + "; set keep");
        }
        if (!(least >= 0 && least < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("a variance is 0 or more and finite, got " + least + "; set least");
        }
    }

    /** Numbers that vary. */
    public static Selection byVariance(double least) {
        return new Selection(By.VARIANCE, 10, least);
    }

    /** The attributes that say most about the label. */
    public static Selection byMutualInformation(int keep) {
        return new Selection(By.MUTUAL_INFORMATION, keep, 0);
    }

    @Override
    public void plan(String name, FeatureCompiler to) {
        int numbers = to.numberSlots();
        int categories = to.categorySlots();
        if (numbers + categories == 0) {
            throw new IllegalArgumentException("the selection '" + name
                    + "' has no numbers or categories before it; put it behind the features that it chooses from");
        }
        if (select == By.VARIANCE) {
            to.encoding(() -> new Variances(numbers, least));
        } else {
            int inputs = to.inputs(numbers + categories);
            int carried = to.carried((numbers + categories + PACKED - 1) / PACKED);
            to.encoding(() -> new Informations(numbers, categories, keep, inputs, carried));
        }
    }

    /** Welford's sums of the raw numbers. */
    private static final class Variances implements Encoding {
        private final double least;
        private final double[] counts;
        private final double[] means;
        private final double[] spreads;
        private final int[] hidden;
        private long events;

        Variances(int numbers, double least) {
            this.least = least;
            this.counts = new double[numbers];
            this.means = new double[numbers];
            this.spreads = new double[numbers];
            this.hidden = new int[numbers];
        }

        @Override
        public void encode(RawValues raw, FeatureVector x) {
            for (int i = 0; i < hidden.length; i++) {
                if (hidden[i] != 0) {
                    x.numbers()[i] = Double.NaN;
                }
            }
        }

        @Override
        public void update(RawValues raw) {
            for (int i = 0; i < counts.length; i++) {
                double value = raw.numbers[i];
                if (Double.isFinite(value)) {
                    counts[i]++;
                    double off = value - means[i];
                    means[i] += off / counts[i];
                    spreads[i] += off * (value - means[i]);
                }
            }
            if (++events % EVERY == 0) {
                for (int i = 0; i < hidden.length; i++) {
                    hidden[i] = counts[i] > 0 && !(spreads[i] / counts[i] > least) ? 1 : 0;
                }
            }
        }

        @Override
        public String whyApart() {
            return "each partition hides attributes of its own choice";
        }

        @Override
        public void snapshot(StateWriter out) {
            out.writeLong(events);
            out.writeDoubles(counts);
            out.writeDoubles(means);
            out.writeDoubles(spreads);
            out.writeInts(hidden);
        }

        @Override
        public void restore(StateReader in) {
            events = in.readLong();
            fill(counts, in.readDoubles());
            fill(means, in.readDoubles());
            fill(spreads, in.readDoubles());
            int[] stored = in.readInts();
            System.arraycopy(stored, 0, hidden, 0, hidden.length);
        }
    }

    private static void fill(double[] target, double[] stored) {
        if (stored.length != target.length) {
            throw new BadState(
                    "a selection among " + stored.length + " numbers cannot be read as one among " + target.length);
        }
        System.arraycopy(stored, 0, target, 0, target.length);
    }

    /** Counts of cells against classes. */
    private static final class Informations implements Encoding {
        private final int numbers;
        private final int attributes;
        private final int keep;
        private final int inputs;
        private final int carried;
        private final RecentQuantiles[] recent;
        private final RecentQuantiles values = new RecentQuantiles(WINDOW);
        private final int[] hidden;

        /** [attribute · 16 + cell] of each class. */
        private double[][] counts = new double[0][];

        private long labels;

        Informations(int numbers, int categories, int keep, int inputs, int carried) {
            this.numbers = numbers;
            this.attributes = numbers + categories;
            this.keep = keep;
            this.inputs = inputs;
            this.carried = carried;
            this.hidden = new int[attributes];
            this.recent = new RecentQuantiles[numbers];
            Arrays.setAll(recent, i -> new RecentQuantiles(WINDOW));
        }

        @Override
        public void encode(RawValues raw, FeatureVector x) {
            Arrays.fill(x.carried(), carried, carried + (attributes + PACKED - 1) / PACKED, 0);
            for (int i = 0; i < attributes; i++) {
                int cell;
                if (i < numbers) {
                    double value = x.numbers()[i];
                    raw.inputs[inputs + i] = value; // for the update: what is hidden below is still counted
                    cell = Double.isFinite(value) ? 1 + recent[i].cell(value, BINS) : 0;
                } else {
                    int code = x.categories()[i - numbers];
                    cell = code < 0 ? 0 : 1 + code % (CELLS - 1);
                }
                x.carried()[carried + i / PACKED] |= (long) cell << 4 * (i % PACKED);
                if (hidden[i] != 0 && i < numbers) {
                    x.numbers()[i] = Double.NaN;
                } else if (hidden[i] != 0) {
                    x.categories()[i - numbers] = -1;
                }
            }
        }

        @Override
        public void update(RawValues raw) {
            for (int i = 0; i < numbers; i++) {
                double value = raw.inputs[inputs + i];
                if (Double.isFinite(value)) {
                    recent[i].add(value);
                }
            }
        }

        @Override
        public void updateLabel(FeatureVector x, double value) {
            int bin = values.cell(value, BINS);
            values.add(value);
            updateLabel(x, bin);
        }

        @Override
        public void updateLabel(FeatureVector x, int label) {
            if (label >= counts.length) {
                int known = counts.length;
                counts = Arrays.copyOf(counts, label + 1);
                for (int i = known; i <= label; i++) {
                    counts[i] = new double[attributes * CELLS];
                }
            }
            for (int i = 0; i < attributes; i++) {
                int cell = (int) (x.carried()[carried + i / PACKED] >>> 4 * (i % PACKED)) & (CELLS - 1);
                counts[label][i * CELLS + cell]++;
            }
            if (++labels % EVERY == 0) {
                choose();
            }
        }

        private void choose() {
            double[] informations = new double[attributes];
            Arrays.setAll(informations, this::information);
            int[] best = IntStream.range(0, attributes)
                    .boxed()
                    .sorted(Comparator.comparingDouble((Integer i) -> -informations[i]))
                    .mapToInt(Integer::intValue)
                    .toArray();
            for (int rank = 0; rank < attributes; rank++) {
                hidden[best[rank]] = rank < keep ? 0 : 1;
            }
        }

        /** Σ p(cell, class) · ln(p(cell, class) ÷ p(cell) ÷ p(class)). */
        private double information(int attribute) {
            double[] classes = new double[counts.length];
            double[] cells = new double[CELLS];
            for (int label = 0; label < counts.length; label++) {
                for (int cell = 0; cell < CELLS; cell++) {
                    double count = counts[label][attribute * CELLS + cell];
                    classes[label] += count;
                    cells[cell] += count;
                }
            }
            double sum = 0;
            for (int label = 0; label < counts.length; label++) {
                for (int cell = 0; cell < CELLS; cell++) {
                    double count = counts[label][attribute * CELLS + cell];
                    if (count > 0) {
                        sum += count / labels * Elementary.log(count * labels / (classes[label] * cells[cell]));
                    }
                }
            }
            return sum;
        }

        @Override
        public String whyApart() {
            return "each partition hides attributes of its own choice";
        }

        @Override
        public void snapshot(StateWriter out) {
            out.writeLong(labels);
            out.writeInts(hidden);
            out.writeInt(counts.length);
            for (double[] each : counts) {
                out.writeDoubles(each);
            }
            for (RecentQuantiles each : recent) {
                each.snapshot(out);
            }
            values.snapshot(out);
        }

        @Override
        public void restore(StateReader in) {
            labels = in.readLong();
            int[] stored = in.readInts();
            if (stored.length != attributes) {
                throw new BadState(
                        "a selection among " + stored.length + " attributes cannot be read as one among " + attributes);
            }
            System.arraycopy(stored, 0, hidden, 0, attributes);
            counts = new double[in.readInt()][];
            for (int i = 0; i < counts.length; i++) {
                counts[i] = in.readDoubles();
            }
            for (RecentQuantiles each : recent) {
                each.restore(in);
            }
            values.restore(in);
        }
    }
}
