package dev.millrace.benchmarks;

import java.util.List;

/**
 * Two classes: logistic regression from text and from a journal, beside Vowpal Wabbit from text and from its cache, both with
 * the same algorithm on numbers as they are, 42 of 54 of which are 0, and (dense) on numbers that were scaled beforehand, so that both have
 * 54 of them; and ours once more with scaling in the pipeline and plain steps.
 */
final class CovtypeLogistic implements Benchmark {
    private static final String TEXT = "text";
    private static final String JOURNAL = "journal";
    private static final String SCALED = "scaled";
    private static final String DENSE = "dense";
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
        return List.of(TEXT, JOURNAL, DENSE, SCALED);
    }

    @Override
    public void run(Report report, List<String> parts) throws Exception {
        CovtypeLearning learning = CovtypeLearning.normalized(CovtypeRows.TWO_CLASSES);
        CovtypeLearning scaled = CovtypeLearning.scaled(CovtypeRows.TWO_CLASSES);
        VowpalWabbit vowpalWabbit = VowpalWabbit.logistic(CovtypeRows.TWO_CLASSES);
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
            if (parts.contains(DENSE)) {
                dense(report);
            }
            if (parts.contains(SCALED)) {
                scaled.fromText(report, "scaled, from text", 1);
                scaled.fromJournal(report, "scaled, from a journal", 1);
            }
        }
        report.ratio("text ÷ vw from text", "from text", "vw from text", TARGET);
        report.ratio("text ÷ vw from text without zeros", "from text", "vw from text without zeros", TARGET);
        report.ratio("journal ÷ vw from its cache", "from a journal", "vw from its cache", TARGET);
        report.ratio("dense, text ÷ vw from text", "dense, from text", "dense, vw from text", TARGET);
        report.ratio("dense, journal ÷ vw from its cache", "dense, from a journal", "dense, vw from its cache", TARGET);
    }

    private static void dense(Report report) throws Exception {
        CovtypeLearning learning = CovtypeLearning.normalized(CovtypeRows.TWO_CLASSES_SCALED);
        VowpalWabbit vowpalWabbit = VowpalWabbit.logistic(CovtypeRows.TWO_CLASSES_SCALED);
        learning.fromText(report, "dense, from text", 1);
        vowpalWabbit.fromText(report, "dense, vw from text", false);
        learning.fromJournal(report, "dense, from a journal", 1);
        vowpalWabbit.fromCache(report, "dense, vw from its cache");
    }
}
