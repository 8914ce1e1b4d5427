package dev.millrace.cli;

import dev.millrace.cli.console.Console;
import dev.millrace.cli.console.Figures;
import dev.millrace.cli.console.TextTable;
import dev.millrace.cli.describe.Description;
import dev.millrace.cli.describe.DescriptionJson;
import dev.millrace.cli.describe.DescriptionText;
import dev.millrace.cli.file.SourceSpec;
import dev.millrace.cli.plan.Generators;
import dev.millrace.cli.plan.Streams;
import dev.millrace.datasets.Dataset;
import dev.millrace.datasets.Datasets;
import dev.millrace.datasets.PaymentFile;
import dev.millrace.datasets.PaymentStream;
import dev.millrace.datasets.RowFile;
import dev.millrace.datasets.generator.StreamKind;
import dev.millrace.datasets.generator.StreamKinds;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
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
    private final Streams streams;
    private final Datasets datasets;

    @picocli.CommandLine.Spec
    private picocli.CommandLine.Model.CommandSpec spec;

    DatasetsCommand(Console console, Streams streams) {
        this.console = console;
        this.streams = streams;
        this.datasets = streams.datasets();
    }

    @Override
    public void run() {
        throw new picocli.CommandLine.ParameterException(
                spec.commandLine(), "datasets list, describe, fetch or generate?");
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
        console.print("");
        TextTable generators = new TextTable(3, "generator", "task", "what it makes");
        generators.row(SourceSpec.Generator.PAYMENTS, "classification", "card payments; which are fraud?");
        for (StreamKind<?> kind : StreamKinds.all()) {
            generators.row(kind.name(), kind.task().name().toLowerCase(Locale.ROOT), kind.summary());
        }
        generators.lines().forEach(console::print);
        console.print("");
        console.print("settings of one: millrace datasets describe sea");
        return Main.DONE;
    }

    @Command(
            name = "describe",
            description = "Show what a stream is like, or what a generator can be told.",
            footer = {
                "",
                "Example:",
                "  millrace datasets describe electricity",
                "  millrace datasets describe rows.csv --label class --json",
                "  millrace datasets describe sea"
            })
    int describe(
            @Parameters(
                            index = "0",
                            paramLabel = "STREAM",
                            description = "The name of a dataset or a generator, or a file.")
                    String stream,
            @Option(names = "--label", paramLabel = "COLUMN", description = "What is predicted.") String label,
            @Option(
                            names = "--rows",
                            paramLabel = "N",
                            defaultValue = "1000000",
                            description = "Read at most so many (default: ${DEFAULT-VALUE}).")
                    long rows,
            @Option(names = "--json", description = "Print one JSON object and nothing else.") boolean json)
            throws IOException {
        if (rows < 1) {
            throw new WrongUsage("--rows is at least 1, got " + rows);
        }
        if (!json) {
            about(stream);
        }
        Description description;
        try {
            description = Description.of(streams, stream, label, rows);
        } catch (IllegalArgumentException e) {
            throw new WrongUsage(e.getMessage());
        }
        if (json) {
            console.print(DescriptionJson.of(description));
        } else {
            DescriptionText.of(description).forEach(console::print);
        }
        return Main.DONE;
    }

    /** What is known of a stream without reading it. */
    private void about(String stream) throws IOException {
        if (datasets.catalog().find(stream).isPresent()) {
            datasets.describe(stream).lines().forEach(console::print);
            console.print("");
        } else if (StreamKinds.names().contains(stream)) {
            GeneratorText.of(StreamKinds.get(stream)).forEach(console::print);
            console.print("");
        }
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
            footer = {
                "",
                "Example:",
                "  millrace datasets generate payments --rows 100000 --out payments.csv",
                "  millrace datasets generate sea:concepts=1/2/1,width=500 --rows 30000 --out sea.csv"
            })
    int generate(
            @Parameters(
                            index = "0",
                            paramLabel = "NAME[:KEY=VALUE,…]",
                            description = "The generator, with settings: see 'datasets list'.")
                    String text,
            @Option(
                            names = {"--rows", "--events"},
                            paramLabel = "N",
                            description = "How many (default: 100000).")
                    Long rows,
            @Option(names = "--seed", paramLabel = "S", description = "Where chance comes from (default: 7).")
                    Long seed,
            @Option(
                            names = {"--out", "--output"},
                            paramLabel = "FILE",
                            description = "The file (default: NAME.csv); .ndjson and .gz are understood.")
                    Path out)
            throws IOException {
        SourceSpec.Generator generator;
        try {
            generator = SourceSpec.Generator.parse(text).with(rows, seed);
        } catch (IllegalArgumentException e) {
            throw new WrongUsage(e.getMessage());
        }
        Path file = out == null ? Path.of(generator.name() + ".csv") : out;
        if (generator.isPayments() && !file.toString().endsWith(".gz")) {
            payments(generator, file);
        } else {
            RowFile.write(Generators.open(generator, Optional.empty()), Generators.schema(generator), file);
        }
        console.print(file + " · " + Figures.count(generator.rows()) + " rows · seed " + generator.seed());
        return Main.DONE;
    }

    /** Amounts of payments are written in whole cents. */
    private static void payments(SourceSpec.Generator generator, Path file) throws IOException {
        PaymentStream stream = new PaymentStream(generator.seed());
        if (file.toString().endsWith(".ndjson")) {
            PaymentFile.writeNdjson(stream, file, generator.rows());
        } else {
            PaymentFile.writeCsv(stream, file, generator.rows());
        }
    }
}
