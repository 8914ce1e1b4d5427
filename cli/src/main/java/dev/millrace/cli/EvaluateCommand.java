package dev.millrace.cli;

import dev.millrace.cli.console.Console;
import dev.millrace.cli.console.Figures;
import dev.millrace.cli.file.LearnerSpec;
import dev.millrace.cli.file.PipelineFile;
import dev.millrace.cli.file.PipelineSpec;
import dev.millrace.cli.file.SourceSpec;
import dev.millrace.cli.plan.Blueprint;
import dev.millrace.cli.plan.Streams;
import dev.millrace.cli.plan.Trial;
import dev.millrace.cli.trial.Comparison;
import dev.millrace.cli.trial.CorpusScores;
import dev.millrace.cli.trial.Delay;
import dev.millrace.cli.trial.Entrant;
import dev.millrace.cli.trial.LeakHint;
import dev.millrace.cli.trial.ReportHtml;
import dev.millrace.cli.trial.Result;
import dev.millrace.cli.trial.ResultCsv;
import dev.millrace.cli.trial.ResultJson;
import dev.millrace.cli.trial.ResultTable;
import dev.millrace.cli.trial.Standing;
import dev.millrace.cli.trial.TrialOptions;
import dev.millrace.ml.learner.LearnerProvider.Task;
import dev.millrace.ml.stream.LearningSpec;
import dev.millrace.stream.event.NearestName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
            "  millrace evaluate clicks.csv --action shown --reward clicked --propensity chance --learner lin-ucb:alpha=0.5",
            "  millrace evaluate --pipeline a.yaml --pipeline b.yaml",
            "  millrace evaluate nab-nyc-taxi nab-machine-temperature nab-ec2-cpu"
        })
final class EvaluateCommand implements Callable<Integer> {
    private final Console console;
    private final Streams streams;

    @Parameters(
            arity = "0..*",
            paramLabel = "STREAM",
            description =
                    "One or more, each evaluated by itself: the name of a dataset or a generator (see 'datasets list'), a file (CSV, NDJSON, ARFF, LIBSVM, VW), or"
                            + " a journal's directory.")
    private List<String> named = new ArrayList<>();

    @Option(
            names = "--learner",
            paramLabel = "NAME[:KEY=VALUE,…]|@FILE",
            description =
                    "A learner, or a file that tune has written; more than one may be given. A sensible set if none is.")
    private List<String> learners = new ArrayList<>();

    @Option(
            names = "--pipeline",
            paramLabel = "FILE",
            description = "A pipeline file, tried on the stream, or on its own sources if no stream is named.")
    private List<String> pipelines = new ArrayList<>();

    @Mixin
    private StreamArguments fields;

    @Option(
            names = "--delay",
            paramLabel = "N|TIME",
            description = "Labels become known so many events later, or so much event time (10m).")
    private String delay;

    @Option(
            names = "--hold-out",
            paramLabel = "N",
            defaultValue = "0",
            description = "The last N rows are predicted and scored by what the others have taught, and not learned.")
    private long holdOut;

    @Option(
            names = "--slice",
            paramLabel = "COLUMN",
            description = "Scores are also shown for each value of a column; numbers are cut into quarters.")
    private List<String> slices = new ArrayList<>();

    @Option(
            names = "--rows",
            paramLabel = "N",
            defaultValue = "0",
            description = "Only the first N records are read (default: all).")
    private long rows;

    @Option(
            names = "--per-class",
            description = "Show precision, recall and F1 of each class, or what a bandit makes of each action.")
    private boolean perClass;

    @Option(
            names = "--window",
            paramLabel = "N",
            defaultValue = "" + LearningSpec.METRICS_WINDOW,
            description = "Predictions in the sliding metrics (default: ${DEFAULT-VALUE}).")
    private int window;

    @Option(
            names = "--report",
            paramLabel = "FILE.html",
            description = "Also write one self-contained page with charts.")
    private Path report;

    @Option(
            names = "--csv",
            paramLabel = "FILE.csv",
            description =
                    "Also write the curves as CSV; of bandits the figures of each action beside it, in FILE-actions.csv.")
    private Path csv;

