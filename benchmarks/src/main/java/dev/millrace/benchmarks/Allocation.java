package dev.millrace.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What test-then-train allocates per event on the heap, splits and metrics included: every tree and every
 * linear learner, by the command that users run. Classifiers on electricity read 20 times over, regressions on bike-sharing read
 * 100 times; the third of three evaluations in one JVM, so that what the compiler has removed is gone.
 */
final class Allocation implements Benchmark {
    private static final double MOST = 8;

    private static final List<String> CLASSIFIERS = List.of(
            "naive-bayes",
            "logistic",
            "logistic:optimizer=adagrad",
            "logistic:optimizer=adam",
            "logistic:optimizer=ftrl",
            "logistic:optimizer=normalized",
            "svm",
            "perceptron",
            "passive-aggressive",
            "hoeffding-tree",
            "hoeffding-adaptive-tree",
            "efdt");

    private static final List<String> REGRESSIONS = List.of(
            "linear",
            "linear:optimizer=adagrad",
            "linear:optimizer=normalized",
            "passive-aggressive-regression",
            "rls",
            "hoeffding-regression-tree");

    @Override
    public String row() {
        return "allocation";
    }

    @Override
    public String work() {
        return "bytes allocated per event by linear learners and trees: electricity 20 times over, bike-sharing 100 times";
    }

    @Override
    public List<String> parts() {
        return Stream.concat(CLASSIFIERS.stream(), REGRESSIONS.stream()).toList();
    }

    @Override
    public void run(Report report, List<String> parts) throws Exception {
        for (String learner : parts) {
            measure(
                    report,
                    learner,
                    CLASSIFIERS.contains(learner)
                            ? List.of("electricity", "--repeat", "20")
                            : List.of("bike-sharing", "--repeat", "100"));
        }
    }

    private static void measure(Report report, String learner, List<String> stream) throws Exception {
        List<String> arguments = new ArrayList<>(stream);
        for (int pass = 0; pass < 3; pass++) {
            arguments.add("--learner");
            arguments.add(learner);
        }
        arguments.add("--separately");
        arguments.add("--json");
        JsonNode result = Evaluation.last(arguments);
        report.atMost(learner, result.get("allocated_bytes_per_event").asDouble(), "bytes/event", MOST);
    }
}
