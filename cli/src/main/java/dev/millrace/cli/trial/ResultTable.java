package dev.millrace.cli.trial;

import dev.millrace.cli.console.Figures;
import dev.millrace.cli.console.TextTable;
import dev.millrace.ml.evaluation.ActionValues;
import dev.millrace.ml.evaluation.Interval;
import dev.millrace.ml.evaluation.Metrics;
import dev.millrace.ml.evaluation.NabProfile;
import dev.millrace.ml.evaluation.NabScore;
import dev.millrace.ml.learner.LearnerProvider.Task;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Results as people read them: a table for each task, hints at its foot. Threading: one caller. */
public final class ResultTable {
    private final String stream;
    private final TrialOptions options;
    private final Standing standing;
    private final boolean perClass;

    /** @param perClass whether precision, recall and F1 of each class are shown, too, or what a bandit makes of each action */
    public ResultTable(String stream, TrialOptions options, Standing standing, boolean perClass) {
        this.stream = stream;
        this.options = options;
        this.standing = standing;
        this.perClass = perClass;
    }

    /** All lines. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (Task task : Task.values()) {
            List<Result> those = standing.of(task);
            if (!those.isEmpty()) {
                lines.add(stream + " · " + Figures.count(those.get(0).rows()) + " rows · " + manner());
                lines.addAll(table(those, task));
                lines.addAll(differences(those));
                those.get(0).measured().slices().keySet().forEach(field -> lines.addAll(slices(those, field)));
                if (perClass && (task == Task.CLASSIFICATION || task == Task.ANOMALY)) {
                    those.forEach(result -> lines.addAll(classes(result)));
                }
                if (perClass && task == Task.BANDIT) {
                    those.forEach(result -> lines.addAll(actions(result)));
                }
            }
        }
        lines.addAll(standing.hints());
        return lines;
    }

    private String manner() {
        if (options.holdOut() > 0) {
            return "the last " + Figures.count(options.holdOut()) + " held out: scored, not learned";
        }
        return "test-then-train"
                + options.delay().map(delay -> ", labels " + delay + " late").orElse("");
    }

    private static List<String> table(List<Result> results, Task task) {
        boolean ranked = results.stream()
                .anyMatch(result -> Double.isFinite(result.metrics().prAuc()));
        List<String> heading = new ArrayList<>(List.of("learner"));
        List<String> names = new ArrayList<>();
        if (task == Task.ANOMALY) {
            heading.addAll(List.of("ROC-AUC", "PR-AUC", "recall@5%", "precision", "recall"));
            names.addAll(List.of("auc", "pr_auc", "recall_at_5_percent", "precision", "recall"));
            if (results.stream().anyMatch(result -> result.measured().nab().isPresent())) {
                heading.addAll(List.of("NAB", "NAB low FP", "NAB low FN"));
            }
        } else if (task == Task.CLUSTERING) {
            heading.addAll(List.of("silhouette", "mean square", "in none", "adjusted Rand", "NMI", "purity"));
            names.addAll(
                    List.of("silhouette", "mean_square", "outside", "adjusted_rand", "mutual_information", "purity"));
        } else if (task == Task.BANDIT) {
            heading.addAll(List.of("reward (IPS)", "SNIPS", "doubly robust", "effective rows"));
            names.addAll(List.of("ips", "snips", "doubly_robust", "effective_share"));
        } else if (task == Task.REGRESSION) {
            heading.addAll(List.of("MAE", "RMSE", "R²"));
            names.addAll(List.of("mae", "rmse", "r2"));
        } else {
            heading.addAll(List.of("accuracy", "balanced", "kappa", "kappa-T"));
            names.addAll(List.of("accuracy", "balanced_accuracy", "kappa", "kappa_t"));
            if (ranked) {
                heading.addAll(List.of("PR-AUC", "recall@5%"));
                names.addAll(List.of("pr_auc", "recall_at_5_percent"));
            }
            heading.add("log-loss");
            names.add("log_loss");
        }
        heading.addAll(List.of("rows/s", "µs/row", "memory"));
        TextTable table = new TextTable(1, heading.toArray(String[]::new));
        for (Result result : results) {
            Map<String, Number> metrics = figures(result);
            List<String> cells = new ArrayList<>(List.of(result.entrant().name()));
            names.forEach(name -> cells.add(Figures.share(metrics.get(name))));
            double half = result.measured().interval().half();
            cells.set(
                    1,
                    cells.get(1)
                            + (Double.isFinite(half) && task != Task.ANOMALY && metrics.get(names.get(0)) != null
                                    ? " ±" + Figures.decimals(half, 3)
                                    : ""));
            for (NabProfile profile : heading.contains("NAB") ? NabProfile.values() : new NabProfile[0]) {
                cells.add(Figures.decimals(
                        result.measured().nab(profile).map(NabScore::score).orElse(Double.NaN), 1));
            }
            cells.add(Figures.rate(result.rowsPerSecond()));
            cells.add(Figures.decimals(result.costs().ownSeconds() * 1e6 / result.rows(), 2));
            cells.add(Figures.bytes(result.costs().stateBytes()));
            table.row(cells.toArray(String[]::new));
        }
        if (task == Task.BANDIT) {
            results.get(0).scores().baselines().forEach((name, metrics) -> {
                List<String> cells = new ArrayList<>(List.of("  " + name));
                names.forEach(metric -> cells.add(Figures.share(metrics.toMap().get(metric))));
                cells.addAll(List.of(Figures.NONE, Figures.NONE, Figures.NONE));
                table.row(cells.toArray(String[]::new));
            });
        }
        return table.lines();
    }

    /** All metrics by name; of a detector the precision and recall of what it names, too. */
    private static Map<String, Number> figures(Result result) {
        Map<String, Number> figures = new LinkedHashMap<>(result.metrics().toMap());
        int positive = result.metrics().positive();
        if (result.task() == Task.ANOMALY && positive >= 0) {
            figures.put("precision", result.metrics().precision(positive));
            figures.put("recall", result.metrics().recall(positive));
        }
        return figures;
    }

