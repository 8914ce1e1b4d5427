package dev.millrace.cli.trial;

import dev.millrace.ml.evaluation.BlockSeries;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How scores went over a stream, stretch by stretch, all partitions together.
 *
 * @param stretch scored events in each stretch
 * @param lines by the names that users see, each with as many points as there are stretches; NaN for what has no meaning
 */
public record Curve(long stretch, Map<String, double[]> lines) {
    static final int MOST_POINTS = 120;

    /** Partitions go side by side: a point is the mean over their events of that part of the stream. */
    static Curve of(Measured measured) {
        List<BlockSeries> series = new ArrayList<>(measured.series());
        series.removeIf(each -> each.count() == 0);
        int points = series.stream()
                .mapToInt(each -> each.means(0, MOST_POINTS).length)
                .min()
                .orElse(0);
        long stretch = 0;
        double[][] means = new double[3][points];
        double all = series.stream().mapToLong(BlockSeries::count).sum();
        for (BlockSeries each : series) {
            for (int q = 0; q < 3; q++) {
                double[] own = each.means(q, MOST_POINTS);
                for (int i = 0; i < points; i++) {
                    means[q][i] += own[(int) ((long) i * own.length / points)] * (each.count() / all);
                }
            }
            stretch += points == 0 ? 0 : each.stretch(MOST_POINTS) * each.means(0, MOST_POINTS).length / points;
        }
        if (measured.metrics().isOfChoices()) {
            return new Curve(stretch, choices(means));
        }
        if (measured.metrics().isOfClusters()) {
            return new Curve(stretch, clusters(means));
        }
        return new Curve(stretch, measured.metrics().isRegression() ? values(means) : classes(means));
    }

    private static Map<String, double[]> choices(double[][] means) {
        Map<String, double[]> lines = new LinkedHashMap<>();
        lines.put("ips", means[BlockSeries.WEIGHED_REWARD]);
        double[] normalized = means[BlockSeries.WEIGHED_REWARD].clone();
        for (int i = 0; i < normalized.length; i++) {
            normalized[i] /= means[BlockSeries.IMPORTANCE][i];
        }
        lines.put("snips", normalized);
        lines.put("mean_reward", means[BlockSeries.LOGGED_REWARD]);
        return lines;
    }

    private static Map<String, double[]> clusters(double[][] means) {
        Map<String, double[]> lines = new LinkedHashMap<>();
        lines.put("silhouette", means[BlockSeries.SILHOUETTE]);
        lines.put("mean_square", means[BlockSeries.SQUARED_DISTANCE]);
        return lines;
    }

    private static Map<String, double[]> classes(double[][] means) {
        Map<String, double[]> lines = new LinkedHashMap<>();
        lines.put("accuracy", means[BlockSeries.RIGHT]);
        lines.put("kappa_t", beyond(means[BlockSeries.RIGHT], means[BlockSeries.NO_CHANGE_RIGHT]));
        lines.put("kappa_m", beyond(means[BlockSeries.RIGHT], means[BlockSeries.MAJORITY_RIGHT]));
        return lines;
    }

    private static Map<String, double[]> values(double[][] means) {
        Map<String, double[]> lines = new LinkedHashMap<>();
        lines.put("mae", means[BlockSeries.ABSOLUTE_ERROR]);
        double[] root = means[BlockSeries.SQUARED_ERROR].clone();
        for (int i = 0; i < root.length; i++) {
            root[i] = Math.sqrt(root[i]);
        }
        lines.put("rmse", root);
        return lines;
    }

    private static double[] beyond(double[] accuracy, double[] reference) {
        double[] kappa = new double[accuracy.length];
        for (int i = 0; i < kappa.length; i++) {
            kappa[i] = reference[i] < 1 ? (accuracy[i] - reference[i]) / (1 - reference[i]) : Double.NaN;
        }
        return kappa;
    }

    int points() {
        return lines.values().iterator().next().length;
    }
}
