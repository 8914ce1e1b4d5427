package dev.millrace.cli;

import dev.millrace.cli.console.Console;
import dev.millrace.cli.console.Figures;
import dev.millrace.cli.console.TextTable;
import dev.millrace.cli.plan.Generators;
import dev.millrace.datasets.Dataset;
import dev.millrace.datasets.Datasets;
import dev.millrace.datasets.PaymentFile;
import dev.millrace.datasets.PaymentStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code millrace datasets}. */
@Command(
        name = "datasets",
        description = "Show, fetch or make recorded streams.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Example:", "  millrace datasets list"})
final class DatasetsCommand implements Runnable {
    private final Console console;
    private final Datasets datasets;

    @picocli.CommandLine.Spec
    private picocli.CommandLine.Model.CommandSpec spec;

    DatasetsCommand(Console console, Datasets datasets) {
        this.console = console;
        this.datasets = datasets;
    }

    @Override
    public void run() {
        throw new picocli.CommandLine.ParameterException(spec.commandLine(), "datasets list, fetch or generate?");
    }

    @Command(
            name = "list",
            description = "Show the datasets that are known by name.",
            footer = {"", "Example:", "  millrace datasets list"})
    int list() throws IOException {
        TextTable table = new TextTable(2, "dataset", "task", "rows", "label", "here");
        for (Dataset dataset : datasets.list()) {
            table.row(
                    dataset.name(),
                    dataset.task().name().toLowerCase(Locale.ROOT),
                    Figures.count(dataset.rows()),
                    dataset.labelField().orElse(Figures.NONE),
                    datasets.find(dataset).isPresent() ? "yes" : dataset.address() == null ? "no" : "can be fetched");
        }
        table.lines().forEach(console::print);
        console.print("generators: " + String.join(", ", Generators.NAMES) + " (millrace datasets generate)");
        return Main.DONE;
    }

    @Command(
            name = "fetch",
            description = "Make a dataset available here, its SHA-256 checked.",
            footer = {"", "Example:", "  millrace datasets fetch electricity"})
    int fetch(@Parameters(index = "0", paramLabel = "NAME", description = "The dataset.") String name)
            throws IOException {
        console.print(datasets.fetch(name).toString());
        return Main.DONE;
    }

    @Command(
            name = "generate",
            description = "Write a generated stream to a file: CSV, or NDJSON if its name ends so.",
            footer = {"", "Example:", "  millrace datasets generate payments --rows 100000 --out payments.csv"})
    int generate(
            @Parameters(index = "0", paramLabel = "NAME", description = "The generator: payments.") String name,
            @Option(names = "--rows", defaultValue = "100000", description = "How many (default: ${DEFAULT-VALUE}).")
                    long rows,
            @Option(
                            names = "--seed",
                            defaultValue = "7",
                            description = "Where chance comes from (default: ${DEFAULT-VALUE}).")
                    long seed,
            @Option(names = "--out", paramLabel = "FILE", description = "The file (default: NAME.csv).") Path out)
            throws IOException {
        if (!Generators.NAMES.contains(name)) {
            throw new WrongUsage("no generator '" + name + "'; there is " + String.join(", ", Generators.NAMES));
        }
        Path file = out == null ? Path.of(name + ".csv") : out;
        PaymentStream stream = new PaymentStream(seed);
        if (file.toString().endsWith(".ndjson")) {
            PaymentFile.writeNdjson(stream, file, rows);
        } else {
            PaymentFile.writeCsv(stream, file, rows);
        }
        console.print(file + " · " + Figures.count(rows) + " rows · seed " + seed);
        return Main.DONE;
    }
}
