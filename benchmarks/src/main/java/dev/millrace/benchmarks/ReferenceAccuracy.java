package dev.millrace.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Accuracies of other systems ({@code reference.tsv}) beside ours, by the command that users run, each judged by its rule.
 * Learners that draw are run with five seeds, and their median counts. On five streams, each learner is run on each with the
 * seed of the stream.
 */
final class ReferenceAccuracy implements Benchmark {
    private static final int SEEDS = 5;

    /** In a stream's name, for the seed of the run. */
    private static final String EVERY_SEED = "seed=*";

    /** How much less than the reference the median of the seeds may be. */
    private static final double SLACK = 0.5;

    /**
     * A figure of another system.
     *
     * @param stream as {@code evaluate} takes it; with {@link #EVERY_SEED} a stream of its own for each seed
     * @param learner as {@code evaluate} takes it
     * @param accuracy in percent
     * @param rule {@code within N} points; {@code median}, of five seeds, at least that less half a point; {@code better}, the
     *     median is above it; {@code beside}, for comparison: another implementation, with its own defaults
     * @param whose the other system
     */
    private record Reference(String stream, String learner, double accuracy, String rule, String whose) {
        static Reference parse(String line) {
            String[] cells = line.split("\t", -1);
            return new Reference(cells[0], cells[1], Double.parseDouble(cells[2]), cells[3], cells[4]);
        }

        String name() {
            return stream.contains(":") ? stream.substring(0, stream.indexOf(':')) : stream;
        }

        boolean draws() {
            return !rule.startsWith("within") || hasManyStreams();
        }

        boolean hasManyStreams() {
            return stream.endsWith(EVERY_SEED);
        }

        String rules() {
            return switch (rule) {
                case "median" -> "median of five " + runs() + " ≥ reference − 0.5";
                case "better" -> "median of five seeds > reference";
                case "beside" -> "for comparison, median of five seeds";
                default -> (hasManyStreams() ? "median of five streams ± " : "± ") + rule.substring("within ".length());
            };
        }

        private String runs() {
            return hasManyStreams() ? "streams" : "seeds";
        }

        boolean holds(double ours) {
            return switch (rule) {
                case "median" -> ours >= accuracy - SLACK;
                case "better" -> ours > accuracy;
                case "beside" -> ours >= accuracy;
                default -> Math.abs(ours - accuracy) <= Double.parseDouble(rule.substring("within ".length()));
            };
        }
    }

    private final List<Reference> references = read();

    private static List<Reference> read() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                ReferenceAccuracy.class.getResourceAsStream("reference.tsv"), StandardCharsets.UTF_8))) {
            return lines.lines().skip(1).map(Reference::parse).toList();
        } catch (IOException e) {
            throw new IllegalStateException("reference.tsv cannot be read", e);
        }
    }

    @Override
    public String row() {
        return "reference";
    }

    @Override
    public String work() {
        return "accuracy of other systems beside ours, stream by stream";
    }

    @Override
    public List<String> parts() {
        return references.stream().map(Reference::name).distinct().toList();
    }

    @Override
    public void run(Report report, List<String> parts) throws Exception {
        report.note("| stream | learner | whose | reference, % | Millrace, % | rule | holds |");
        report.note("| --- | --- | --- | --- | --- | --- | --- |");
        Map<String, List<Reference>> byStream = references.stream()
                .filter(each -> parts.contains(each.name()))
                .collect(Collectors.groupingBy(Reference::stream, LinkedHashMap::new, Collectors.toList()));
        for (var each : byStream.entrySet()) {
            measure(report, each.getKey(), each.getValue());
        }
    }

    /** One pass over the stream for all, seed by seed; a learner that several references name is run once. */
    private static void measure(Report report, String stream, List<Reference> references) throws Exception {
        Map<String, Boolean> drawing = new LinkedHashMap<>();
        references.forEach(each -> drawing.merge(each.learner(), each.draws(), Boolean::logicalOr));
        Map<String, List<Double>> ours = new LinkedHashMap<>();
        for (int seed = 1; seed <= SEEDS; seed++) {
            List<String> arguments = new ArrayList<>(
                    List.of(stream.replace(EVERY_SEED, "seed=" + seed), "--json", "--seed", Integer.toString(seed)));
            List<String> learners = new ArrayList<>();
            for (var each : drawing.entrySet()) {
                if (seed == 1 || each.getValue()) {
                    learners.add(each.getKey());
                    arguments.addAll(List.of("--learner", each.getKey()));
                }
            }
            if (!learners.isEmpty()) {
                List<JsonNode> results = Evaluation.all(arguments);
                for (int i = 0; i < learners.size(); i++) {
                    ours.computeIfAbsent(learners.get(i), none -> new ArrayList<>())
                            .add(100 * results.get(i).get("accuracy").asDouble());
                }
            }
        }
        for (Reference each : references) {
            List<Double> figures = ours.get(each.learner());
            double median = median(figures);
            report.note(String.format(
                    Locale.ROOT,
                    "| `%s` | `%s` | %s | %.2f | %.2f%s | %s | %s |",
                    stream,
                    each.learner(),
                    each.whose(),
                    each.accuracy(),
                    median,
                    each.hasManyStreams() ? " of " + texts(figures) : "",
                    each.rules(),
                    each.holds(median) ? "yes" : "**no**"));
        }
    }

    private static String texts(List<Double> figures) {
        return figures.stream()
                .map(figure -> String.format(Locale.ROOT, "%.2f", figure))
                .collect(Collectors.joining(" "));
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }
}
