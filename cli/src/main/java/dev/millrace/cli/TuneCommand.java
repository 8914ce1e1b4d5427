package dev.millrace.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import dev.millrace.cli.console.Console;
import dev.millrace.cli.console.Figures;
import dev.millrace.cli.file.LearnerSpec;
import dev.millrace.cli.file.PipelineFile;
import dev.millrace.cli.file.PipelineSpec;
import dev.millrace.cli.file.TunedLearner;
import dev.millrace.cli.plan.Blueprint;
import dev.millrace.cli.plan.Streams;
import dev.millrace.cli.plan.Trial;
import dev.millrace.cli.trial.Range;
import dev.millrace.cli.trial.TrialOptions;
import dev.millrace.cli.trial.Tuning;
import dev.millrace.ml.learner.Learners;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code millrace tune}. */
@Command(
        name = "tune",
        description = "Search the settings of a learner on the first tenth of a stream, and write them to a file.",
        footer = {
            "",
            "Example:",
            "  millrace tune electricity --learner hoeffding-tree",
            "  millrace evaluate electricity --learner @tuned/electricity-hoeffding-tree.json",
            "  millrace tune --pipeline examples/bikes.yaml --learner hoeffding-regression-tree",
            "  millrace tune covtype-15k --learner streaming-random-patches --range members=10..40 --seeds 3"
        })
