package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.cli.file.LearnerSpec;
import dev.millrace.cli.plan.Blueprint;
import dev.millrace.cli.plan.Streams;
import dev.millrace.cli.plan.Trial;
import dev.millrace.cli.run.Registries;
import dev.millrace.cli.trial.Comparison;
import dev.millrace.cli.trial.Entrant;
import dev.millrace.cli.trial.Result;
import dev.millrace.cli.trial.TrialOptions;
import dev.millrace.datasets.Datasets;
import dev.millrace.registry.Mode;
import dev.millrace.registry.Registry;
import dev.millrace.registry.RegistryOptions;
import dev.millrace.stream.checkpoint.Checkpoint.PartKey;
import dev.millrace.stream.checkpoint.StoredCheckpoint;
import dev.millrace.stream.storage.DirectoryStorage;
import dev.millrace.stream.time.SystemClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunCommandTest {
    @TempDir
    private Path folder;

    private final CommandRun cli = new CommandRun();

    private Path rows(String... more) throws IOException {
        StringBuilder text = new StringBuilder("at,who,x,class\n");
        for (int i = 0; i < 600; i++) {
            int x = i * 7919 % 100;
            text.append(1_000_000 + i * 1_000)
                    .append(",k")
                    .append(i % 7)
                    .append(',')
                    .append(x);
            text.append(x < 50 ? ",low" : ",high").append('\n');
        }
        for (String line : more) {
            text.append(line).append('\n');
        }
        return Files.writeString(folder.resolve("rows.csv"), text);
    }

    private String pipeline(String... more) throws IOException {
        String text =
                "pipeline: rows\nsource: rows.csv\nlabel: class\nlearner: naive-bayes\n" + String.join("\n", more);
        return Files.writeString(folder.resolve("rows.yaml"), text).toString();
    }

    private String registry() {
        return folder.resolve("registry").toString();
    }

    private int run(String file, String... more) {
        String[] arguments = new String[4 + more.length];
        arguments[0] = "run";
        arguments[1] = file;
        arguments[2] = "--registry";
        arguments[3] = registry();
        System.arraycopy(more, 0, arguments, 4, more.length);
        return cli.run(arguments);
    }

    @Test
    void aFileIsLearnedAndItsVersionShown() throws Exception {
        rows();
        assertThat(run(pipeline())).as(cli.err()).isZero();
        assertThat(cli.out())
                .contains("pipeline rows · 1 partition on 1 worker")
                .contains("600 records")
                .contains("rows@");
        assertThat(cli.run("models", "list", "--registry", registry())).isZero();
        assertThat(cli.out()).contains("rows").contains("600");
        assertThat(cli.run("models", "show", "rows", "--registry", registry())).isZero();
        assertThat(cli.out())
                .contains("600 events (p0 600)")
                .contains("accuracy")
                .contains("aliases: latest");
        assertThat(cli.run("models", "show", "rows@99", "--registry", registry()))
                .isEqualTo(1);
        assertThat(cli.err()).contains("99").doesNotContain("\tat ");
    }

    @Test
    void evaluateAndRunMakeTheSameModelBytesAndTheSameMetrics() throws Exception {
        Path file = rows();
        assertThat(run(pipeline())).isZero();
        Streams streams = new Streams(Datasets.of(Map.of()), new SystemClock());
        Trial.Roles roles = new Trial.Roles("class", null, null, null, List.of(), List.of(), 1, 1);
        Blueprint blueprint = Trial.of(streams, file.toString(), roles).blueprint(LearnerSpec.parse("naive-bayes"));
        Result result = new Comparison(streams, cli.console(), TrialOptions.DEFAULT)
                .run(List.of(new Entrant("naive-bayes", blueprint)))
                .get(0);
        PartKey learn = new PartKey(Blueprint.LEARN, 0);
        try (Registry registry = Registries.forReading(Path.of(registry()), new SystemClock())) {
            StoredCheckpoint version = registry.newest("rows").orElseThrow();
            assertThat(version.facts(learn).get("metrics"))
                    .isEqualTo(result.metrics().facts());
            Map<String, byte[]> made = result.state().get(learn);
            Map<String, byte[]> kept = version.chunks(learn);
            assertThat(made.keySet()).isEqualTo(kept.keySet()).isNotEmpty();
            kept.forEach((chunk, bytes) -> assertThat(made.get(chunk)).as(chunk).isEqualTo(bytes));
        }
    }

    @Test
    void aRestartGoesOnAndWritesNothingTwice() throws Exception {
        rows("x,y", "2000000,k1,many,low", "2001000,k1,3,low,extra");
        String file = pipeline("predictions: {file: out/predictions.ndjson}", "checkpoint: {every: 10ms}");
        assertThat(run(file)).as(cli.err()).isZero();
        assertThat(cli.out()).contains("3 dead letters");
        Path predictions = folder.resolve("out/predictions.ndjson");
        Path letters = folder.resolve("registry/rows/dead-letters.ndjson");
        List<String> lines = Files.readAllLines(predictions);
        assertThat(lines).hasSize(600).allMatch(line -> line.contains("\"prediction\":"));
        assertThat(Files.readAllLines(letters)).hasSize(3).first().asString().contains("\"cause\"");

        assertThat(run(file)).isZero();
        assertThat(cli.out()).contains("goes on from rows@");
        assertThat(Files.readAllLines(predictions)).isEqualTo(lines);
        assertThat(Files.readAllLines(letters)).hasSize(3);
    }

    @Test
    void aVersionIsReproducedFromTheFile() throws Exception {
        rows();
        String file = pipeline(
                "partitions: 4",
                "key: who",
                "time: {field: at, out-of-order: 5s}",
                "features: {x: {number: x, scale: standard}, last: {lag: class}, busy: {window: x, over: 1m, take: [count, mean]}}",
                "reports: {r: {window: {tumbling: 1m}, key: who, take: {n: count, s: sum(x)}}}");
        assertThat(run(file, "--workers", "2")).as(cli.err()).isZero();
        String version = cli.out().strip().replaceAll("(?s).*rows@", "");
        assertThat(cli.run("replay", "rows", "--from", "0", "--to", version, "--verify", "--registry", registry()))
                .as(cli.out() + cli.err())
                .isZero();
        assertThat(cli.out()).contains("replayed 600 events of 4 partitions · every chunk equal");

        Path changed = folder.resolve("rows.csv");
        Files.writeString(changed, Files.readString(changed).replaceFirst(",low\n", ",high\n"));
        assertThat(cli.run("replay", "rows", "--from", "0", "--to", version, "--verify", "--registry", registry()))
                .isEqualTo(1);
        assertThat(cli.out()).contains("chunks differ: learn/");
    }

    @Test
    void unscaledNumbersOfALearnerThatWantsThemScaledArePointedOut() throws Exception {
        rows();
        String features = "features: {x: {number: x}, was: {lag: x, scale: standard}}";
        String file = pipeline(features, "challengers: [logistic]");
        assertThat(run(file)).as(cli.err()).isZero();
        assertThat(cli.err())
                .containsOnlyOnce("logistic learns in steps that large numbers blow up, and features are not scaled: x;"
                        + " add 'scale: standard' to each");
    }

    @Test
    void featuresThatNeedTheTimeOfEventsWithoutOneArePointedOut() throws Exception {
        rows();
        String features =
                "features: {x: {number: x}, w: {window: x, over: 1h, take: [mean]}, idle: {since: last-event}, c: {difference: x}}";
        assertThat(run(pipeline(features))).as(cli.err()).isZero();
        assertThat(cli.err())
                .containsOnlyOnce("events of files have no event time of their own, and features need it: w, idle;"
                        + " name the field that holds it with 'time'");
    }

    @Test
    void featuresAreAppendedToAPipelineThatHasVersions() throws Exception {
        rows();
        String pipeline = """
                pipeline: rows
                source: rows.csv
                label: class
                learner: logistic
                features:
                  x: {number: x, scale: standard}
                """;
        String file = Files.writeString(folder.resolve("rows.yaml"), pipeline).toString();
        assertThat(run(file)).as(cli.err()).isZero();
        rows("9000000,k1,7,low", "9001000,k1,91,high");
        Files.writeString(folder.resolve("rows.yaml"), pipeline + "  before: {lag: x, scale: standard}\n");
        assertThat(run(file)).as(cli.err()).isZero();
        assertThat(cli.out()).contains("goes on from rows@1").contains("2 records");
        Files.writeString(folder.resolve("rows.yaml"), pipeline + "  other: {lag: x, scale: standard}\n");
        assertThat(run(file)).isEqualTo(1);
        assertThat(cli.err()).contains("made by another plan");
    }

    @Test
    void anotherPlanIsRefusedWithAReason() throws Exception {
        rows();
        assertThat(run(pipeline())).isZero();
        assertThat(run(pipeline("seed: 2"))).isEqualTo(1);
        assertThat(cli.err()).contains("made by another plan").contains("give the pipeline a new name");
    }

    @Test
    void whatCannotBeHadIsNamedInOneLine() throws Exception {
        rows();
        String file = pipeline();
        Files.writeString(folder.resolve("registry"), "a file");
        assertThat(run(file)).isEqualTo(1);
        assertThat(cli.err()).contains("registry").doesNotContain("\tat ");
        Files.delete(folder.resolve("registry"));
        try (Registry held = Registry.open(
                folder.resolve("registry"),
                new DirectoryStorage(),
                new SystemClock(),
                Mode.WRITE,
                RegistryOptions.defaults())) {
            assertThat(run(file)).isEqualTo(1);
            assertThat(cli.err()).contains(held.directory().toString()).contains("in use");
        }
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(run(file, "--port", Integer.toString(taken.getLocalPort())))
                    .isEqualTo(1);
            assertThat(cli.err()).contains("port " + taken.getLocalPort()).contains("--port");
        }
        assertThat(run(pipeline("key: whom"))).isEqualTo(2);
        assertThat(cli.err()).contains("rows.yaml:5:6: key: there is no field 'whom'; did you mean 'who'?");
        assertThat(run(folder.resolve("none.yaml").toString())).isEqualTo(2);
        assertThat(cli.err()).contains("there is no file");
        Files.delete(folder.resolve("rows.csv"));
        assertThat(run(pipeline())).isEqualTo(1);
        assertThat(cli.err()).contains("there is no file").contains("rows.csv");
    }

    @Test
    void aTruncatedPackIsNamedAndAnEarlierVersionGoesOn() throws Exception {
        rows();
        String file = pipeline();
        assertThat(run(file)).isZero();
        Path packs = folder.resolve("registry/rows/packs");
        try (var names = Files.list(packs)) {
            for (Path pack : names.toList()) {
                byte[] bytes = Files.readAllBytes(pack);
                Files.write(pack, java.util.Arrays.copyOf(bytes, bytes.length / 2));
            }
        }
        String[] replay = {"replay", "rows", "--from", "0", "--to", "1", "--verify", "--registry", registry()};
        assertThat(cli.run(replay)).isEqualTo(1);
        assertThat(cli.err()).contains("rows").contains(".pack").doesNotContain("\tat ");
        assertThat(run(file))
                .as("starts again from the beginning: " + cli.err())
                .isZero();
        assertThat(cli.out()).contains("600 records");
    }
}
