package dev.millrace.cli.trial;

import dev.millrace.ml.evaluation.ActionValues;
import dev.millrace.ml.evaluation.BlockSeries;
import dev.millrace.ml.evaluation.Choice;
import dev.millrace.ml.evaluation.Evaluator;
import dev.millrace.ml.evaluation.Grouping;
import dev.millrace.ml.evaluation.Metrics;
import dev.millrace.ml.evaluation.NabSeries;
import dev.millrace.ml.evaluation.ScoreListener;
import dev.millrace.ml.stream.Prediction;
import dev.millrace.stream.event.EventId;
import dev.millrace.stream.event.Row;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is kept of an entrant's scores beside its metrics: the series of blocks, metrics by slice, and those of rows that are
 * held out. Threading: the partition's thread.
 */
final class TrialScores implements ScoreListener {
    private static final int MOST_SLICES = 50;
    private static final int MOST_WAITING = 1 << 20;
    private static final String REST = "(all others)";

    private final Evaluator learned;
    private final List<Slicer> slicers;
    private final List<Map<String, Metrics>> slices = new ArrayList<>();
    private final BlockSeries series = new BlockSeries();
    private final Evaluator heldOut;

    /** Of a bandit; else empty. */
    private final ActionValues actions = new ActionValues();

    /** Null unless anomalies have windows. */
    private final NabSeries nab;

