package dev.millrace.cli;

import dev.millrace.cli.console.Console;
import dev.millrace.cli.console.Figures;
import dev.millrace.cli.console.TextTable;
import dev.millrace.cli.plan.Blueprint;
import dev.millrace.cli.run.ExportedModel;
import dev.millrace.cli.run.Registries;
import dev.millrace.ml.learner.linear.ExportFormat;
import dev.millrace.registry.Alias;
import dev.millrace.registry.Registry;
import dev.millrace.registry.Resolved;
import dev.millrace.registry.Version;
import dev.millrace.stream.checkpoint.StoredCheckpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code millrace models}. */
@Command(
        name = "models",
        description = "Show the models and versions of a registry.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Example:", "  millrace models list"})
final class ModelsCommand implements Runnable {
    private final Console console;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    ModelsCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                spec.commandLine(), "models list, models show MODEL, or models export MODEL?");
    }

    @Command(
            name = "list",
            description = "Show the models of a registry.",
            footer = {"", "Example:", "  millrace models list --registry .millrace/registry"})
    int list(@Mixin RegistryOption registry) throws IOException {
        try (Registry opened = Registries.forReading(registry.directory, console.clock())) {
            TextTable table = new TextTable(1, "model", "versions", "newest", "events", "state", "committed");
            for (String model : opened.models()) {
                Optional<Version> latest = opened.latest(model);
                if (latest.isPresent()) {
                    Version version = latest.get();
                    table.row(
                            model,
                            Figures.count(opened.versionCount(model)),
                            Long.toString(version.number()),
                            Figures.count(version.events()),
                            Figures.bytes(version.stateBytes()),
                            time(version.createdAtMillis()));
                }
            }
            table.lines().forEach(console::print);
        }
        return Main.DONE;
    }

    @Command(
            name = "show",
            description = "Show a version of a model: the newest, or by number, alias or tag.",
            footer = {"", "Example:", "  millrace models show fraud@42"})
    int show(
            @Mixin RegistryOption registry,
            @Parameters(index = "0", paramLabel = "MODEL[@VERSION]", description = "Which one.") String reference)
            throws IOException {
        try (Registry opened = Registries.forReading(registry.directory, console.clock())) {
            Resolved resolved = opened.resolve(reference);
            show(opened, resolved.version());
        }
        return Main.DONE;
    }

    @Command(
            name = "export",
            description = {
                "Write a linear model for use elsewhere: scalers and dictionaries come along, windows and lags are inputs."
            },
            footer = {"", "Example:", "  millrace models export fraud@champion --format onnx --output fraud.onnx"})
    int export(
            @Mixin RegistryOption registry,
            @Parameters(index = "0", paramLabel = "MODEL[@VERSION]", description = "Which one.") String reference,
            @Option(
                            names = "--format",
                            paramLabel = "tribuo|onnx",
                            required = true,
                            description = "The form of the file.")
                    ExportFormat format,
            @Option(
                            names = {"--out", "--output"},
                            paramLabel = "FILE",
                            required = true,
                            description = "Where it goes.")
                    Path output,
            @Option(
                            names = "--partition",
                            paramLabel = "P",
                            description = "Whose model, where a pipeline has more than one partition.")
                    Integer partition,
            @Option(
                            names = "--merged",
                            description =
                                    "One model made of those of all partitions; so, too, without --partition where the"
                                            + " pipeline serves them merged.")
                    boolean merged,
            @Option(
                            names = "--base",
                            paramLabel = "VERSION",
                            description =
                                    "With --merged: the version, alias or tag that averages are taken from (default: as the"
                                            + " pipeline says, else the beginning).")
                    String base)
            throws IOException {
        if (merged && partition != null) {
            throw new WrongUsage("give either --partition or --merged, not both");
        }
        if (base != null && !merged) {
            throw new WrongUsage("--base is what a merged model's averages are taken from; it goes with --merged");
        }
        try (Registry opened = Registries.forReading(registry.directory, console.clock())) {
            Version version = opened.resolve(reference).version();
            StoredCheckpoint stored = opened.load(version.model(), version.number());
            boolean all = merged || partition == null && version.partitions() > 1 && ExportedModel.isMerged(stored);
            if (!all && partition == null && version.partitions() > 1) {
                throw new WrongUsage(version.id() + " has " + version.partitions()
                        + " partitions, each with a model of its own; choose one with --partition, or make one of all"
                        + " with --merged");
            }
            byte[] bytes;
            try {
                bytes = all
                        ? ExportedModel.merged(opened, version, stored, Optional.ofNullable(base), format)
                        : ExportedModel.ofPartition(version, stored, partition == null ? 0 : partition, format);
            } catch (IllegalArgumentException | IllegalStateException e) {
                throw new WrongUsage(version.id() + ": " + e.getMessage());
            }
            Files.write(output, bytes);
            console.print(version.id() + " · " + Figures.bytes(bytes.length) + " · " + output);
        }
        return Main.DONE;
    }

    private void show(Registry registry, Version version) throws IOException {
        console.print(version.id() + " · committed " + time(version.createdAtMillis())
                + (version.parent() == 0 ? "" : " · parent " + version.parent()) + " · "
                + Figures.count(version.events())
                + " events (" + perPartition(version) + ")");
        console.print("made by plan " + version.planFingerprint().substring(0, 8) + "… · code " + version.codeVersion()
                + " · JDK " + version.jdk() + " · " + version.cpu() + metrics(version));
        console.print("state " + Figures.bytes(version.stateBytes()) + " in "
                + version.packs().size() + " packs, " + Figures.bytes(version.bytesAdded()) + " added");
        version.sources()
                .forEach((source, position) -> console.print(
                        "source " + source + " · part " + position.offset().part() + " · "
                                + Figures.count(position.offset().records()) + " records"));
        answering(version);
        List<String> aliases = new ArrayList<>();
        for (Alias alias : registry.aliases(version.model()).values()) {
            if (alias.version() == version.number()) {
                aliases.add(
                        alias.why() == null || alias.why().isEmpty()
                                ? alias.name()
                                : alias.name() + " (" + alias.why() + ")");
            }
        }
        console.print("aliases: " + (aliases.isEmpty() ? "none" : String.join(", ", aliases)));
    }

    /** Which of several learners answers, where challengers may take over. */
    private void answering(Version version) {
        List<String> parts = new ArrayList<>();
        version.parts().forEach((key, state) -> {
            if (key.operator().equals(Blueprint.LEARN)
                    && state.facts().get("answering") instanceof String learner
                    && state.facts().get("promotions") instanceof Number changes) {
                parts.add("p" + key.partition() + " " + learner + " after " + Figures.count(changes.longValue())
                        + " changes");
            }
        });
        if (!parts.isEmpty()) {
            console.print("answering: " + String.join(", ", parts));
        }
    }

    private static String perPartition(Version version) {
        List<String> parts = new ArrayList<>();
        version.parts().forEach((key, state) -> {
            if (key.operator().equals(Blueprint.LEARN)
                    && state.facts().get(Version.EVENTS_FACT) instanceof Number count) {
                parts.add("p" + key.partition() + " " + Figures.count(count.longValue()));
            }
        });
        return String.join(", ", parts);
    }

    /** Of a model with one partition; scores of several do not add up in a manifest. */
    private static String metrics(Version version) {
        if (version.partitions() != 1) {
            return "";
        }
        StringBuilder text = new StringBuilder();
        version.parts().forEach((key, state) -> {
            if (key.operator().equals(Blueprint.LEARN) && state.facts().get("metrics") instanceof Map<?, ?> metrics) {
                for (String name : List.of("accuracy", "kappa_t", "pr_auc", "snips", "mae")) {
                    if (metrics.get(name) instanceof Number value) {
                        text.append(" · ").append(name).append(' ').append(Figures.share(value));
                    }
                }
            }
        });
        return text.toString();
    }

    private static String time(long millis) {
        return Instant.ofEpochMilli(millis).truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
