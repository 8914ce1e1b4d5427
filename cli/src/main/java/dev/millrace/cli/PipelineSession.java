package dev.millrace.cli;

import dev.millrace.cli.console.Console;
import dev.millrace.cli.file.PipelineFile;
import dev.millrace.cli.plan.Blueprint;
import dev.millrace.cli.plan.Streams;
import dev.millrace.cli.run.Operation;
import dev.millrace.cli.run.PipelineRun;
import dev.millrace.cli.run.Registries;
import dev.millrace.cli.run.RunOptions;
import dev.millrace.cli.run.Scores;
import dev.millrace.cli.run.StopSignal;
import dev.millrace.ml.stream.Label;
import dev.millrace.registry.Registry;
import dev.millrace.registry.Version;
import dev.millrace.stream.event.Field;
import dev.millrace.stream.event.FieldType;
import java.io.IOException;
import java.util.Optional;
import java.util.StringJoiner;

/** Runs a pipeline from its banner to its last version: what {@code run} and {@code demo} have in common. */
final class PipelineSession {
    private final Console console;
    private final Streams streams;

    PipelineSession(Console console, Streams streams) {
        this.console = console;
        this.streams = streams;
    }

    int run(PipelineFile file, RunOptions options) throws IOException {
        StopSignal stop = new StopSignal();
        stop.arm();
        int code = Main.FAILED;
        try {
            runUntilDone(file, options, stop);
            code = Main.DONE;
        } finally {
            stop.done(code);
        }
        return code;
    }

    private void runUntilDone(PipelineFile file, RunOptions options, StopSignal stop) throws IOException {
        Registry registry = Registries.forWriting(
                options.registry(), file.spec().checkpoint(), VersionCommand.current(), console.clock());
        Optional<Version> before = latest(registry, file.spec().name());
        Blueprint blueprint = blueprint(file, registry, before);
        blueprint.warnings().forEach(console::note);
        PipelineRun run = PipelineRun.start(blueprint, registry, streams, options);
        Scores scores;
        try (run) {
            banner(run, options, before);
            new Operation(console, run).await(stop);
            if (!run.job().completion().isDone()) {
                console.note("stopping: answering what is in flight, making the last version…");
            }
            scores = Scores.of(run.job(), blueprint.spec().partitions()).join();
            run.closePipeline();
        }
        console.print(Operation.summary(run, scores, run.job().status().version()));
    }

    private static Optional<Version> latest(Registry registry, String model) throws IOException {
        try {
            return registry.latest(model);
        } catch (IOException | RuntimeException e) {
            registry.close();
            throw e;
        }
    }

    /** A pipeline that has versions keeps the types that its fields have in them. */
    private Blueprint blueprint(PipelineFile file, Registry registry, Optional<Version> latest) throws IOException {
        try {
            return latest.isPresent() && !latest.get().definition().isEmpty()
                    ? Blueprint.of(file, latest.get().definition())
                    : Blueprint.of(file, streams);
        } catch (RuntimeException e) {
            registry.close();
            throw e;
        }
    }

    private void banner(PipelineRun run, RunOptions options, Optional<Version> before) {
        Blueprint blueprint = run.blueprint();
        int partitions = blueprint.spec().partitions();
        console.print("Millrace " + VersionCommand.current() + " · pipeline "
                + blueprint.spec().name() + " · " + partitions + (partitions == 1 ? " partition" : " partitions")
                + " on "
                + options.workers() + (options.workers() == 1 ? " worker" : " workers") + " · registry "
                + options.registry());
        before.ifPresent(version -> console.print("goes on from " + version.id()));
        run.address().ifPresent(address -> {
            console.print("page      " + address);
            console.print("predict   curl -s " + address + "/v1/models/"
                    + blueprint.spec().name() + "/predict -d '" + question(blueprint) + "'");
        });
    }

    /** A question with a value of each feature's type. */
    private static String question(Blueprint blueprint) {
        StringJoiner json = new StringJoiner(",", "{", "}");
        for (Field field : blueprint.schema().fields()) {
            Label label = blueprint.learning().label();
            boolean known = !field.name().equals(label.field())
                    && !label.decidedFields().contains(field.name());
            if (known && field.type() != FieldType.TIME) {
                json.add("\"" + field.name() + "\":" + example(blueprint.spec().name(), field));
            }
        }
        return json.toString();
    }

    private static String example(String pipeline, Field field) {
        if (pipeline.equals(DemoCommand.PIPELINE) && DemoCommand.EXAMPLE.containsKey(field.name())) {
            return DemoCommand.EXAMPLE.get(field.name());
        }
        return switch (field.type()) {
            case NUMBER -> "1.5";
            case INTEGER -> "1";
            case BOOLEAN -> "true";
            case TEXT, TIME -> "\"a\"";
        };
    }
}
