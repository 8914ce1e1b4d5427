package dev.millrace.ml.evaluation;

import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What no learner may be worse than, kept in the order of the partition: repeating the last label known, and naming the
 * most frequent class so far (for values: their mean). Their predictions are taken when the event is predicted, also if
 * its label comes later. O(1) per event. Threading: one caller.
 */
public final class Baselines {
    /** Name of the baseline that repeats the last label. */
    public static final String NO_CHANGE = "no-change";

    /** Name of the baseline that predicts the most frequent class. */
    public static final String MAJORITY = "majority";

    /** Name of the baseline that predicts the mean of all values. */
    public static final String MEAN = "mean";

    private final boolean values;
    private final Metrics noChangeMetrics;
    private final Metrics commonMetrics;

    private int known;
    private int last = -1;
    private int majority = -1;
    private long[] counts = new long[2];

    private double lastValue;
    private double mean;
    private long learned;

    private Baselines(boolean values, String positive) {
        this.values = values;
        this.noChangeMetrics = values ? Metrics.ofValues() : Metrics.ofClasses(positive);
        this.commonMetrics = values ? Metrics.ofValues() : Metrics.ofClasses(positive);
    }

    /** Baselines of a classification; {@code positive} as in {@link Metrics#ofClasses}. */
    public static Baselines ofClasses(String positive) {
        return new Baselines(false, positive);
    }

    /** Baselines of a regression. */
    public static Baselines ofValues() {
        return new Baselines(true, null);
    }

    /** Tells the classes known, by number. Before the first label, the first of them is what both predict. */
    public void ensureClasses(List<String> names) {
        known = names.size();
        if (counts.length < known) {
            counts = Arrays.copyOf(counts, Math.max(known, counts.length * 2));
        }
        noChangeMetrics.ensureClasses(names);
        commonMetrics.ensureClasses(names);
    }

    /** The last class learned; −1 if no class is known. */
    public int noChange() {
        return last >= 0 || known == 0 ? last : 0;
    }

    /** The class learned most often, the first of equals; −1 if no class is known. */
    public int majority() {
        return majority >= 0 || known == 0 ? majority : 0;
    }

    /** The last value learned; 0 before the first. */
    public double lastValue() {
        return lastValue;
    }

    /** The mean of the values learned; 0 before the first. */
    public double mean() {
        return mean;
    }

    /** Scores what the baselines predicted for an event. */
    public void score(int truth, int noChange, int majority) {
        noChangeMetrics.score(truth, noChange, noChange, majority, null);
        commonMetrics.score(truth, majority, noChange, majority, null);
    }

    /** Scores what the baselines predicted for an event. */
    public void score(double truth, double lastValue, double mean) {
        noChangeMetrics.score(truth, lastValue);
        commonMetrics.score(truth, mean);
    }

    public void learn(int label) {
        learned++;
        last = label;
        long count = ++counts[label];
        long most = majority < 0 ? 0 : counts[majority];
        if (count > most || (count == most && label < majority)) {
            majority = label;
        }
    }

    public void learn(double value) {
        learned++;
        lastValue = value;
        mean += (value - mean) / learned;
    }

    /** Metrics by the baseline's name; copies. */
    public SortedMap<String, Metrics> metrics() {
        return Collections.unmodifiableSortedMap(new TreeMap<>(
                Map.of(NO_CHANGE, noChangeMetrics.copy(), values ? MEAN : MAJORITY, commonMetrics.copy())));
    }

    public void snapshot(StateWriter out) {
        out.writeInt(last);
        out.writeInt(majority);
        out.writeLongs(Arrays.copyOf(counts, known));
        out.writeDouble(lastValue);
        out.writeDouble(mean);
        out.writeLong(learned);
        noChangeMetrics.snapshot(out);
        commonMetrics.snapshot(out);
    }

    public void restore(StateReader in) {
        last = in.readInt();
        majority = in.readInt();
        long[] stored = in.readLongs();
        known = stored.length;
        counts = Arrays.copyOf(stored, Math.max(2, known));
        lastValue = in.readDouble();
        mean = in.readDouble();
        learned = in.readLong();
        noChangeMetrics.restore(in);
        commonMetrics.restore(in);
    }
}