    @Option(
            names = "--windows",
            description =
                    "Runs of anomalies are windows by which detectors are scored as in the Numenta benchmark (always"
                            + " so for nab-* streams).")
    private boolean windows;

    @Option(names = "--json", description = "Print one JSON object per learner and nothing else.")
    private boolean json;

    @Option(
            names = "--repeat",
            paramLabel = "N",
            defaultValue = "1",
            description = "Read the stream N times over, for timing (default: ${DEFAULT-VALUE}).")
    private int repeat;

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

    EvaluateCommand(Console console, Streams streams) {
        this.console = console;
        this.streams = streams;
    }

    @Override
    public Integer call() throws IOException {
        TrialOptions options = options();
        if (named.isEmpty() && pipelines.isEmpty()) {
            throw new WrongUsage("which stream? Name a dataset, a file or a journal's directory, or a --pipeline");
        }
        if (named.size() > 1 && (report != null || csv != null)) {
            throw new WrongUsage("--report and --csv tell of one stream; name one, or leave them away");
        }
        CorpusScores corpus = new CorpusScores();
        for (String stream : named.isEmpty() ? Collections.<String>singletonList(null) : named) {
            corpus.add(shown(stream), evaluate(stream, options));
        }
        if (corpus.isCorpus()) {
            (json ? corpus.json() : corpus.lines()).forEach(console::print);
        }
        return Main.DONE;
    }

    /** @param stream null for the pipelines' own */
    private List<Result> evaluate(String stream, TrialOptions options) throws IOException {
        List<Entrant> entrants = entrants(stream);
        requireTheyGoTogether(options, entrants);
        List<String> leaks = leaks(entrants);
        List<Result> results = new Comparison(streams, console, options).run(entrants);
        Set<String> remarks = new LinkedHashSet<>();
        results.forEach(result -> remark(result, remarks));
        remarks.forEach(console::note);
        Standing standing = new Standing(results, leaks);
        if (report != null) {
            write(report, ReportHtml.page(shown(stream), options, standing));
        }
        if (csv != null) {
            write(csv, String.join("\n", ResultCsv.lines(shown(stream), results)) + "\n");
            List<String> actions = ResultCsv.actions(shown(stream), results);
            if (!actions.isEmpty()) {
                write(besideCsv(), String.join("\n", actions) + "\n");
            }
        }
        if (json) {
            ResultJson objects = new ResultJson(shown(stream), options, standing);
            results.forEach(result -> console.print(objects.line(result)));
        } else {
            new ResultTable(shown(stream), options, standing, perClass).lines().forEach(console::print);
        }
        return results;
    }

    private static void requireTheyGoTogether(TrialOptions options, List<Entrant> entrants) {
        if (options.holdOut() > 0 && hasTask(entrants, Task.ANOMALY)) {
            throw new WrongUsage("detectors of anomalies learn without labels, so no rows can be held out from them;"
                    + " leave --hold-out away");
        }
        if (options.holdOut() > 0 && hasTask(entrants, Task.CLUSTERING)) {
            throw new WrongUsage(
                    "clusterers learn without labels, so no rows can be held out from them; leave --hold-out"
                            + " away");
        }
        if (options.holdOut() > 0 && hasTask(entrants, Task.BANDIT)) {
            throw new WrongUsage("a bandit is estimated on every row before it learns it, so no rows are held out;"
                    + " leave --hold-out away");
        }
        if ((options.holdOut() > 0 || options.delay().isPresent())
                && entrants.stream()
                        .anyMatch(each -> each.blueprint().spec().label().comesByItself())) {
            throw new WrongUsage(
                    "labels from files or later rows come when they come;" + " leave --delay and --hold-out away");
        }
        if (options.delay().isPresent()
                && options.delay().get().millis() > 0
                && !entrants.stream().allMatch(each -> each.blueprint().hasEventTime())) {
            throw new WrongUsage(
                    "--delay " + options.delay().get() + " is event time, and nothing tells the rows' times;"
                            + " name the column that holds them with --time (in a pipeline file 'time'), or give a number of"
                            + " events");
        }
    }