final class TuneCommand implements Callable<Integer> {
    private final Console console;
    private final Streams streams;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "STREAM",
            description = "As evaluate takes it; the pipeline's own if there is none.")
    private String stream;

    @Option(
            names = "--learner",
            paramLabel = "NAME[:KEY=VALUE,…]",
            required = true,
            description = "Whose settings; those that are given stay as they are.")
    private String learner;

    @Option(
            names = "--pipeline",
            paramLabel = "FILE",
            description = "A pipeline file whose features the learner sees, in place of every field.")
    private Path pipeline;

    @Mixin
    private StreamArguments fields;

    @Option(
            names = "--candidates",
            paramLabel = "N",
            defaultValue = "27",
            description = "Settings to try (default: ${DEFAULT-VALUE}).")
    private int candidates;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            defaultValue = "1",
            description = "Each is tried with so many seeds, and counts by the mean (default: ${DEFAULT-VALUE}).")
    private int seeds;

    @Option(
            names = "--range",
            paramLabel = "KEY=LOW..HIGH",
            description = "From where to where a number is searched; for members and max-nodes, which stay otherwise.")
    private Map<String, String> ranges = new LinkedHashMap<>();

    @Option(
            names = "--workers",
            paramLabel = "N",
            defaultValue = "0",
            description = "Threads (default: as processors).")
    private int workers;

    @Option(
            names = {"--out", "--output"},
            paramLabel = "FILE.json",
            description = "Where the settings go (default: tuned/STREAM-LEARNER.json).")
    private Path out;

    TuneCommand(Console console, Streams streams) {
        this.console = console;
        this.streams = streams;
    }

    @Override
    public Integer call() throws IOException {
        LearnerSpec given = given();
        Tuning.Wish wish = wish(given);
        TrialOptions options = TrialOptions.DEFAULT.workers(workers);
        Tuning.Found found = new Tuning(streams, console, pipeline(), options).search(wish);
        Path file = out == null ? Path.of("tuned", fileName(given.name())) : out;
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, json(found) + System.lineSeparator());
        console.print(found.best().learner() + " · " + measure(found.measure()) + " "
                + Figures.decimals(found.best().value(), 4) + " on the first " + Figures.count(found.rows()) + " rows, "
                + Figures.decimals(found.given().value(), 4) + " as given"
                + (found.isAsGiven() || found.isClear() ? "" : " (may be chance)"));
        console.print("wrote " + file + " · "
                + (pipeline == null
                        ? "millrace evaluate " + stream + " --learner @" + file
                        : "for pipeline files: learner: \"@" + file + "\""));
        return Main.DONE;
    }

    private LearnerSpec given() {
        try {
            LearnerSpec given = TunedLearner.parse(learner, Path.of(""));
            Learners.choose(given.name(), given.settings());
            return given;
        } catch (IllegalArgumentException e) {
            throw new WrongUsage(e.getMessage());
        }
    }

    private Tuning.Wish wish(LearnerSpec given) {
        try {
            Map<String, Range> searched = new LinkedHashMap<>();
            ranges.forEach((key, range) -> searched.put(key, Range.parse(range)));
            Tuning.requireRanges(given, searched);
            return new Tuning.Wish(given, searched, candidates, seeds, fields.seed());
        } catch (IllegalArgumentException e) {
            throw new WrongUsage(e.getMessage());
        }
    }

    /** What tries a learner: a pipeline with it in place of its own, or with every field of the stream as a feature. */
    private Function<LearnerSpec, Blueprint> pipeline() throws IOException {
        if (pipeline == null) {
            if (stream == null) {
                throw new WrongUsage("which stream? Name a dataset or a file, or a --pipeline");
            }
            return fields.trial(streams, stream, List.of(learner))::blueprint;
        }
        PipelineFile file = PipelineFile.read(pipeline);
        PipelineSpec spec = stream == null
                ? file.spec()
                : file.spec()
                        .withSources(List.of(Trial.find(streams, stream)
                                .relativeTo(Path.of("").toAbsolutePath())));
        if (!spec.hasEnd()) {
            throw new WrongUsage(pipeline + " reads what never ends; name a recorded STREAM");
        }
        return each -> Blueprint.of(new PipelineFile(spec.withLearner(each), file.places(), file.folder()), streams);
    }

    private static String measure(String name) {
        return switch (name) {
            case "mae" -> "MAE";
            case "ips" -> "reward (IPS)";
            case "auc" -> "ROC-AUC";
            default -> name;
        };
    }

    private String fileName(String name) {
        String last = (pipeline == null ? Path.of(stream) : pipeline)
                .getFileName()
                .toString()
                .replaceAll("\\.[A-Za-z.]+$", "");
        return last.replaceAll("[^A-Za-z0-9._-]", "-") + "-" + name + ".json";
    }

    /** All that the search depends on, and what it found; the same command gives the same file. */
    private String json(Tuning.Found found) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = new JsonFactory().createGenerator(text)) {
            out.setPrettyPrinter(new DefaultPrettyPrinter());
            String metric = found.measure();
            out.writeStartObject();
            out.writeStringField("learner", found.best().learner().name());
            out.writeObjectFieldStart("settings");
            for (var setting : found.best().learner().settings().entrySet()) {
                out.writeStringField(setting.getKey(), setting.getValue());
            }
            out.writeEndObject();
            out.writeStringField("stream", stream == null ? pipeline.toString() : stream);
            out.writeNumberField("rows", found.rows());
            out.writeNumberField("candidates", found.candidates());
            out.writeNumberField("seeds", seeds);
            out.writeNumberField("seed", fields.seed());
            out.writeNumberField(metric, found.best().value());
            out.writeNumberField(metric + "_as_given", found.given().value());
            out.writeStringField("command", command());
            out.writeEndObject();
        }
        return text.toString();
    }

    private String command() {
        StringBuilder command = new StringBuilder("millrace tune");
        if (stream != null) {
            command.append(' ').append(stream);
        }
        if (pipeline != null) {
            command.append(" --pipeline ").append(pipeline);
        }
        command.append(" --learner ").append(quoted(learner));
        ranges.forEach((key, range) ->
                command.append(" --range ").append(key).append('=').append(range));
        command.append(" --candidates ").append(candidates);
        if (seeds > 1) {
            command.append(" --seeds ").append(seeds);
        }
        return command.append(" --seed ").append(fields.seed()).toString();
    }

    /** As a shell takes it for one word. */
    private static String quoted(String text) {
        return text.contains("(") ? "'" + text + "'" : text;
    }
}
