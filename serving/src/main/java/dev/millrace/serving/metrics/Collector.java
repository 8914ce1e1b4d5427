package dev.millrace.serving.metrics;

/** Writes families of metrics when they are asked for. Threading: one caller at a time, any thread; never blocks. */
@FunctionalInterface
public interface Collector {
    void collect(MetricText out);
}
