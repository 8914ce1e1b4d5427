package dev.millrace.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;

/**
 * Accuracy and time together: the learner of {@code examples/covtype-15k.yaml} beside a hundred random patches of MOA's, by the CPU
 * clock of each; and on electricity the ensembles beside each other.
 */
final class EnsembleAccuracy implements Benchmark {
    private static final int SEEDS = 5;
    private static final String COVTYPE = "covtype-15k";
    private static final String TUNED = "@" + Path.of("tuned", "covtype-15k-weighted-majority.json");

    private static final String PRICES = Path.of("examples", "prices.yaml").toString();

    @Override
    public String row() {
        return "accuracy";
    }

    @Override
    public String work() {
        return "covtype-15k: neighbours and random patches beside 100 patches of MOA's; electricity: ensembles of ten, and a pipeline";
    }

    @Override
    public void run(Report report, List<String> parts) throws Exception {
        for (int seed = 1; seed <= SEEDS; seed++) {
            measure(report, COVTYPE, TUNED, seed);
            measure(report, "electricity", "leveraging-bagging", seed);
            measure(report, "electricity", "adaptive-random-forest", seed);
            if (seed == 1) { // draws no chance
                measure(report, "electricity", PRICES, seed);
            }
        }
        Peers.measure(report, "moa srp-100", "moa", COVTYPE, "meta.StreamingRandomPatches -s 100");
        report.ratio(
                "rows per CPU second ÷ moa srp-100", COVTYPE + " " + TUNED + ", per CPU second", "moa srp-100", 10);
        report.ratio(
                "electricity: leveraging bagging ÷ random forest, rows/s",
                "electricity leveraging-bagging",
                "electricity adaptive-random-forest",
                1);
        report.ratio(
                "electricity: pipeline ÷ random forest, rows/s",
                "electricity " + PRICES,
                "electricity adaptive-random-forest",
                1);
    }

    private static void measure(Report report, String dataset, String learner, int seed) throws Exception {
        JsonNode result = Evaluation.last(List.of(
                dataset,
                learner.endsWith(".yaml") ? "--pipeline" : "--learner",
                learner,
                "--seed",
                Integer.toString(seed),
                "--json"));
        String name = dataset + " " + learner;
        report.figure(name + ", accuracy", 100 * result.get("accuracy").asDouble(), "percent");
        report.figure(name + ", kappa-T", result.get("kappa_t").asDouble(), "");
        report.figure(name, result.get("events_per_second").asDouble(), "events/s");
        report.figure(
                name + ", per CPU second",
                result.get("rows").asDouble() / result.get("cpu_seconds").asDouble(),
                "events/s");
    }
}
