package dev.millrace.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Vowpal Wabbit on the same rows, as a process of its own: {@link VowpalWabbitPass} in a JVM that does nothing else. Its own
 * driver reads, with a thread that parses beside the one that learns. Examples are counted, and its progressive loss (of
 * predictions before learning) is reported, so that one sees that it did the work.
 */
final class VowpalWabbit {
    private static final Pattern RESULT =
            Pattern.compile("examples=(\\d+) loss=([0-9.]+) cpu_seconds=([0-9.]+) examples/s=([0-9.]+)");

    private final CovtypeRows rows;
    private final List<String> options;

    private VowpalWabbit(CovtypeRows rows, String... options) {
        this.rows = rows;
        this.options = List.of(options);
    }

    /** A learner for each of the seven classes; the loss is the share of wrong answers. */
    static VowpalWabbit oneAgainstAll() {
        return new VowpalWabbit(CovtypeRows.SEVEN_CLASSES, "--oaa", "7");
    }

    /** Two classes; the loss is that of logistic regression. */
    static VowpalWabbit logistic(CovtypeRows rows) {
        return new VowpalWabbit(rows, "--loss_function", "logistic");
    }

    /** @param sparse see {@link CovtypeRows#vowpalWabbit} */
    void fromText(Report report, String name, boolean sparse) throws Exception {
        if (isThere(report, name)) {
            run(report, name, VowpalWabbitPass.Kind.TEXT, rows.vowpalWabbit(sparse));
        }
    }

    void fromCache(Report report, String name) throws Exception {
        if (isThere(report, name)) {
            Path text = rows.vowpalWabbit(true);
            Path cache =
                    DerivedFile.of(DerivedFile.folder(), text.getFileName() + ".cache", part -> makeCache(text, part));
            run(report, name, VowpalWabbitPass.Kind.CACHE, cache);
        }
    }

    private static boolean isThere(Report report, String name) {
        boolean isThere = System.getProperty("os.name").equals("Linux")
                && System.getProperty("os.arch").equals("amd64");
        if (!isThere) {
            report.note("  " + name + ": not run; its library is there for Linux on x86-64 only");
        }
        return isThere;
    }

    private void makeCache(Path text, Path cache) throws IOException, InterruptedException {
        start(VowpalWabbitPass.Kind.MAKE_CACHE, cache, text.toString());
        if (!Files.exists(cache)) {
            throw new IOException("Vowpal Wabbit made no cache of " + text);
        }
    }

    private void run(Report report, String name, VowpalWabbitPass.Kind kind, Path file)
            throws IOException, InterruptedException {
        DerivedFile.readThrough(file);
        String said = start(kind, file);
        Matcher result = RESULT.matcher(said);
        if (!result.find()) {
            throw new IOException("Vowpal Wabbit gave no result for " + file + ":\n" + said);
        }
        long examples = Long.parseLong(result.group(1));
        if (examples != rows.rows()) {
            throw new IOException("Vowpal Wabbit learned " + examples + " examples, not " + rows.rows());
        }
        report.figure(name, Double.parseDouble(result.group(4)), "events/s");
        report.figure(name + ", per CPU second", examples / Double.parseDouble(result.group(3)), "events/s");
        report.figure(name + ", progressive loss", Double.parseDouble(result.group(2)), "");
    }

    /** All that the process says. */
    private String start(VowpalWabbitPass.Kind kind, Path file, String... more)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.millrace.benchmarks.Main",
                VowpalWabbitPass.OPTION,
                kind.name(),
                file.toString()));
        command.addAll(List.of(more));
        command.addAll(options);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        StringBuilder said = new StringBuilder();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            lines.lines().forEach(line -> said.append(line).append('\n'));
        }
        if (process.waitFor() != 0) {
            throw new IOException("Vowpal Wabbit failed on " + file + ":\n" + said);
        }
        return said.toString();
    }
}
