package dev.millrace.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * Test-then-train on electricity read several times over, by the command that users run, beside MOA: single learners on one
 * thread, by the CPU clock; ensembles on all processors, by the wall clock, and with one worker, too: what the second gives.
 */
final class Prequential implements Benchmark {
    private static final int RUNS = 3;

    /** The last of so many evaluations counts. */
    private static final int WARM = 3;

    private static final double SINGLE_TARGET = 6;
    private static final double ENSEMBLE_TARGET = 8;

    /** A learner here and there, and how often the stream is read. */
    private record Pair(String learner, String moa, String times, boolean isEnsemble) {
        String figure() {
            return learner + (isEnsemble ? "" : ", per CPU second");
        }
    }

    private static final List<Pair> PAIRS = List.of(
            new Pair("naive-bayes", "bayes.NaiveBayes", "20", false),
            new Pair("hoeffding-tree", "trees.HoeffdingTree", "20", false),
            new Pair("hoeffding-adaptive-tree", "trees.HoeffdingAdaptiveTree", "20", false),
            new Pair("leveraging-bagging", "meta.LeveragingBag", "4", true),
            new Pair("adaptive-random-forest", "meta.AdaptiveRandomForest -s 10", "4", true),
            new Pair("streaming-random-patches", "meta.StreamingRandomPatches -s 10", "4", true));

    @Override
    public String row() {
        return "5";
    }

    @Override
    public String work() {
        return "prequential on electricity read 20 times over (ensembles 4 times), parse included, beside MOA";
    }

    @Override
    public List<String> parts() {
        return PAIRS.stream().map(Pair::learner).toList();
    }

    @Override
    public void run(Report report, List<String> parts) throws Exception {
        List<Pair> pairs =
                PAIRS.stream().filter(pair -> parts.contains(pair.learner)).toList();
        for (int run = 0; run < RUNS; run++) {
            for (Pair pair : pairs) {
                measure(report, pair, pair.learner, List.of());
                if (pair.isEnsemble) {
                    measure(report, pair, pair.learner + ", 1 worker", List.of("--workers", "1"));
                }
                Peers.measure(report, "moa " + pair.learner, "moa", "electricity-x" + pair.times, pair.moa);
            }
        }
        for (Pair pair : pairs) {
            report.ratio(
                    pair.learner + " ÷ moa",
                    pair.figure(),
                    "moa " + pair.learner,
                    pair.isEnsemble ? ENSEMBLE_TARGET : SINGLE_TARGET);
            if (pair.isEnsemble) {
                report.ratio(
                        pair.learner + ", 1 worker, per CPU second ÷ moa",
                        pair.learner + ", 1 worker, per CPU second",
                        "moa " + pair.learner);
                report.ratio(pair.learner + ", all processors ÷ 1 worker", pair.learner, pair.learner + ", 1 worker");
            }
        }
    }

    /**
     * In a JVM of its own, the third of three evaluations, so that it is warm. MOA counts CPU seconds of its thread, so
     * ours do too.
     */
    private static void measure(Report report, Pair pair, String name, List<String> more) throws Exception {
        List<String> arguments =
                new ArrayList<>(List.of("electricity", "--separately", "--repeat", pair.times, "--json"));
        for (int time = 0; time < WARM; time++) {
            arguments.addAll(List.of("--learner", pair.learner));
        }
        arguments.addAll(more);
        JsonNode result = Evaluation.last(arguments);
        report.figure(name, result.get("events_per_second").asDouble(), "events/s");
        report.figure(
                name + ", per CPU second",
                result.get("rows").asDouble() / result.get("cpu_seconds").asDouble(),
                "events/s");
        report.figure(
                name + ", processors in use",
                result.get("cpu_seconds").asDouble()
                        / result.get("wall_seconds").asDouble(),
                "");
        report.figure(name + ", accuracy", 100 * result.get("accuracy").asDouble(), "percent");
        report.figure(
                name + ", allocated by learning",
                result.get("allocated_bytes_per_event").asDouble(),
                "bytes/event");
    }
}
