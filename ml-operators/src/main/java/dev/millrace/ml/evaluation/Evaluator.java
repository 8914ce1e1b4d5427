package dev.millrace.ml.evaluation;

import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import java.util.List;
import java.util.function.Supplier;

/**
 * Test-then-train bookkeeping for one learner: metrics over everything, over the last N predictions and fading. Threading:
 * one caller.
 */
public final class Evaluator {
    /** Weight of an event in the fading metrics relative to the next: a thousand events count. */
    public static final double FADING_FACTOR = 0.999;

    /** Predictions in the sliding window unless told otherwise. */
    public static final int WINDOW = 10_000;

    private final Supplier<Metrics> kind;
    private final String positive;
    private final Metrics metrics;
    private final ScoreWindow window;
    private final FadingMetrics fading = new FadingMetrics(FADING_FACTOR);

    private Evaluator(Supplier<Metrics> kind, String positive, int windowSize) {
        this.kind = kind;
        this.positive = positive;
        this.metrics = kind.get();
        this.window = new ScoreWindow(windowSize);
    }

    /** For a classifier; {@code positive} as in {@link Metrics#ofClasses}. */
    public static Evaluator ofClasses(String positive, int windowSize) {
        return new Evaluator(() -> Metrics.ofClasses(positive), positive, windowSize);
    }

    /** For a regressor. */
    public static Evaluator ofValues(int windowSize) {
        return new Evaluator(Metrics::ofValues, null, windowSize);
    }

    /** For a bandit. */
    public static Evaluator ofChoices(int windowSize) {
        return new Evaluator(Metrics::ofChoices, null, windowSize);
    }

    /** For a clusterer. */
    public static Evaluator ofClusters(int windowSize) {
        return new Evaluator(Metrics::ofClusters, null, windowSize);
    }

    /** The class that ranking metrics are about, if one was named; null otherwise. */
    public String positive() {
        return positive;
    }

    /** Metrics of this kind, with nothing scored. */
    public Metrics fresh() {
        return kind.get();
    }

    /** Tells the classes known, by number. */
    public void ensureClasses(List<String> names) {
        metrics.ensureClasses(names);
    }

    /** Scores one prediction of a class; arguments as of {@link Metrics#score(int, int, int, int, double[])}. */
    public void score(int truth, int predicted, int noChange, int majority, double[] scores) {
        fading.add(truth, predicted, noChange, majority);
        metrics.score(truth, predicted, noChange, majority, scores, window);
    }

    /** Scores one prediction of a value. */
    public void score(double truth, double predicted) {
        metrics.score(truth, predicted);
        window.add(truth, predicted);
        fading.add(truth, predicted);
    }

    /** Scores a policy by one logged action. */
    public void score(Choice choice) {
        metrics.score(choice);
        window.add(choice);
        fading.add(choice);
    }

    /** Scores where an event was put. */
    public void score(Grouping grouping) {
        metrics.score(grouping);
        window.add(grouping);
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

    /** Fading: live, to be read only; empty for a clusterer. */
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
