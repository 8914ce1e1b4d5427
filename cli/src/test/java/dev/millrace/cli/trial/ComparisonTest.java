package dev.millrace.cli.trial;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.cli.console.Console;
import dev.millrace.cli.file.LearnerSpec;
import dev.millrace.cli.file.PipelineFile;
import dev.millrace.cli.plan.Blueprint;
import dev.millrace.cli.plan.Streams;
import dev.millrace.cli.plan.Trial;
import dev.millrace.datasets.Datasets;
import dev.millrace.ml.evaluation.Metrics;
import dev.millrace.stream.time.SystemClock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComparisonTest {
    private static final List<String> LEARNERS = List.of(
            "hoeffding-tree:grace-period=50",
            "logistic:rate=0.1",
            "naive-bayes",
            "online-bagging:members=3",
            "naive-bayes",
            "no-change");

    @TempDir
    private Path folder;

    private final Streams streams = new Streams(Datasets.of(Map.of()), new SystemClock());
    private final Console console = new Console(
            new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
            new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
            false,
            new SystemClock());

    private Path rows() throws IOException {
        StringBuilder text = new StringBuilder("who,at,x,y,class\n");
        for (int i = 0; i < 3_000; i++) {
            int x = i * 7919 % 100;
            int y = i * 104_729 % 37;
            text.append("k")
                    .append(i * 31 % 17)
                    .append(',')
                    .append(1_000L * i)
                    .append(',')
                    .append(x);
            text.append(',').append(y).append(x + y < 60 ? ",low\n" : ",high\n");
        }
        return Files.writeString(folder.resolve("rows.csv"), text);
    }

    private List<Entrant> entrants(Path file, int partitions) throws IOException {
        Trial.Roles roles = new Trial.Roles("class", "at", "who", null, List.of(), List.of(), partitions, 3);
        Trial trial = Trial.of(streams, file.toString(), roles);
        List<Entrant> entrants = new ArrayList<>();
        for (String learner : LEARNERS) {
            entrants.add(new Entrant(learner, trial.blueprint(LearnerSpec.parse(learner))));
        }
        return entrants;
    }

    private List<Result> run(List<Entrant> entrants, int workers, boolean separately) throws IOException {
        return new Comparison(
                        streams, console, TrialOptions.DEFAULT.workers(workers).separately(separately))
                .run(entrants);
    }

    @Test
    void onePassForAllGivesEachBitForBitWhatItGetsAlone() throws Exception {
        for (int partitions : new int[] {1, 3}) {
            List<Entrant> entrants = entrants(rows(), partitions);
            List<Result> alone = run(entrants, 1, true);
            for (int workers : new int[] {1, 3}) {
                List<Result> together = run(entrants, workers, false);
                assertThat(together).hasSameSizeAs(alone);
                for (int i = 0; i < alone.size(); i++) {
                    Result one = together.get(i);
                    assertThat(one.entrant()).isSameAs(entrants.get(i));
                    assertThat(one.rows()).isEqualTo(3_000);
                    assertThat(one.metrics().toMap())
                            .isEqualTo(alone.get(i).metrics().toMap());
                    assertThat(bytes(one)).as(one.entrant().name()).isEqualTo(bytes(alone.get(i)));
                }
            }
        }
    }

    /** State as text, so that it is compared by content. */
    private static String bytes(Result result) {
        StringBuilder text = new StringBuilder();
        result.state()
                .forEach((part, chunks) -> chunks.forEach((name, bytes) ->
                        text.append(part).append(name).append(new String(bytes, StandardCharsets.ISO_8859_1))));
        assertThat(text).isNotEmpty();
        return text.toString();
    }

    @Test
    void costsAreCountedForEachLearner() throws Exception {
        List<Result> results = run(entrants(rows(), 1), 2, false);
        for (Result result : results) {
            Result.Costs costs = result.costs();
            assertThat(costs.sharedPass()).isTrue();
            assertThat(costs.ownSeconds()).isPositive();
            assertThat(costs.readingSeconds())
                    .isPositive()
                    .isEqualTo(results.get(0).costs().readingSeconds());
            assertThat(costs.stateBytes()).isPositive();
            assertThat(costs.allocatedBytes()).isPositive();
        }
        long bayes = results.get(2).costs().stateBytes();
        assertThat(results.get(5).costs().stateBytes()).isLessThan(bayes);
    }

    /** What members allocate does not depend on the thread that they learn on, so a cost counted twice would show. */
    @Test
    void workOfHelpersIsCountedOnce() throws Exception {
        Trial.Roles roles = new Trial.Roles("class", "at", "who", null, List.of(), List.of(), 1, 3);
        Trial trial = Trial.of(streams, rows().toString(), roles);
        Entrant forest = new Entrant(
                "forest", trial.blueprint(LearnerSpec.parse("adaptive-random-forest:members=8,grace-period=20")));
        run(List.of(forest), 1, true); // once, so that classes and their constants are there
        Result.Costs alone = run(List.of(forest), 1, true).get(0).costs();
        Result.Costs helped = run(List.of(forest), 3, true).get(0).costs();
        assertThat(helped.allocatedBytes() / (double) alone.allocatedBytes()).isBetween(0.9, 1.1);
        assertThat(helped.cpuSeconds()).isLessThanOrEqualTo(3 * helped.wallSeconds());
    }

    @Test
    void pipelinesOfDifferentKeysAndFeaturesShareAPassOverOneStream() throws Exception {
        rows();
        String head = "source: rows.csv\nlabel: class\ntime: at\n";
        Path keyed = Files.writeString(
                folder.resolve("keyed.yaml"),
                "pipeline: keyed\n" + head
                        + "key: who\nfeatures: {last: {lag: class}, x: {number: x}}\nlearner: naive-bayes\n"
                        + "schema: {who: text}\n");
        Path plain = Files.writeString(
                folder.resolve("plain.yaml"),
                "pipeline: plain\n" + head
                        + "features: {x: {number: x}, y: {number: y}}\nlearner: naive-bayes\nschema: {who: text}\n");
        List<Entrant> entrants = new ArrayList<>();
        for (Path file : List.of(keyed, plain)) {
            entrants.add(new Entrant(file.getFileName().toString(), Blueprint.of(PipelineFile.read(file), streams)));
        }
        List<Result> together = run(entrants, 2, false);
        List<Result> alone = run(entrants, 1, true);
        for (int i = 0; i < 2; i++) {
            assertThat(together.get(i).costs().sharedPass()).isTrue();
            assertThat(alone.get(i).costs().sharedPass()).isFalse();
            assertThat(bytes(together.get(i))).isEqualTo(bytes(alone.get(i)));
        }
        assertThat(together.get(1).metrics().accuracy())
                .isGreaterThan(together.get(0).metrics().accuracy());
    }

    @Test
    void anAlertRateIsKeptByThePipelineThatAsksForIt() throws Exception {
        Path file = Files.writeString(folder.resolve("alerts.yaml"), """
                pipeline: alerts
                source: {generator: payments, rows: 12000, labels: in-rows}
                label: {field: fraud, classes: {"true": fraud, "false": fine}, positive: fraud}
                time: at
                key: card
                features: {amount: {number: amount, scale: standard}, merchant: {category: merchant}}
                learner: logistic
                decide: {alert-rate: 10%}
                """);
        Entrant entrant = new Entrant("alerts", Blueprint.of(PipelineFile.read(file), streams));
        TrialOptions last = new TrialOptions(1, 1, false, Optional.empty(), 0, List.of(), 6_000, 0, false);
        Metrics metrics = new Comparison(streams, console, last)
                .run(List.of(entrant))
                .get(0)
                .measured()
                .recent();
        long alerts = metrics.confusion(0, 0) + metrics.confusion(1, 0);
        assertThat(metrics.classes()).startsWith("fraud");
        assertThat(alerts / (double) metrics.count())
                .as("once the learner has settled")
                .isBetween(0.085, 0.115);
    }
}