    private final List<String> classes = new ArrayList<>();
    private final Map<Place, String[]> waiting = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Place, String[]> eldest) {
            return size() > MOST_WAITING;
        }
    };
    private long[] learnedOfClass = new long[2];

    /** Of rows with their labels, which are scored in their order, if not at once. */
    private final ArrayDeque<String[]> taken = new ArrayDeque<>();

    /** Of the row that was taken last. */
    private String[] atHand = {};

    private int lastClass = -1;
    private double lastValue;

    private record Place(int source, int partition, long offset) {}

    /**
     * @param learned the learner's own scores, for the names of the classes
     * @param heldOut takes the scores of rows that are held out; null if none are
     * @param nab takes the anomaly scores of a stream whose anomalies have windows; null if it has none
     */
    TrialScores(Evaluator learned, List<Slicer> slicers, Evaluator heldOut, NabSeries nab) {
        this.learned = learned;
        this.slicers = slicers;
        this.heldOut = heldOut;
        this.nab = nab;
        slicers.forEach(slicer -> slices.add(new LinkedHashMap<>()));
    }

    /** Before a row is taken: where its scores belong. */
    void at(Row row, boolean labelled) {
        if (slicers.isEmpty()) {
            return;
        }
        String[] names = new String[slicers.size()];
        for (int i = 0; i < names.length; i++) {
            names[i] = slicers.get(i).slice(row);
        }
        atHand = names;
        if (labelled) {
            taken.addLast(names);
        } else {
            waiting.put(new Place(row.source(), row.sourcePartition(), row.offset()), names);
        }
    }

    /** The row last taken was refused: it will not be scored. */
    void forgetLast() {
        taken.pollLast();
    }

    private String[] slicesOf(EventId late) {
        return late == null
                ? taken.pollFirst()
                : waiting.remove(new Place(late.source(), late.sourcePartition(), late.offset()));
    }

    @Override
    public void scored(EventId late, int truth, int predicted, int noChange, int majority, double[] scores) {
        if (nab != null) {
            int unusual = learned.metrics().positive();
            nab.add(scores[unusual], truth == unusual);
        }
        if (heldOut == null) {
            series.add(truth == predicted ? 1 : 0, truth == noChange ? 1 : 0, truth == majority ? 1 : 0);
            slice(late, truth, predicted, noChange, majority, scores);
        } else {
            lastClass = truth;
            if (learnedOfClass.length <= truth) {
                learnedOfClass = java.util.Arrays.copyOf(learnedOfClass, 2 * truth + 2);
            }
            learnedOfClass[truth]++;
        }
    }

    private void slice(EventId late, int truth, int predicted, int noChange, int majority, double[] scores) {
        String[] names = slicers.isEmpty() ? null : slicesOf(late);
        if (names == null) {
            return;
        }
        for (int i = 0; i < names.length; i++) {
            Metrics metrics = metrics(i, names[i]);
            metrics.ensureClasses(heldOut == null ? learned.metrics().classes() : classes);
            metrics.score(truth, predicted, noChange, majority, scores);
        }
    }

    @Override
    public void scored(EventId late, double truth, double predicted, double last, double usual) {
        lastValue = truth;
        if (heldOut == null) {
            addValue(late, truth, predicted, last);
        }
    }

    @Override
    public void chose(String action) {
        actions.chose(action);
    }

    @Override
    public void scored(EventId late, String action, Choice choice) {
        actions.score(action, choice);
        series.add(choice.importance() * choice.reward(), choice.importance(), choice.reward());
        String[] names = slicers.isEmpty() ? null : slicesOf(late);
        for (int i = 0; names != null && i < names.length; i++) {
            metrics(i, names[i]).score(choice);
        }
    }

    @Override
    public void scored(EventId late, Grouping grouping) {
        if (grouping.isNew() && grouping.hasSilhouette()) {
            series.add(grouping.silhouette(), grouping.distance() * grouping.distance(), 0);
        }
        String[] names = late == null && grouping.truth() < 0 ? atHand : slicers.isEmpty() ? null : slicesOf(late);
        for (int i = 0; names != null && i < names.length; i++) {
            Metrics metrics = metrics(i, names[i]);
            metrics.ensureClasses(learned.metrics().classes());
            metrics.score(grouping);
        }
    }

    private void addValue(EventId late, double truth, double predicted, double last) {
        double error = truth - predicted;
        series.add(Math.abs(error), error * error, (truth - last) * (truth - last));
        String[] names = slicers.isEmpty() ? null : slicesOf(late);
        for (int i = 0; names != null && i < names.length; i++) {
            metrics(i, names[i]).score(truth, predicted);
        }
    }

    private Metrics metrics(int slicer, String name) {
        Map<String, Metrics> known = slices.get(slicer);
        String slice = known.containsKey(name) || known.size() < MOST_SLICES ? name : REST;
        return known.computeIfAbsent(slice, none -> learned.fresh());
    }

    /** Scores a row that was held out: its label was kept from the learner. */
    void scoreHeldOut(Prediction prediction, String truth, double value) {
        if (learned.metrics().isRegression()) {
            heldOut.score(value, prediction.value());
            addValue(null, value, prediction.value(), lastValue);
            return;
        }
        for (int k = classes.size(); k < prediction.classes().size(); k++) {
            classes.add(k, prediction.classes().get(k));
        }
        int is = classes.indexOf(truth);
        if (is < 0) {
            is = classes.size();
            classes.add(truth);
        }
        int said = prediction.label() == null ? -1 : classes.indexOf(prediction.label());
        int majority = majority();
        heldOut.ensureClasses(classes);
        heldOut.score(is, said, lastClass, majority, prediction.scores());
        series.add(is == said ? 1 : 0, is == lastClass ? 1 : 0, is == majority ? 1 : 0);
        slice(null, is, said, lastClass, majority, prediction.scores());
    }

    private int majority() {
        int most = -1;
        for (int k = 0; k < learnedOfClass.length; k++) {
            if (learnedOfClass[k] > 0 && (most < 0 || learnedOfClass[k] > learnedOfClass[most])) {
                most = k;
            }
        }
        return most;
    }

    /** What counts: the scores of rows held out if there are any, else all of the learner's. */
    Evaluator evaluator() {
        return heldOut == null ? learned : heldOut;
    }

    /** Null unless anomalies have windows. */
    NabSeries nab() {
        return nab;
    }

    ActionValues actions() {
        return actions;
    }

    BlockSeries series() {
        return series;
    }

    /** Metrics by slice, for each field. */
    Map<String, Map<String, Metrics>> slices() {
        Map<String, Map<String, Metrics>> named = new LinkedHashMap<>();
        for (int i = 0; i < slicers.size(); i++) {
            named.put(slicers.get(i).name(), slices.get(i));
        }
        return named;
    }
}
