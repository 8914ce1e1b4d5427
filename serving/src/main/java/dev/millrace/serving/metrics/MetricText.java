package dev.millrace.serving.metrics;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Writes the text format of Prometheus, version 0.0.4: one {@code # HELP} and one {@code # TYPE} per family, its samples
 * right after it. Refuses what a linter would: a name without the prefix, a counter that does not end in
 * {@code _total}, a family that appears twice.
 */
public final class MetricText {
    public static final String MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private static final Pattern NAME = Pattern.compile("millrace_[a-z][a-z0-9_]*");

    private final StringBuilder text = new StringBuilder(8192);
    private final Set<String> families = new HashSet<>();
    private String family;

    /** Begins a counter; its name ends in {@code _total}. */
    public MetricText counter(String name, String help) {
        if (!name.endsWith("_total")) {
            throw new IllegalArgumentException("a counter's name ends in _total, got " + name);
        }
        return begin(name, "counter", help);
    }

    /** Begins a gauge. */
    public MetricText gauge(String name, String help) {
        return begin(name, "gauge", help);
    }

    /** Begins a histogram; {@link Histogram#write} adds its samples. */
    public MetricText histogram(String name, String help) {
        return begin(name, "histogram", help);
    }

    private MetricText begin(String name, String type, String help) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("a metric's name is millrace_ and lower case, got " + name);
        }
        if (!families.add(name)) {
            throw new IllegalArgumentException("the metric " + name + " is written twice");
        }
        family = name;
        text.append("# HELP ").append(name).append(' ').append(help).append('\n');
        text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
        return this;
    }

    /**
     * Adds a sample to the family begun last.
     *
     * @param labels names and values by turns
     */
    public MetricText sample(double value, String... labels) {
        return sample("", value, labels);
    }

    MetricText sample(String suffix, double value, String... labels) {
        text.append(family).append(suffix);
        for (int i = 0; i < labels.length; i += 2) {
            text.append(i == 0 ? '{' : ',').append(labels[i]).append("=\"");
            escape(labels[i + 1]);
            text.append('"');
        }
        text.append(labels.length == 0 ? " " : "} ").append(format(value)).append('\n');
        return this;
    }

    private void escape(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '\\' -> text.append("\\\\");
                case '"' -> text.append("\\\"");
                case '\n' -> text.append("\\n");
                default -> text.append(c);
            }
        }
    }

    static String format(double value) {
        if (Double.isNaN(value)) {
            return "NaN";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "+Inf" : "-Inf";
        }
        if (value == Math.rint(value) && Math.abs(value) < 1e15) {
            return Long.toString((long) value);
        }
        return Double.toString(value);
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
