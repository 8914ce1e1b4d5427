package dev.millrace.ml.evaluation;

import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import java.util.List;

/**
 * Test-then-train bookkeeping for one learner: metrics over everything, over the last N predictions and fading. Threading:
 * one caller.
 */
public final class Evaluator {
    /** Weight of an event in the fading metrics relative to the next: a thousand events count. */
    public static final double FADING_FACTOR = 0.999;

    /** Predictions in the sliding window unless told otherwise. */
    public static final int WINDOW = 10_000;

    private final boolean values;
    private final String positive;
    private final Metrics metrics;
    private final ScoreWindow window;
    private final FadingMetrics fading = new FadingMetrics(FADING_FACTOR);

    private Evaluator(boolean values, String positive, int windowSize) {
        this.values = values;
        this.positive = positive;
        this.metrics = fresh();
        this.window = new ScoreWindow(windowSize);
    }

    /** For a classifier; {@code positive} as in {@link Metrics#ofClasses}. */
    public static Evaluator ofClasses(String positive, int windowSize) {
        return new Evaluator(false, positive, windowSize);
    }

    /** For a regressor. */
    public static Evaluator ofValues(int windowSize) {
        return new Evaluator(true, null, windowSize);
    }

    /** The class that ranking metrics are about, if one was named; null otherwise. */
    public String positive() {
        return positive;
    }

    private Metrics fresh() {
        return values ? Metrics.ofValues() : Metrics.ofClasses(positive);
    }

    /** Tells the classes known, by number. */
    public void ensureClasses(List<String> names) {
        metrics.ensureClasses(names);
    }

    /** Scores one prediction of a class; arguments as of {@link Metrics#score(int, int, int, int, double[])}. */
    public void score(int truth, int predicted, int noChange, int majority, double[] scores) {
        metrics.score(truth, predicted, noChange, majority, scores);
        window.add(truth, predicted, noChange, majority, scores);
        fading.add(truth, predicted, noChange, majority);
    }

    /** Scores one prediction of a value. */
    public void score(double truth, double predicted) {
        metrics.score(truth, predicted);
        window.add(truth, predicted);
        fading.add(truth, predicted);
    }

    /** Over everything scored: live, to be read only. */
    public Metrics metrics() {
        return metrics;
    }

    /** Over the last predictions: made now, O(window). */
    public Metrics window() {
        Metrics recent = fresh();
        window.scoreInto(recent, metrics.classes());
        return recent;
    }

    /** Fading: live, to be read only. */
    public FadingMetrics fading() {
        return fading;
    }

    public void snapshot(StateWriter out) {
        metrics.snapshot(out);
        window.snapshot(out);
        fading.snapshot(out);
    }

    public void restore(StateReader in) {
        metrics.restore(in);
        window.restore(in);
        fading.restore(in);
    }
}
