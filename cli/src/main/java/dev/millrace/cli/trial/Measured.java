package dev.millrace.cli.trial;

import dev.millrace.ml.evaluation.ActionValues;
import dev.millrace.ml.evaluation.BlockSeries;
import dev.millrace.ml.evaluation.FadingMetrics;
import dev.millrace.ml.evaluation.Interval;
import dev.millrace.ml.evaluation.Metrics;
import dev.millrace.ml.evaluation.NabProfile;
import dev.millrace.ml.evaluation.NabScore;
import dev.millrace.ml.evaluation.NabSeries;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The scores of a trial, of all partitions together.
 *
 * @param metrics over everything that counts
 * @param recent over the last predictions
 * @param fading with recent events weighing most
 * @param series sums by blocks of events, one for each partition
 * @param slices metrics by field and value, the most frequent first
 * @param ranks whether it is of a detector, which is told by how it ranks, wherever it draws its line
 * @param actions what a bandit's policy makes of each action; empty of others
 * @param nab anomaly scores of a stream whose anomalies have windows, if it is one
 */
public record Measured(
        Metrics metrics,
        Metrics recent,
        FadingMetrics fading,
        List<BlockSeries> series,
        Map<String, Map<String, Metrics>> slices,
        boolean ranks,
        ActionValues actions,
        Optional<NabSeries> nab) {

    /** @param ranks whether it is of a detector */
    static Measured of(List<TrialScores> partitions, boolean ranks) {
        Metrics metrics = partitions.get(0).evaluator().metrics().copy();
        Metrics recent = partitions.get(0).evaluator().window();
        FadingMetrics fading = partitions.get(0).evaluator().fading().copy();
        Map<String, Map<String, Metrics>> slices = new LinkedHashMap<>();
        List<BlockSeries> series = new ArrayList<>();
        ActionValues actions = new ActionValues();
        for (int p = 0; p < partitions.size(); p++) {
            TrialScores scores = partitions.get(p);
            actions.merge(scores.actions());
            if (p > 0) {
                metrics.merge(scores.evaluator().metrics());
                recent.merge(scores.evaluator().window());
                fading.merge(scores.evaluator().fading());
            }
            series.add(scores.series());
            scores.slices().forEach((field, values) -> {
                Map<String, Metrics> known = slices.computeIfAbsent(field, none -> new LinkedHashMap<>());
                values.forEach((value, one) -> known.merge(value, one.copy(), Measured::merged));
            });
        }
        slices.replaceAll((field, values) -> sorted(values));
        return new Measured(
                metrics,
                recent,
                fading,
                series,
                slices,
                ranks,
                actions,
                Optional.ofNullable(partitions.get(0).nab()));
    }

    private static Metrics merged(Metrics sum, Metrics more) {
        sum.merge(more);
        return sum;
    }

    private static Map<String, Metrics> sorted(Map<String, Metrics> values) {
        Map<String, Metrics> sorted = new LinkedHashMap<>();
        values.entrySet().stream()
                .sorted(Comparator.comparing((Map.Entry<String, Metrics> each) ->
                                -each.getValue().count())
                        .thenComparing(Map.Entry::getKey))
                .forEach(each -> sorted.put(each.getKey(), each.getValue()));
        return sorted;
    }

    /** The score of the Numenta benchmark, at the threshold that is best on this stream alone. */
    Optional<NabScore> nab(NabProfile profile) {
        return nab.map(scores -> NabScore.best(List.of(scores), profile));
    }

    /** Which sum of the series tells who is better: right predictions, absolute errors, weighted rewards, or silhouettes. */
    int quantity() {
        if (metrics.isOfChoices()) {
            return BlockSeries.WEIGHED_REWARD;
        }
        if (metrics.isOfClusters()) {
            return BlockSeries.SILHOUETTE;
        }
        return metrics.isRegression() ? BlockSeries.ABSOLUTE_ERROR : BlockSeries.RIGHT;
    }

    /** What {@link #value} is, as it is named in files: the {@link #measure}, or auc. */
    public String valueName() {
        return ranks ? "auc" : measure();
    }

    /** What {@link #interval} is of, as it is named in files: accuracy, mae, ips or silhouette. */
    public String measure() {
        if (metrics.isOfClusters()) {
            return "silhouette";
        }
        return metrics.isOfChoices() ? "ips" : metrics.isRegression() ? "mae" : "accuracy";
    }

    /** Accuracy, the mean absolute error, or the reward by inverse propensities, with its confidence interval. */
    public Interval interval() {
        return Interval.of(series, quantity());
    }

    /** How much more accurate it is than another on the same events; for values how much larger its absolute error is. */
    public Interval against(Measured other) {
        return Interval.ofDifference(series, other.series, quantity());
    }

    /** What it comes down to: the mean of {@link #interval}; of a detector, the area under the ROC curve. */
    public double value() {
        return ranks ? metrics.auc() : interval().mean();
    }

    /** What a search makes large: the value, or the mean absolute error with its sign turned. */
    double quality() {
        return metrics.isRegression() ? -value() : value();
    }

    /** Whether it has the better mean: higher accuracy or reward, or a smaller error. */
    boolean isBetterThan(Measured other) {
        double difference = interval().mean() - other.interval().mean();
        return metrics.isRegression() ? difference < 0 : difference > 0;
    }

    /** Whether both can be compared event by event. */
    boolean matches(Measured other) {
        if (series.size() != other.series.size() || !metrics.isLike(other.metrics)) {
            return false;
        }
        for (int p = 0; p < series.size(); p++) {
            if (!series.get(p).matches(other.series.get(p))) {
                return false;
            }
        }
        return true;
    }
}