    private static boolean wantsLabels(Result result) {
        return result.task() == Task.CLASSIFICATION || result.task() == Task.REGRESSION;
    }

    private static boolean hasTask(List<Entrant> entrants, Task task) {
        return entrants.stream()
                .anyMatch(each -> each.blueprint().learning().label().task() == task);
    }

    /** {@code curves.csv} has {@code curves-actions.csv} beside it. */
    private Path besideCsv() {
        String name = csv.getFileName().toString();
        int dot = name.lastIndexOf('.') > 0 ? name.lastIndexOf('.') : name.length();
        return csv.resolveSibling(name.substring(0, dot) + "-actions" + name.substring(dot));
    }

    private void write(Path file, String text) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        Files.createDirectories(folder);
        Files.writeString(file, text);
        console.note("wrote " + file);
    }

    private List<String> leaks(List<Entrant> entrants) throws IOException {
        Set<String> leaks = new LinkedHashSet<>();
        Set<Object> seen = new HashSet<>();
        for (Entrant entrant : entrants) {
            if (seen.add(List.of(
                    entrant.blueprint().schema().names(),
                    entrant.blueprint().spec().sources(),
                    entrant.blueprint().spec().label().field()))) {
                leaks.addAll(LeakHint.of(entrant.blueprint(), streams));
            }
        }
        return List.copyOf(leaks);
    }

    private String shown(String stream) {
        return stream == null ? pipelines.get(0) : stream;
    }

    private TrialOptions options() {
        try {
            Optional<Delay> late = Optional.ofNullable(delay).map(Delay::parse);
            return new TrialOptions(repeat, workers, separately, late, holdOut, slices, window, rows, windows);
        } catch (IllegalArgumentException e) {
            throw new WrongUsage(e.getMessage());
        }
    }

    private List<Entrant> entrants(String stream) throws IOException {
        List<Entrant> entrants = new ArrayList<>();
        for (String file : pipelines) {
            Blueprint blueprint = pipeline(Path.of(file), stream);
            blueprint.warnings().forEach(warning -> console.note(file + ": " + warning));
            entrants.add(new Entrant(file, blueprint));
        }
        if (stream != null && (pipelines.isEmpty() || !learners.isEmpty())) {
            Trial trial = fields.trial(streams, stream, learners);
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
    private Blueprint pipeline(Path path, String stream) throws IOException {
        PipelineFile file = PipelineFile.read(path);
        if (stream == null) {
            if (file.spec().hasEnd()) {
                return Blueprint.of(
                        new PipelineFile(fields.seeded(file.spec()), file.places(), file.folder()), streams);
            }
            throw new WrongUsage(path + " reads what never ends; name a recorded STREAM in front of --pipeline");
        }
        PipelineSpec spec = fields.seeded(file.spec()).withSources(List.of(source(stream)));
        return Blueprint.of(new PipelineFile(spec, file.places(), file.folder()), streams);
    }

    private SourceSpec source(String stream) throws IOException {
        try {
            return Trial.find(streams, stream).relativeTo(Path.of("").toAbsolutePath());
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
            console.note("types  " + NearestName.some(types));
            trial.texts(blueprint).forEach(console::note);
        }
    }

    /** What has to be said of an outcome; the same of several is said once. */
    private static void remark(Result result, Set<String> remarks) {
        String label = result.entrant().blueprint().learning().label().field();
        if (result.rows() == 0) {
            remarks.add("no row was read, so nothing was learned");
        } else if (result.rows() > result.refused()
                && result.measured().metrics().count() == 0
                && wantsLabels(result)) {
            remarks.add("no row was scored: the label '" + label + "' seems to be missing in all of them");
        }
        if (result.refused() > 0) {
            remarks.add(Figures.count(result.refused()) + (result.refused() == 1 ? " row was" : " rows were")
                    + " refused; the first: " + result.firstRefused());
        }
    }
}
