package dev.millrace.datasets.generator;

/** What records are drawn with. The same seed gives the same numbers on every JVM. Threading: one caller. */
public interface Chance {
    /** Uniform in [0, 1). */
    double nextDouble();

    /** Uniform in 0 … bound − 1. */
    int nextInt(int bound);

    /** Standard normal. */
    double nextGaussian();

    boolean nextBoolean();

    /** Whether something of that probability happens. */
    boolean happens(double probability);
}
