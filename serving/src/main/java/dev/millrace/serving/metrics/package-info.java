/**
 * Counters and histograms in memory, and their text form for Prometheus.
 *
 * <p>Start: {@link dev.millrace.serving.metrics.MetricText}. Threading: any thread may count; one writes the text. May
 * import: nothing of Millrace. Not here: what is measured.
 */
package dev.millrace.serving.metrics;
