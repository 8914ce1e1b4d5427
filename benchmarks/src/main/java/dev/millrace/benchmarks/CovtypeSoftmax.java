package dev.millrace.benchmarks;

import java.util.List;

/** The main job from text, beside other systems on the same rows. */
final class CovtypeSoftmax implements Benchmark {
    private static final int RUNS = 5;
    private static final int RUNS_OF_ENGINES = 3;
    private static final double VOWPAL_WABBIT_TARGET = 4;

    @Override
    public String row() {
        return "1";
    }

    @Override
    public String work() {
        return "CSV → parse → standard scaling → softmax regression (54 numbers, 7 classes), test-then-train,"
                + " a version each second";
    }

    @Override
    public void run(Report report, List<String> parts) throws Exception {
        CovtypeLearning learning = CovtypeLearning.scaled(CovtypeRows.SEVEN_CLASSES);
        VowpalWabbit vowpalWabbit = VowpalWabbit.oneAgainstAll();
        for (int run = 0; run < RUNS; run++) {
            learning.fromText(report, "millrace, 1 worker", 1);
            vowpalWabbit.fromText(report, "vw from text", false);
            vowpalWabbit.fromText(report, "vw from text without zeros", true);
            learning.fromText(report, "millrace, 2 workers", 2);
            if (run < RUNS_OF_ENGINES) {
                Peers.measure(report, "jet, 1 worker", "jet", "lr", "1");
                Peers.measure(report, "flink, 1 worker", "flink", "lr", "1");
            }
        }
        report.ratio("÷ jet", "millrace, 1 worker", "jet, 1 worker", 1.5);
        report.ratio("÷ flink", "millrace, 1 worker", "flink, 1 worker", 2.5);
        report.ratio("÷ vw from text", "millrace, 1 worker", "vw from text", VOWPAL_WABBIT_TARGET);
        report.ratio(
                "÷ vw from text without zeros",
                "millrace, 1 worker",
                "vw from text without zeros",
                VOWPAL_WABBIT_TARGET);
        report.ratio("2 workers ÷ 1 worker", "millrace, 2 workers", "millrace, 1 worker", 1.8);
    }
}
