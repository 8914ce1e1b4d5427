package dev.millrace.cli.trial;

import dev.millrace.cli.console.Figures;
import dev.millrace.ml.evaluation.ActionValues;
import dev.millrace.ml.evaluation.Interval;
import dev.millrace.ml.evaluation.Metrics;
import dev.millrace.ml.evaluation.NabProfile;
import dev.millrace.ml.evaluation.NabScore;
import dev.millrace.ml.learner.LearnerProvider.Task;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Results as one page that needs nothing else: tables and charts, light and dark, no script and no request. Threading: one
 * caller.
 */
public final class ReportHtml {
    /** Colours of the style sheet. */
    static final int COLOURS = 8;

    private static final String STYLE = "report.css";

    private final String stream;
    private final TrialOptions options;
    private final Standing standing;
    private final StringBuilder out = new StringBuilder();

    private ReportHtml(String stream, TrialOptions options, Standing standing) {
        this.stream = stream;
        this.options = options;
        this.standing = standing;
    }

    /** The page. */
    public static String page(String stream, TrialOptions options, Standing standing) {
        return new ReportHtml(stream, options, standing).build();
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    private String build() {
        out.append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n");
        out.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        out.append("<title>").append(escaped(stream)).append(" · Millrace</title>\n<style>\n");
        out.append(style()).append("</style></head><body><main>\n");
        for (Task task : Task.values()) {
            List<Result> results = standing.of(task);
            if (!results.isEmpty()) {
                task(results, task);
            }
        }
        hints();
        out.append(
                        "<footer>± and intervals are 95 % by batch means over blocks of consecutive events; differences are paired")
                .append(
                        " on the same events. Curves are means over stretches of the stream. Made by millrace evaluate.")
                .append("</footer>\n</main></body></html>\n");
        return out.toString();
    }

    private static String style() {
        try (InputStream in = ReportHtml.class.getResourceAsStream(STYLE)) {
            if (in == null) {
                throw new IllegalStateException("the jar lacks " + STYLE);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("the jar's " + STYLE + " cannot be read", e);
        }
    }

    private void task(List<Result> results, Task task) {
        boolean regression = task == Task.REGRESSION;
        out.append("<header><h1>").append(escaped(stream)).append("</h1><p>");
        out.append(Figures.count(results.get(0).rows())).append(" rows · ");
        out.append(results.size())
                .append(results.size() == 1 ? " learner" : " learners in one pass")
                .append(" · ");
        out.append(escaped(manner())).append("</p></header>\n");
        summary(results, task);
        legend(results);
        if (task == Task.BANDIT) {
            curve(results, "What it would earn an event: SNIPS over the stream", "snips", Double.NEGATIVE_INFINITY);
            curve(results, "What the logged actions earned", "mean_reward", Double.NEGATIVE_INFINITY);
        } else if (task == Task.CLUSTERING) {
            curve(results, "Silhouette over the stream", "silhouette", -1);
            curve(results, "Squared distance to the centre over the stream", "mean_square", 0);
        } else if (regression) {
            curve(results, "Mean absolute error over the stream", "mae", Double.NEGATIVE_INFINITY);
            curve(results, "Root of the mean squared error over the stream", "rmse", Double.NEGATIVE_INFINITY);
        } else {
            curve(results, "Accuracy over the stream", "accuracy", 0);
            if (task == Task.CLASSIFICATION) {
                curve(results, "Kappa-T over the stream: 0 is repeating the last label", "kappa_t", -1);
            }
        }
        String quality = switch (task) {
            case REGRESSION -> "Mean absolute error";
            case BANDIT -> "Reward (IPS)";
            case CLUSTERING -> "Silhouette";
            case CLASSIFICATION, ANOMALY -> "Accuracy";
        };
        section(quality + " and what it costs", CostChart.svg(results, quality));
        if (task == Task.CLASSIFICATION || task == Task.ANOMALY) {
            classes(results);
        }
        if (task == Task.BANDIT) {
            actions(results);
        }
        results.get(0).measured().slices().keySet().forEach(field -> slices(results, field));
    }

    private String manner() {
        if (options.holdOut() > 0) {
            return "the last " + Figures.count(options.holdOut()) + " held out: scored, not learned";
        }
        return "each row predicted first, then learned"
                + options.delay().map(delay -> ", labels " + delay + " late").orElse("");
    }

    private void summary(List<Result> results, Task task) {
        boolean regression = task == Task.REGRESSION;
        boolean anomalies = task == Task.ANOMALY;
        boolean choices = task == Task.BANDIT;
        boolean clusters = task == Task.CLUSTERING;
        List<String> names = clusters
                ? List.of("silhouette", "mean_square", "outside", "adjusted_rand", "mutual_information", "purity")
                : choices
                        ? List.of("ips", "snips", "doubly_robust", "mean_reward", "effective_share")
                        : anomalies
                                ? List.of("auc", "pr_auc", "recall_at_5_percent")
                                : regression
                                        ? List.of("mae", "rmse", "r2")
                                        : List.of(
                                                "accuracy",
                                                "balanced_accuracy",
                                                "kappa",
                                                "kappa_t",
                                                "auc",
                                                "pr_auc",
                                                "log_loss");
        List<String> heading = new ArrayList<>(List.of("Learner"));
        heading.addAll(
                clusters
                        ? List.of("Silhouette", "Mean square", "In none", "Adjusted Rand", "NMI", "Purity")
                        : choices
                                ? List.of("Reward (IPS)", "SNIPS", "Doubly robust", "Logged", "Effective rows")
                                : anomalies
                                        ? List.of("AUC", "PR-AUC", "Recall at 5 %")
                                        : regression
                                                ? List.of("MAE", "RMSE", "R²")
                                                : List.of(
                                                        "Accuracy",
                                                        "Balanced",
                                                        "Kappa",
                                                        "Kappa-T",
                                                        "AUC",
                                                        "PR-AUC",
                                                        "Log-loss"));
        heading.addAll(List.of("To the best", "Rows/s", "µs/row", "Memory"));
        boolean windows =
                results.stream().anyMatch(result -> result.measured().nab().isPresent());
        if (windows) {
            heading.addAll(heading.size() - 4, List.of("NAB", "NAB low FP", "NAB low FN"));
        }
        List<List<String>> rows = new ArrayList<>();
        Result best = standing.best(results.get(0));
        for (Result result : results) {
            Map<String, Number> metrics = result.metrics().toMap();
            List<String> cells = new ArrayList<>(List.of(
                    mark(results.indexOf(result)) + escaped(result.entrant().name())));
            names.forEach(name -> cells.add(Figures.share(metrics.get(name))));
            double half = result.measured().interval().half();
            if (Double.isFinite(half) && !anomalies) {
                cells.set(1, cells.get(1) + " <small>±" + Figures.decimals(half, 3) + "</small>");
            }
            for (NabProfile profile : windows ? NabProfile.values() : new NabProfile[0]) {
                cells.add(Figures.decimals(
                        result.measured().nab(profile).map(NabScore::score).orElse(Double.NaN), 1));
            }
            cells.add(toBest(result, best));
            cells.add(Figures.rate(result.rowsPerSecond()));
            cells.add(Figures.decimals(result.costs().ownSeconds() * 1e6 / result.rows(), 2));
            cells.add(Figures.bytes(result.costs().stateBytes()));
            rows.add(cells);
        }
        if (choices) {
            best.scores().baselines().forEach((name, metrics) -> {
                List<String> cells = new ArrayList<>(List.of(escaped(name)));
                names.forEach(metric -> cells.add(Figures.share(metrics.toMap().get(metric))));
                cells.addAll(Collections.nCopies(4, Figures.NONE));
                rows.add(cells);
            });
        }
        table(heading, rows, results.indexOf(best));
    }

    private String toBest(Result result, Result best) {
        Interval difference = standing.toBest(result);
        if (result.equals(best)) {
            return "best";
        }
        if (difference == null) {
            return Figures.NONE;
        }
        String text = (difference.mean() > 0 ? "+" : "") + Figures.decimals(difference.mean(), 3);
        return Double.isFinite(difference.half())
                ? text + " <small>±" + Figures.decimals(difference.half(), 3)
                        + (difference.excludesZero() ? "" : " may be chance") + "</small>"
                : text;
    }

    private static String mark(int colour) {
        return "<i class=\"mark c" + colour % COLOURS + "\"></i>";
    }

    /** @param strong the row that stands out; −1 for none */
    private void table(List<String> heading, List<List<String>> rows, int strong) {
        out.append("<div class=\"wide\"><table><thead><tr>");
        heading.forEach(cell -> out.append("<th>").append(cell).append("</th>"));
        out.append("</tr></thead><tbody>\n");
        for (int i = 0; i < rows.size(); i++) {
            out.append(i == strong ? "<tr class=\"best\">" : "<tr>");
            rows.get(i).forEach(cell -> out.append("<td>").append(cell).append("</td>"));
            out.append("</tr>\n");
        }
        out.append("</tbody></table></div>\n");
    }

    private void legend(List<Result> results) {
        out.append("<p class=\"legend\">");
        for (int i = 0; i < results.size(); i++) {
            out.append("<span>")
                    .append(mark(i))
                    .append(escaped(results.get(i).entrant().name()))
                    .append("</span>");
        }
        out.append("</p>\n");
    }

    private void curve(List<Result> results, String title, String name, double floor) {
        List<LineChart.Line> lines = new ArrayList<>();
        for (int i = 0; i < results.size(); i++) {
            Curve curve = Curve.of(results.get(i).measured());
            lines.add(new LineChart.Line(
                    results.get(i).entrant().name(), i, curve.lines().get(name), curve.stretch()));
        }
        section(title, LineChart.svg(title, lines, floor, Double.POSITIVE_INFINITY));
    }

    private void section(String title, String content) {
        out.append("<section><h2>")
                .append(escaped(title))
                .append("</h2>\n")
                .append(content)
                .append("</section>\n");
    }

    private void classes(List<Result> results) {
        out.append("<section><h2>By class</h2>\n");
        List<List<String>> rows = new ArrayList<>();
        for (Result result : results) {
            Metrics metrics = result.metrics();
            for (int k = 0; k < metrics.classes().size(); k++) {
                rows.add(List.of(
                        k > 0
                                ? ""
                                : mark(results.indexOf(result))
                                        + escaped(result.entrant().name()),
                        escaped(metrics.classes().get(k)),
                        Figures.count(metrics.support(k)),
                        Figures.share(metrics.precision(k)),
                        Figures.share(metrics.recall(k)),
                        Figures.share(metrics.f1(k))));
            }
        }
        table(List.of("Learner", "Class", "Rows", "Precision", "Recall", "F1"), rows, -1);
        out.append("</section>\n");
    }

    private void actions(List<Result> results) {
        out.append("<section><h2>By action</h2>\n");
        List<List<String>> rows = new ArrayList<>();
        for (Result result : results) {
            ActionValues actions = result.measured().actions();
            String learner =
                    mark(results.indexOf(result)) + escaped(result.entrant().name());
            for (String name : actions.actions()) {
                rows.add(List.of(
                        learner,
                        escaped(name),
                        Figures.count(actions.chosen(name)),
                        Figures.count(actions.logged(name)),
                        Figures.share(actions.meanReward(name)),
                        ResultTable.withHalf(actions.ips(name), actions.ipsHalf(name)),
                        ResultTable.withHalf(actions.snips(name), actions.snipsHalf(name))));
                learner = "";
            }
        }
        table(List.of("Learner", "Action", "Chosen", "Logged", "Mean reward", "Reward (IPS)", "SNIPS"), rows, -1);
        out.append("</section>\n");
    }

    private void slices(List<Result> results, String field) {
        boolean regression = results.get(0).metrics().isRegression();
        boolean choices = results.get(0).metrics().isOfChoices();
        boolean clusters = results.get(0).metrics().isOfClusters();
        out.append("<section><h2>")
                .append(
                        clusters
                                ? "Silhouette by "
                                : choices
                                        ? "Reward (SNIPS) by "
                                        : regression ? "Mean absolute error by " : "Accuracy by ");
        out.append(escaped(field)).append("</h2>\n");
        Set<String> values = new LinkedHashSet<>();
        results.forEach(result -> values.addAll(
                result.measured().slices().getOrDefault(field, Map.of()).keySet()));
        List<String> heading = new ArrayList<>(List.of(escaped(field), "Rows"));
        results.forEach(result -> heading.add(escaped(result.entrant().name())));
        List<List<String>> rows = new ArrayList<>();
        for (String value : values) {
            List<String> cells = new ArrayList<>(List.of(escaped(value), Figures.NONE));
            for (Result result : results) {
                Metrics metrics =
                        result.measured().slices().getOrDefault(field, Map.of()).get(value);
                if (metrics != null) {
                    cells.set(1, Figures.count(metrics.count()));
                }
                cells.add(
                        metrics == null
                                ? Figures.NONE
                                : Figures.share(
                                        clusters
                                                ? metrics.silhouette()
                                                : choices
                                                        ? metrics.snips()
                                                        : regression ? metrics.mae() : metrics.accuracy()));
            }
            rows.add(cells);
        }
        table(heading, rows, -1);
        out.append("</section>\n");
    }

    private void hints() {
        if (!standing.hints().isEmpty()) {
            out.append("<section class=\"hints\"><h2>Hints</h2><ul>\n");
            standing.hints()
                    .forEach(hint -> out.append("<li>").append(escaped(hint)).append("</li>\n"));
            out.append("</ul></section>\n");
        }
    }
}
