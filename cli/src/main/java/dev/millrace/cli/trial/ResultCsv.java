package dev.millrace.cli.trial;

import dev.millrace.ml.evaluation.ActionValues;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The curves as comma-separated lines: one for each learner and stretch of the stream. Pure functions. */
public final class ResultCsv {
    private static final List<String> COLUMNS = List.of("accuracy", "kappa_t", "kappa_m", "mae", "rmse");

    /** More of them where there is a bandit. */
    private static final List<String> OF_CHOICES = List.of("ips", "snips", "mean_reward");

    /** Or a clusterer. */
    private static final List<String> OF_CLUSTERS = List.of("silhouette", "mean_square");

    private ResultCsv() {}

    /** A heading, then the lines; what has no meaning is empty. */
    public static List<String> lines(String dataset, List<Result> results) {
        List<String> lines = new ArrayList<>();
        List<String> columns = new ArrayList<>(COLUMNS);
        if (results.stream().anyMatch(result -> result.metrics().isOfChoices())) {
            columns.addAll(OF_CHOICES);
        }
        if (results.stream().anyMatch(result -> result.metrics().isOfClusters())) {
            columns.addAll(OF_CLUSTERS);
        }
        lines.add("dataset,learner,until,events," + String.join(",", columns));
        for (Result result : results) {
            Curve curve = Curve.of(result.measured());
            for (int i = 0; i < curve.points(); i++) {
                StringBuilder line = new StringBuilder();
                line.append(quoted(dataset))
                        .append(',')
                        .append(quoted(result.entrant().name()));
                line.append(',').append((i + 1) * curve.stretch()).append(',').append(curve.stretch());
                for (String column : columns) {
                    line.append(',').append(number(curve.lines(), column, i));
                }
                lines.add(line.toString());
            }
        }
        return lines;
    }

    /** What bandits make of each action: a heading, then a line for each learner and action; empty without a bandit. */
    public static List<String> actions(String dataset, List<Result> results) {
        List<String> lines = new ArrayList<>();
        for (Result result : results) {
            ActionValues actions = result.measured().actions();
            for (String name : actions.actions()) {
                StringBuilder line = new StringBuilder(quoted(dataset));
                line.append(',')
                        .append(quoted(result.entrant().name()))
                        .append(',')
                        .append(quoted(name));
                line.append(',').append(actions.chosen(name)).append(',').append(actions.logged(name));
                for (double value : new double[] {
                    actions.meanReward(name),
                    actions.ips(name),
                    actions.ipsHalf(name),
                    actions.snips(name),
                    actions.snipsHalf(name)
                }) {
                    line.append(',').append(Double.isFinite(value) ? String.format(Locale.ROOT, "%.6g", value) : "");
                }
                lines.add(line.toString());
            }
        }
        if (!lines.isEmpty()) {
            lines.add(0, "dataset,learner,action,chosen,logged,mean_reward,ips,ips_half,snips,snips_half");
        }
        return lines;
    }

    private static String number(Map<String, double[]> lines, String column, int point) {
        double[] values = lines.get(column);
        return values == null || !Double.isFinite(values[point])
                ? ""
                : String.format(Locale.ROOT, "%.6g", values[point]);
    }

    private static String quoted(String text) {
        return text.matches("[^\",\r\n]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
    }
}
