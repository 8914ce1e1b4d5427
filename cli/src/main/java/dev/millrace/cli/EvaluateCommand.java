package dev.millrace.cli;

import dev.millrace.cli.console.Console;
import dev.millrace.cli.console.Figures;
import dev.millrace.cli.file.LearnerSpec;
import dev.millrace.cli.file.PipelineFile;
import dev.millrace.cli.file.SourceSpec;
import dev.millrace.cli.plan.Blueprint;
import dev.millrace.cli.plan.Streams;
import dev.millrace.cli.plan.Trial;
import dev.millrace.cli.trial.Comparison;
import dev.millrace.cli.trial.Entrant;
import dev.millrace.cli.trial.Result;
import dev.millrace.cli.trial.ResultJson;
import dev.millrace.cli.trial.ResultTable;
import dev.millrace.cli.trial.TrialOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
            "  millrace evaluate payments.csv --label fraud --time at --key card",
            "  millrace evaluate --pipeline a.yaml --pipeline b.yaml"
        })
final class EvaluateCommand implements Callable<Integer> {
    private final Console console;
    private final Streams streams;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "STREAM",
            description = "The name of a dataset, a CSV or NDJSON file, a journal's directory, or 'payments'.")
    private String stream;

    @Option(
            names = "--learner",
            paramLabel = "NAME[:KEY=VALUE,…]",
            description = "A learner; more than one may be given. A sensible set if none is.")
    private List<String> learners = new ArrayList<>();

    @Option(
            names = "--pipeline",
            paramLabel = "FILE",
            description = "A pipeline file, tried on the stream, or on its own sources if no stream is named.")
    private List<String> pipelines = new ArrayList<>();

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

    @Option(
            names = "--workers",
            paramLabel = "N",
            defaultValue = "0",
            description = "Threads (default: as processors, at most one for each learner).")
    private int workers;

    @Option(
            names = "--separately",
            description = "Read the stream once for each learner, one after the other: for timing.")
    private boolean separately;

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

    @Override
    public Integer call() throws IOException {
        TrialOptions options = options();
        if (stream == null && pipelines.isEmpty()) {
            throw new WrongUsage("which stream? Name a dataset, a file or a journal's directory, or a --pipeline");
        }
        List<Entrant> entrants = entrants();
        List<Result> results = new Comparison(streams, console, options).run(entrants);
        results.forEach(this::remark);
        if (json) {
            results.forEach(result -> console.print(ResultJson.line(shownStream(), seed, result)));
        } else {
            ResultTable.lines(shownStream(), results).forEach(console::print);
        }
        return Main.DONE;
    }

    private String shownStream() {
        return stream == null ? pipelines.get(0) : stream;
    }

    private TrialOptions options() {
        try {
            return new TrialOptions(repeat, workers, separately);
        } catch (IllegalArgumentException e) {
            throw new WrongUsage(e.getMessage());
        }
    }

    private List<Entrant> entrants() throws IOException {
        List<Entrant> entrants = new ArrayList<>();
        for (String file : pipelines) {
            entrants.add(new Entrant(file, pipeline(Path.of(file))));
        }
        if (stream != null && (pipelines.isEmpty() || !learners.isEmpty())) {
            Trial trial = trial();
            for (LearnerSpec learner : trial.learners(learners)) {
                Blueprint blueprint = trial.blueprint(learner);
                if (entrants.isEmpty() && !json) {
                    announce(trial, blueprint);
                }
                entrants.add(new Entrant(learner.toString(), blueprint));
            }
        }
        return entrants;
    }

    /** A pipeline over the stream that was named, or over its own history. */
    private Blueprint pipeline(Path path) throws IOException {
        PipelineFile file = PipelineFile.read(path);
        if (stream == null) {
            if (file.spec().hasEnd()) {
                return Blueprint.of(file, streams);
            }
            throw new WrongUsage(path + " reads what never ends; name a recorded STREAM in front of --pipeline");
        }
        SourceSpec source =
                found(() -> Trial.find(streams, stream)).relativeTo(Path.of("").toAbsolutePath());
        return Blueprint.of(
                new PipelineFile(file.spec().withSources(List.of(source)), file.places(), file.folder()), streams);
    }

    private Trial trial() throws IOException {
        Trial.Roles roles = new Trial.Roles(label, time, key, weight, categories, dropped, partitions, seed);
        return found(() -> Trial.of(streams, stream, roles));
    }

    private interface Finding<T> {
        T find() throws IOException;
    }

    private static <T> T found(Finding<T> finding) throws IOException {
        try {
            return finding.find();
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
        if (result.refused() > 0) {
            console.note(Figures.count(result.refused()) + (result.refused() == 1 ? " row was" : " rows were")
                    + " refused; the first: " + result.firstRefused());
        }
    }
}
