package dev.millrace.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Accuracies of other systems ({@code reference.tsv}) beside ours, by the command that users run, each judged by its rule.
 * Learners that draw are run with five seeds, and their median counts.
 */
final class ReferenceAccuracy implements Benchmark {
    private static final int SEEDS = 5;

    /** How much less than the reference the median of the seeds may be. */
    private static final double SLACK = 0.5;

    /**
     * A figure of another system.
     *
     * @param learner as {@code evaluate} takes it
     * @param accuracy in percent
     * @param rule {@code within N} points; {@code median}, of five seeds, at least that less half a point; {@code better}, the
     *     median is above it; {@code beside}, for comparison: another implementation, with its own defaults
     * @param whose the other system
     * @param classes {@code LABEL=CLASS/CLASS} where these are to have that order, in which ties go; empty for that of their arrival
     */
    private record Reference(
            String stream, String learner, double accuracy, String rule, String whose, String classes) {
        static Reference parse(String line) {
            String[] cells = line.split("\t", -1);
            return new Reference(cells[0], cells[1], Double.parseDouble(cells[2]), cells[3], cells[4], cells[5]);
        }

        String name() {
            return stream.contains(":") ? stream.substring(0, stream.indexOf(':')) : stream;
        }

        boolean draws() {
            return !rule.startsWith("within");
        }

        String rules() {
            return switch (rule) {
                case "median" -> "median of five seeds ≥ reference − 0.5";
                case "better" -> "median of five seeds > reference";
                case "beside" -> "for comparison, median of five seeds";
                default -> "± " + rule.substring("within ".length());
            };
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
        Map<Entry, Boolean> drawing = new LinkedHashMap<>();
        references.forEach(each -> drawing.merge(Entry.of(each), each.draws(), Boolean::logicalOr));
        Map<Entry, List<Double>> ours = new LinkedHashMap<>();
        for (int seed = 1; seed <= SEEDS; seed++) {
            List<Entry> learners = new ArrayList<>();
            for (var each : drawing.entrySet()) {
                if (seed == 1 || each.getValue()) {
                    learners.add(each.getKey());
                }
            }
            if (!learners.isEmpty()) {
                List<JsonNode> results = run(stream, learners, seed);
                for (int i = 0; i < learners.size(); i++) {
                    ours.computeIfAbsent(learners.get(i), none -> new ArrayList<>())
                            .add(100 * results.get(i).get("accuracy").asDouble());
                }
            }
        }
        for (Reference each : references) {
            double median = median(ours.get(Entry.of(each)));
            report.note(String.format(
                    Locale.ROOT,
                    "| `%s` | `%s` | %s | %.2f | %.2f | %s | %s |",
                    stream,
                    each.learner(),
                    each.whose(),
                    each.accuracy(),
                    median,
                    each.rules(),
                    each.holds(median) ? "yes" : "**no**"));
        }
    }

    /** In the order of the entries: pipelines are answered before learners, so these are sorted out. */
    private static List<JsonNode> run(String stream, List<Entry> entries, int seed) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(stream, "--json", "--seed", Integer.toString(seed)));
        Path folder = Files.createTempDirectory("reference");
        try {
            List<Entry> answered = new ArrayList<>();
            for (Entry entry : entries) {
                if (!entry.classes().isEmpty()) {
                    Path file = folder.resolve(answered.size() + ".yaml");
                    Files.writeString(file, entry.pipeline(stream));
                    arguments.addAll(List.of("--pipeline", file.toString()));
                    answered.add(entry);
                }
            }
            for (Entry entry : entries) {
                if (entry.classes().isEmpty()) {
                    arguments.addAll(List.of("--learner", entry.learner()));
                    answered.add(entry);
                }
            }
            List<JsonNode> results = Evaluation.all(arguments);
            return entries.stream()
                    .map(entry -> results.get(answered.indexOf(entry)))
                    .toList();
        } finally {
            Folders.delete(folder);
        }
    }

    /** What is run: a learner, with classes in an order of their own or as they arrive. */
    private record Entry(String learner, String classes) {
        static Entry of(Reference reference) {
            return new Entry(reference.learner(), reference.classes());
        }

        String pipeline(String stream) {
            String[] label = classes.split("[=/]");
            return "pipeline: reference\nsource: {dataset: " + stream + "}\nlabel: {field: " + label[0]
                    + ", classes: ['" + String.join("', '", List.of(label).subList(1, label.length)) + "']}\nlearner: "
                    + learner + "\n";
        }
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }
}
