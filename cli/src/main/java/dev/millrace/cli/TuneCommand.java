package dev.millrace.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import dev.millrace.cli.console.Console;
import dev.millrace.cli.console.Figures;
import dev.millrace.cli.file.LearnerSpec;
import dev.millrace.cli.plan.Streams;
import dev.millrace.cli.plan.Trial;
import dev.millrace.cli.trial.Result;
import dev.millrace.cli.trial.TrialOptions;
import dev.millrace.cli.trial.Tuning;
import dev.millrace.ml.evaluation.Interval;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
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
            "  millrace evaluate electricity --learner @tuned/electricity-hoeffding-tree.json"
        })
final class TuneCommand implements Callable<Integer> {
    private final Console console;
    private final Streams streams;

    @Parameters(index = "0", paramLabel = "STREAM", description = "As evaluate takes it.")
    private String stream;

    @Option(
            names = "--learner",
            paramLabel = "NAME[:KEY=VALUE,…]",
            required = true,
            description = "Whose settings; those that are given stay as they are.")
    private String learner;

    @Mixin
    private StreamArguments fields;

    @Option(
            names = "--candidates",
            paramLabel = "N",
            defaultValue = "27",
            description = "Settings to try (default: ${DEFAULT-VALUE}).")
    private int candidates;

    @Option(
            names = "--workers",
            paramLabel = "N",
            defaultValue = "0",
            description = "Threads (default: as processors).")
    private int workers;

    @Option(
            names = "--out",
            paramLabel = "FILE.json",
            description = "Where the settings go (default: tuned/STREAM-LEARNER.json).")
    private Path out;

    TuneCommand(Console console, Streams streams) {
        this.console = console;
        this.streams = streams;
    }

    @Override
    public Integer call() throws IOException {
        if (candidates < 2 || candidates > 10_000) {
            throw new WrongUsage("--candidates is 2 to 10000, got " + candidates);
        }
        Trial trial = fields.trial(streams, stream, List.of(learner));
        LearnerSpec given = trial.learners(List.of(learner)).get(0);
        TrialOptions options = TrialOptions.DEFAULT.workers(workers);
        Tuning.Found found = new Tuning(streams, console, trial, options).search(given, candidates, fields.seed());
        Path file = out == null ? Path.of("tuned", fileName(given.name())) : out;
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, json(found) + System.lineSeparator());
        Interval gain = found.gain();
        String name = switch (found.best().measured().measure()) {
            case "mae" -> "MAE ";
            case "ips" -> "reward (IPS) ";
            case "silhouette" -> "silhouette ";
            default -> "accuracy ";
        };
        console.print(found.learner() + " · " + name + Figures.decimals(value(found.best()), 4) + " on the first "
                + Figures.count(found.rows()) + " rows, " + Figures.decimals(value(found.given()), 4)
                + " as given" + (found.best().equals(found.given()) || gain.excludesZero() ? "" : " (may be chance)"));
        console.print("wrote " + file + " · millrace evaluate " + stream + " --learner @" + file);
        return Main.DONE;
    }

    private String fileName(String name) {
        String last = Path.of(stream).getFileName().toString().replaceAll("\\.[A-Za-z.]+$", "");
        return last.replaceAll("[^A-Za-z0-9._-]", "-") + "-" + name + ".json";
    }

    private static double value(Result result) {
        return result.measured().interval().mean();
    }

    /** All that the search depends on, and what it found; the same command gives the same file. */
    private String json(Tuning.Found found) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = new JsonFactory().createGenerator(text)) {
            out.setPrettyPrinter(new DefaultPrettyPrinter());
            String metric = found.best().measured().measure();
            out.writeStartObject();
            out.writeStringField("learner", found.learner().name());
            out.writeObjectFieldStart("settings");
            for (var setting : found.learner().settings().entrySet()) {
                out.writeStringField(setting.getKey(), setting.getValue());
            }
            out.writeEndObject();
            out.writeStringField("stream", stream);
            out.writeNumberField("rows", found.rows());
            out.writeNumberField("candidates", found.candidates());
            out.writeNumberField("seed", fields.seed());
            out.writeNumberField(metric, value(found.best()));
            out.writeNumberField(metric + "_as_given", value(found.given()));
            out.writeStringField(
                    "command",
                    "millrace tune " + stream + " --learner " + learner + " --candidates " + candidates + " --seed "
                            + fields.seed());
            out.writeEndObject();
        }
        return text.toString();
    }
}