    private List<String> differences(List<Result> results) {
        if (results.size() < 2) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        TextTable table = new TextTable(
                1, "against " + standing.best(results.get(0)).entrant().name(), "difference", "95 %");
        int rows = 0;
        for (Result result : results) {
            Interval difference = standing.toBest(result);
            if (difference != null) {
                table.row(
                        "  " + result.entrant().name(),
                        Figures.decimals(difference.mean(), 4),
                        Double.isFinite(difference.half())
                                ? Figures.decimals(difference.low(), 4) + " to "
                                        + Figures.decimals(difference.high(), 4)
                                        + (difference.excludesZero() ? "" : "  may be chance")
                                : Figures.NONE);
                rows++;
            }
        }
        if (rows > 0) {
            lines.addAll(table.lines());
        }
        return lines;
    }

    /** A line for each value, a column for each learner. */
    private static List<String> slices(List<Result> results, String field) {
        Set<String> values = new java.util.LinkedHashSet<>();
        results.forEach(result -> values.addAll(
                result.measured().slices().getOrDefault(field, Map.of()).keySet()));
        List<String> heading = new ArrayList<>(List.of("  " + field, "rows"));
        results.forEach(result -> heading.add(result.entrant().name()));
        TextTable table = new TextTable(1, heading.toArray(String[]::new));
        for (String value : values) {
            List<String> cells = new ArrayList<>(List.of("  " + value, Figures.NONE));
            for (Result result : results) {
                Metrics metrics =
                        result.measured().slices().getOrDefault(field, Map.of()).get(value);
                if (metrics == null) {
                    cells.add(Figures.NONE);
                } else {
                    cells.set(1, Figures.count(metrics.count()));
                    cells.add(Figures.share(shown(metrics)));
                }
            }
            table.row(cells.toArray(String[]::new));
        }
        List<String> lines = new ArrayList<>();
        Metrics first = results.get(0).metrics();
        String shown = first.isOfClusters()
                ? "silhouette"
                : first.isOfChoices() ? "reward (SNIPS)" : first.isRegression() ? "MAE" : "accuracy";
        lines.add(shown + " by " + field);
        lines.addAll(table.lines());
        return lines;
    }

    private static double shown(Metrics metrics) {
        if (metrics.isOfClusters()) {
            return metrics.silhouette();
        }
        return metrics.isOfChoices() ? metrics.snips() : metrics.isRegression() ? metrics.mae() : metrics.accuracy();
    }

    private static List<String> actions(Result result) {
        ActionValues actions = result.measured().actions();
        TextTable table =
                new TextTable(1, result.entrant().name(), "chosen", "logged", "mean reward", "reward (IPS)", "SNIPS");
        for (String name : actions.actions()) {
            table.row(
                    "  " + name,
                    Figures.count(actions.chosen(name)),
                    Figures.count(actions.logged(name)),
                    Figures.share(actions.meanReward(name)),
                    withHalf(actions.ips(name), actions.ipsHalf(name)),
                    withHalf(actions.snips(name), actions.snipsHalf(name)));
        }
        return table.lines();
    }

    /** A figure and half of its interval. */
    static String withHalf(double value, double half) {
        return Figures.share(value) + (Double.isFinite(half) ? " ±" + Figures.decimals(half, 3) : "");
    }

    private static List<String> classes(Result result) {
        Metrics metrics = result.metrics();
        TextTable table = new TextTable(1, result.entrant().name(), "rows", "precision", "recall", "F1");
        List<String> names = metrics.classes();
        for (String name : new TreeSet<>(names)) {
            int k = names.indexOf(name);
            table.row(
                    "  " + name,
                    Figures.count(metrics.support(k)),
                    Figures.share(metrics.precision(k)),
                    Figures.share(metrics.recall(k)),
                    Figures.share(metrics.f1(k)));
        }
        return table.lines();
    }
}
