package dev.millrace.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.millrace.cli.console.Console;
import dev.millrace.cli.console.Figures;
import dev.millrace.cli.console.TextTable;
import dev.millrace.cli.file.LearnerSpec;
import dev.millrace.cli.plan.Blueprint;
import dev.millrace.cli.plan.Streams;
import dev.millrace.cli.plan.Trial;
import dev.millrace.cli.run.Evaluation;
import dev.millrace.cli.run.RunOptions;
import dev.millrace.ml.evaluation.Metrics;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code millrace evaluate}. */
@Command(
        name = "evaluate",
        description = "Test and train learners on a recorded stream: each row is predicted first, then learned.",
        footer = {
            "",
            "Example:",
            "  millrace evaluate electricity --learner hoeffding-tree --learner logistic:rate=0.01",
            "  millrace evaluate payments.csv --label fraud --time at --key card"
        })
final class EvaluateCommand implements Callable<Integer> {
    private final Console console;
    private final Streams streams;

    @Parameters(
            index = "0",
            paramLabel = "STREAM",
            description = "The name of a dataset, a CSV or NDJSON file, a journal's directory, or 'payments'.")
    private String stream;

    @Option(
            names = "--learner",
            paramLabel = "NAME[:KEY=VALUE,…]",
            description = "A learner; more than one may be given. A sensible set if none is.")
    private List<String> learners = new ArrayList<>();

    @Option(names = "--label", paramLabel = "COLUMN", description = "What is predicted.")
    private String label;

    @Option(names = "--time", paramLabel = "COLUMN", description = "The event time.")
    private String time;

    @Option(names = "--key", paramLabel = "COLUMN", description = "Whom an event belongs to.")
    private String key;

    @Option(names = "--category", paramLabel = "COLUMN", description = "A column of names, also if they are digits.")
    private List<String> categories = new ArrayList<>();

    @Option(names = "--drop", paramLabel = "COLUMN", description = "A column that is left out.")
    private List<String> dropped = new ArrayList<>();

    @Option(names = "--weight", paramLabel = "COLUMN", description = "How much a row weighs when it is learned.")
    private String weight;

    @Option(names = "--json", description = "Print one JSON object per learner and nothing else.")
    private boolean json;

    @Option(
            names = "--repeat",
            paramLabel = "N",
            defaultValue = "1",
            description = "Read the stream N times over, for timing (default: ${DEFAULT-VALUE}).")
    private int repeat;

    @Option(
            names = "--partitions",
            paramLabel = "P",
            defaultValue = "1",
            description = "How many learners share the keys (default: ${DEFAULT-VALUE}).")
    private int partitions;

