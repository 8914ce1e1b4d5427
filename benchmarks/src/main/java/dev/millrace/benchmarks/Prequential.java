package dev.millrace.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * Test-then-train on electricity read several times over, by the command that users run, beside MOA: single learners on one
 * thread, by the CPU clock; ensembles on all processors, by the wall clock.
 */
final class Prequential implements Benchmark {
    private static final int RUNS = 3;
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
    public void run(Report report, List<String> parts) throws Exception {
        for (int run = 0; run < RUNS; run++) {
            for (Pair pair : PAIRS) {
                measure(report, pair.learner, pair.times);
                Peers.measure(report, "moa " + pair.learner, "moa", "electricity-x" + pair.times, pair.moa);
            }
        }
        for (Pair pair : PAIRS) {
            report.ratio(
                    pair.learner + " ÷ moa",
                    pair.figure(),
                    "moa " + pair.learner,
                    pair.isEnsemble ? ENSEMBLE_TARGET : SINGLE_TARGET);
        }
    }

    /**
     * In a JVM of its own, the third of three evaluations, so that it is warm. MOA counts CPU seconds of its thread, so
     * ours do too.
     */
    private static void measure(Report report, String learner, String times) throws Exception {
        JsonNode result = Evaluation.last(List.of(
                "electricity",
                "--learner",
                learner,
                "--learner",
                learner,
                "--learner",
                learner,
                "--separately",
                "--repeat",
                times,
                "--json"));
        report.figure(learner, result.get("events_per_second").asDouble(), "events/s");
        report.figure(
                learner + ", per CPU second",
                result.get("rows").asDouble() / result.get("cpu_seconds").asDouble(),
                "events/s");
        report.figure(learner + ", accuracy", 100 * result.get("accuracy").asDouble(), "percent");
        report.figure(
                learner + ", allocated by learning",
                result.get("allocated_bytes_per_event").asDouble(),
                "bytes/event");
    }
}
