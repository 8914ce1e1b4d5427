package dev.millrace.benchmarks;

import java.util.List;

/**
 * Two classes: logistic regression from text and from a journal, beside Vowpal Wabbit from text and from its cache, both with
 * the same algorithm on numbers as they are; and ours once more with scaled numbers.
 */
final class CovtypeLogistic implements Benchmark {
    private static final String TEXT = "text";
    private static final String JOURNAL = "journal";
    private static final String SCALED = "scaled";
    private static final int RUNS = 5;
    private static final double TARGET = 3;

    @Override
    public String row() {
        return "3";
    }

    @Override
    public String work() {
        return "binary logistic regression (54 numbers) from text and from a journal, 1 worker, a version each second";
    }

    @Override
    public List<String> parts() {
        return List.of(TEXT, JOURNAL, SCALED);
    }

    @Override
    public void run(Report report, List<String> parts) throws Exception {
        CovtypeLearning learning = CovtypeLearning.normalized(CovtypeRows.TWO_CLASSES);
        CovtypeLearning scaled = CovtypeLearning.scaled(CovtypeRows.TWO_CLASSES);
        VowpalWabbit vowpalWabbit = VowpalWabbit.logistic();
        for (int run = 0; run < RUNS; run++) {
            if (parts.contains(TEXT)) {
                learning.fromText(report, "from text", 1);
                vowpalWabbit.fromText(report, "vw from text", false);
                vowpalWabbit.fromText(report, "vw from text without zeros", true);
            }
            if (parts.contains(JOURNAL)) {
                learning.fromJournal(report, "from a journal", 1);
                vowpalWabbit.fromCache(report, "vw from its cache");
            }
            if (parts.contains(SCALED)) {
                scaled.fromText(report, "scaled, from text", 1);
                scaled.fromJournal(report, "scaled, from a journal", 1);
            }
        }
        report.ratio("text ÷ vw from text", "from text", "vw from text", TARGET);
        report.ratio("text ÷ vw from text without zeros", "from text", "vw from text without zeros", TARGET);
        report.ratio("journal ÷ vw from its cache", "from a journal", "vw from its cache", TARGET);
    }
}
