package dev.millrace.cli.run;

import static dev.millrace.cli.console.Figures.decimals;

import dev.millrace.ml.evaluation.Metrics;
import dev.millrace.stream.time.Timestamps;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Scores as a status line shows them. */
final class ScoreText {
    private ScoreText() {}

    /** {@code PR-AUC 0.63 (base rate 0.05) · recall 0.55 at 5 % alerts · kappa-T 0.50}, or what the task calls for. */
    static String of(Metrics metrics) {
        if (metrics.count() == 0) {
            return "no label yet";
        }
        List<String> parts = new ArrayList<>();
        if (metrics.isOfChoices()) {
            if (Double.isFinite(metrics.snips())) {
                parts.add("reward " + decimals(metrics.snips(), 3) + " (SNIPS; logged "
                        + decimals(metrics.meanReward(), 3) + ")");
            }
            parts.add("MAE of rewards " + decimals(metrics.mae(), 3));
            return String.join(" · ", parts);
        }
        if (metrics.isOfClusters()) {
            parts.add("silhouette " + decimals(metrics.silhouette(), 3));
            parts.add("mean square " + decimals(metrics.meanSquare(), 3));
            if (Double.isFinite(metrics.adjustedRand())) {
                parts.add("adjusted Rand " + decimals(metrics.adjustedRand(), 3));
            }
            return String.join(" · ", parts);
        }
        if (metrics.isRegression()) {
            parts.add("MAE " + decimals(metrics.mae(), 3));
            parts.add("RMSE " + decimals(metrics.rmse(), 3));
            parts.add("R² " + decimals(metrics.r2(), 3));
            return String.join(" · ", parts);
        }
        if (Double.isFinite(metrics.prAuc())) {
            parts.add("PR-AUC " + decimals(metrics.prAuc(), 2) + " (base rate " + decimals(baseRate(metrics), 2) + ")");
            parts.add("recall " + decimals(metrics.recallAtAlertRate(0.05), 2) + " at 5 % alerts");
        } else {
            parts.add("accuracy " + decimals(metrics.accuracy(), 3));
            parts.add("kappa " + decimals(metrics.kappa(), 3));
        }
        parts.add("kappa-T " + decimals(metrics.kappaT(), 2));
        return String.join(" · ", parts);
    }

    /** {@code none}, or how often and when last. */
    static String drift(Scores scores) {
        if (scores.driftAlarms() == 0) {
            return "none";
        }
        String last = scores.lastDriftMillis() == Timestamps.NONE
                ? ""
                : ", last at " + Instant.ofEpochMilli(scores.lastDriftMillis());
        return scores.driftAlarms() + (scores.driftAlarms() == 1 ? " alarm" : " alarms") + last;
    }

    /** {@code naive-bayes answers}, or in how many partitions; empty if there is one learner only. */
    static String answering(Scores scores) {
        List<Scores.Standing> those =
                scores.learners().stream().filter(each -> each.answering() > 0).toList();
        if (those.size() == 1) {
            return those.get(0).name() + " answers";
        }
        return those.stream()
                .map(each -> each.name() + " answers in " + each.answering() + " partitions")
                .collect(Collectors.joining(", "));
    }

    private static double baseRate(Metrics metrics) {
        int positive = metrics.positive();
        long actual = 0;
        for (int k = 0; k < metrics.classes().size(); k++) {
            actual += metrics.confusion(positive, k);
        }
        return actual / (double) metrics.count();
    }
}
