package dev.millrace.benchmarks;

/** One piece of work that is measured. */
interface Benchmark {
    /** Its number in {@code docs/performance.md}. */
    String row();

    /** What is measured, in one line. */
    String work();

    /** Measures, several times, and reports each run and the medians. */
    void run(Report report) throws Exception;
}