    @Option(names = "--workers", paramLabel = "N", description = "Threads (default: as processors, at most P).")
    private Integer workers;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "1",
            description = "Where all chance comes from (default: ${DEFAULT-VALUE}).")
    private long seed;

    EvaluateCommand(Console console, Streams streams) {
        this.console = console;
        this.streams = streams;
    }

    /** A learner and what came out. */
    private record Result(String learner, Evaluation.Outcome outcome) {}

    @Override
    public Integer call() throws IOException {
        if (repeat < 1) {
            throw new WrongUsage("--repeat is at least 1, got " + repeat);
        }
        Trial trial = trial();
        List<Result> results = new ArrayList<>();
        for (LearnerSpec learner : trial.learners(learners)) {
            Blueprint blueprint = trial.blueprint(learner);
            if (results.isEmpty() && !json) {
                announce(trial, blueprint);
            }
            int threads = workers == null ? RunOptions.defaultWorkers(partitions) : workers;
            Result result =
                    new Result(learner.toString(), new Evaluation(blueprint, streams, console, threads).run(repeat));
            remark(result);
            results.add(result);
            if (json) {
                console.print(json(trial.name(), result));
            }
        }
        if (!json) {
            print(results);
        }
        return Main.DONE;
    }

    private Trial trial() throws IOException {
        try {
            return Trial.of(
                    streams, stream, new Trial.Roles(label, time, key, weight, categories, dropped, partitions, seed));
        } catch (IllegalArgumentException e) {
            throw new WrongUsage(e.getMessage());
        }
    }

    private void announce(Trial trial, Blueprint blueprint) {
        if (trial.isInferred()) {
            List<String> types = new ArrayList<>();
            blueprint
                    .spec()
                    .schema()
                    .forEach((field, type) ->
                            types.add(field + ": " + type.name().toLowerCase(java.util.Locale.ROOT)));
            console.note("types  " + String.join(", ", types));
        }
    }

    private void remark(Result result) {
        Evaluation.Outcome outcome = result.outcome();
        if (outcome.refused() > 0) {
            console.note(Figures.count(outcome.refused()) + (outcome.refused() == 1 ? " row was" : " rows were")
                    + " refused; the first: " + outcome.firstRefused());
        }
    }

    private void print(List<Result> results) {
        Result first = results.get(0);
        console.print(stream + " · " + Figures.count(first.outcome().rows()) + " rows · test-then-train");
        boolean regression = first.outcome().scores().metrics().isRegression();
        TextTable table = regression
                ? new TextTable(1, "learner", "MAE", "RMSE", "R²", "rows/s")
                : new TextTable(
                        1, "learner", "accuracy", "balanced", "kappa", "kappa-T", "PR-AUC", "log-loss", "rows/s");
        for (Result result : results) {
            row(table, result, regression);
        }
        table.lines().forEach(console::print);
        for (Result result : results) {
            if (result.outcome().scores().metrics().kappaT() < 0) {
                console.print(result.learner() + " is worse than repeating the last label (kappa-T < 0): consider a lag"
                        + " feature or an adaptive ensemble.");
            }
        }
    }

    private static void row(TextTable table, Result result, boolean regression) {
        Map<String, Number> metrics = result.outcome().scores().metrics().toMap();
        String rate = Figures.rate(result.outcome().rows() / result.outcome().wallSeconds());
        if (regression) {
            table.row(
                    result.learner(),
                    Figures.share(metrics.get("mae")),
                    Figures.share(metrics.get("rmse")),
                    Figures.share(metrics.get("r2")),
                    rate);
        } else {
            table.row(
                    result.learner(),
                    Figures.share(metrics.get("accuracy")),
                    Figures.share(metrics.get("balanced_accuracy")),
                    Figures.share(metrics.get("kappa")),
                    Figures.share(metrics.get("kappa_t")),
                    Figures.share(metrics.get("pr_auc")),
                    Figures.share(metrics.get("log_loss")),
                    rate);
        }
    }

    private String json(String dataset, Result result) throws IOException {
        Evaluation.Outcome outcome = result.outcome();
        Metrics metrics = outcome.scores().metrics();
        Map<String, Number> all = metrics.toMap();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("dataset", dataset);
        fields.put("learner", result.learner());
        fields.put("rows", outcome.rows());
        for (String metric : List.of(
                "accuracy",
                "balanced_accuracy",
                "kappa",
                "kappa_t",
                "kappa_m",
                "pr_auc",
                "log_loss",
                "mae",
                "rmse",
                "r2")) {
            fields.put(metric, all.get(metric));
        }
        fields.put("events_per_second", outcome.rows() / outcome.wallSeconds());
        fields.put("cpu_seconds", outcome.cpuSeconds());
        fields.put("seed", seed);
        StringWriter text = new StringWriter();
        try (JsonGenerator out = new JsonFactory().createGenerator(text)) {
            out.writeStartObject();
            for (var field : fields.entrySet()) {
                out.writeFieldName(field.getKey());
                write(out, field.getValue());
            }
            out.writeEndObject();
        }
        return text.toString();
    }

    private static void write(JsonGenerator out, Object value) throws IOException {
        if (value == null || value instanceof Double number && !Double.isFinite(number)) {
            out.writeNull();
        } else if (value instanceof Long whole) {
            out.writeNumber(whole);
        } else if (value instanceof Number number) {
            out.writeNumber(number.doubleValue());
        } else {
            out.writeString(value.toString());
        }
    }
}
