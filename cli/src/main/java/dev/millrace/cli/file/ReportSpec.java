package dev.millrace.cli.file;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Windows of event time, or of the engine's clock, over the stream, whose results are written to a file.
 *
 * @param name also the name of its step in the plan
 * @param sizeMillis length of a window
 * @param slideMillis how far apart windows begin; the same as the size for tumbling ones
 * @param earlyMillis how often, by the clock, windows say what they hold before they end; 0 for only at the end
 * @param byClock whether an event counts when it is processed instead of at its own time
 * @param key the field by which it is grouped, if any
 * @param take what is computed, by name, in order
 * @param file where results go, {@code *} standing for the partition; empty for the pipeline's folder in the registry
 */
public record ReportSpec(
        String name,
        long sizeMillis,
        long slideMillis,
        long earlyMillis,
        boolean byClock,
        Optional<String> key,
        Map<String, Take> take,
        Optional<String> file) {
    public ReportSpec {
        take = Collections.unmodifiableMap(new LinkedHashMap<>(take));
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,79}")) {
            throw new IllegalArgumentException(
                    "'" + name + "' cannot name a report; use letters, digits, '.', '_', '-'");
        }
        if (sizeMillis <= 0 || slideMillis <= 0 || slideMillis > sizeMillis) {
            throw new IllegalArgumentException(
                    "a window needs a positive size and a slide that is positive and not longer");
        }
        if (earlyMillis < 0 || (earlyMillis > 0 && byClock)) {
            throw new IllegalArgumentException(
                    "'early' is a positive interval, and for windows of event time: those on the clock end by it");
        }
        if (take.isEmpty()) {
            throw new IllegalArgumentException("a report takes something; add 'take: {NAME: count}'");
        }
    }

    /**
     * An aggregate of a field.
     *
     * @param function count, sum or mean
     * @param field empty for count
     */
    public record Take(String function, Optional<String> field) {
        private static final Pattern FORM = Pattern.compile("(sum|mean|min|max)\\(\\s*([^()]+?)\\s*\\)");

        /** Reads {@code count} or {@code sum(amount)}. */
        public static Take parse(String text) {
            if (text.equals("count")) {
                return new Take("count", Optional.empty());
            }
            Matcher matcher = FORM.matcher(text);
            if (!matcher.matches()) {
                throw new IllegalArgumentException("'" + text
                        + "' cannot be taken; write count, sum(FIELD), mean(FIELD), min(FIELD) or max(FIELD)");
            }
            return new Take(matcher.group(1), Optional.of(matcher.group(2)));
        }

        @Override
        public String toString() {
            return field.map(name -> function + "(" + name + ")").orElse(function);
        }
    }

    /** The aggregates that a report has. */
    public static final List<String> FUNCTIONS = List.of("count", "sum", "mean", "min", "max");
}
