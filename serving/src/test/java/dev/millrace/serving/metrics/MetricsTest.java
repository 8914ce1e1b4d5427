package dev.millrace.serving.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MetricsTest {
    @Test
    void aQuantileIsKnownWithinAnEighth() {
        Histogram histogram = new Histogram();
        long[] before = histogram.counts();
        for (int millis = 1; millis <= 1000; millis++) {
            histogram.record(millis * 1_000_000L);
        }
        assertThat(Histogram.quantileMillis(before, histogram.counts(), 0.5)).isBetween(500.0, 563.0);
        assertThat(Histogram.quantileMillis(before, histogram.counts(), 0.99)).isBetween(990.0, 1115.0);
        assertThat(Histogram.quantileMillis(before, before, 0.5)).isNaN();
    }

    @Test
    void bucketsForPrometheusAddUpAndIncludeTheirBound() {
        Histogram histogram = new Histogram();
        histogram.record(64_000);
        histogram.record(64_001);
        MetricText text = new MetricText().histogram("millrace_test_seconds", "Test.");
        histogram.write(text);
        assertThat(text.toString())
                .contains("millrace_test_seconds_bucket{le=\"6.4E-5\"} 1")
                .contains("millrace_test_seconds_bucket{le=\"1.28E-4\"} 2")
                .contains("millrace_test_seconds_bucket{le=\"+Inf\"} 2")
                .contains("millrace_test_seconds_count 2");
    }

    @Test
    void labelsAreEscapedAndBadNamesRefused() {
        MetricText text = new MetricText().gauge("millrace_odd", "Odd.").sample(1.5, "model", "a\"b\\c\nd");
        assertThat(text.toString()).endsWith("millrace_odd{model=\"a\\\"b\\\\c\\nd\"} 1.5\n");
        assertThatThrownBy(() -> text.counter("millrace_count", "Count.")).hasMessageContaining("_total");
        assertThatThrownBy(() -> text.gauge("millrace_odd", "Odd.")).hasMessageContaining("twice");
        assertThatThrownBy(() -> text.gauge("odd", "Odd.")).hasMessageContaining("millrace_");
    }
}
