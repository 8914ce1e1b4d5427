package dev.millrace.benchmarks;

import java.util.List;

/** One piece of work that is measured. */
interface Benchmark {
    /** Its number in {@code docs/performance.md}. */
    String row();

    /** What is measured, in one line. */
    String work();

    /** What can be measured by itself: {@code ./millrace bench ROW PART…}; empty if it is one piece. */
    default List<String> parts() {
        return List.of();
    }

    /**
     * Measures, several times, and reports each run and the medians.
     *
     * @param parts some or all of {@link #parts}
     */
    void run(Report report, List<String> parts) throws Exception;
}
