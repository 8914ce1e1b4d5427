package dev.millrace.benchmarks;

import java.util.List;

/** The main job from a journal, beside the same from text, and Vowpal Wabbit from its cache. */
final class CovtypeJournal implements Benchmark {
    private static final int RUNS = 5;

    @Override
    public String row() {
        return "2";
    }

    @Override
    public String work() {
        return "row 1 from a journal (54 numbers, 7 classes), a version each second";
    }

    @Override
    public void run(Report report, List<String> parts) throws Exception {
        CovtypeLearning learning = CovtypeLearning.scaled(CovtypeRows.SEVEN_CLASSES);
        VowpalWabbit vowpalWabbit = VowpalWabbit.oneAgainstAll();
        for (int run = 0; run < RUNS; run++) {
            learning.fromJournal(report, "from a journal", 1);
            learning.fromText(report, "from text", 1);
            vowpalWabbit.fromCache(report, "vw from its cache");
        }
        report.ratio("journal ÷ text", "from a journal", "from text", 1.5);
        report.ratio("journal ÷ vw from its cache", "from a journal", "vw from its cache");
    }
}
