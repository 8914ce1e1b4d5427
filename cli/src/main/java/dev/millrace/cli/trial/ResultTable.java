package dev.millrace.cli.trial;

import dev.millrace.cli.console.Figures;
import dev.millrace.cli.console.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Results as people read them: a table for each task, hints at its foot. Pure functions. */
public final class ResultTable {
    private ResultTable() {}

    /** The lines under a heading that says what was read, and how. */
    public static List<String> lines(String stream, List<Result> results) {
        List<String> lines = new ArrayList<>();
        for (boolean regression : new boolean[] {false, true}) {
            List<Result> those = results.stream()
                    .filter(result -> result.metrics().isRegression() == regression)
                    .toList();
            if (!those.isEmpty()) {
                lines.add(stream + " · " + Figures.count(those.get(0).rows()) + " rows · test-then-train");
                lines.addAll(table(those, regression));
            }
        }
        lines.addAll(hints(results));
        return lines;
    }

    /** What a reader should know beside the figures. */
    public static List<String> hints(List<Result> results) {
        List<String> hints = new ArrayList<>();
        for (Result result : results) {
            if (result.metrics().kappaT() < 0) {
                hints.add(result.entrant().name() + " is worse than repeating the last label (kappa-T < 0): consider a"
                        + " lag feature or an adaptive ensemble.");
            }
        }
        return hints;
    }

    private static List<String> table(List<Result> results, boolean regression) {
        String[] heading = regression
                ? new String[] {"learner", "MAE", "RMSE", "R²", "rows/s", "µs/row", "memory"}
                : new String[] {
                    "learner",
                    "accuracy",
                    "balanced",
                    "kappa",
                    "kappa-T",
                    "PR-AUC",
                    "log-loss",
                    "rows/s",
                    "µs/row",
                    "memory"
                };
        TextTable table = new TextTable(1, heading);
        List<String> names = regression
                ? List.of("mae", "rmse", "r2")
                : List.of("accuracy", "balanced_accuracy", "kappa", "kappa_t", "pr_auc", "log_loss");
        for (Result result : results) {
            Map<String, Number> metrics = result.metrics().toMap();
            List<String> cells = new ArrayList<>(List.of(result.entrant().name()));
            names.forEach(name -> cells.add(Figures.share(metrics.get(name))));
            cells.add(Figures.rate(result.rowsPerSecond()));
            cells.add(Figures.decimals(result.costs().ownSeconds() * 1e6 / result.rows(), 2));
            cells.add(Figures.bytes(result.costs().stateBytes()));
            table.row(cells.toArray(String[]::new));
        }
        return table.lines();
    }
}
