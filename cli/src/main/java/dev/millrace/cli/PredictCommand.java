package dev.millrace.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.millrace.cli.console.Console;
import dev.millrace.cli.console.Figures;
import dev.millrace.cli.run.FileScoring;
import dev.millrace.cli.run.Registries;
import dev.millrace.ml.stream.Reply;
import dev.millrace.registry.Registry;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code millrace predict}. */
@Command(
        name = "predict",
        description = "Score the rows of a file by one version of a model, as the server does for ?version=.",
        footer = {
            "",
            "Example:",
            "  millrace predict payments.csv --model fraud@42 --out scores.csv",
            "  millrace predict payments.ndjson --model fraud > scores.ndjson"
        })
final class PredictCommand implements Callable<Integer> {
    private static final JsonFactory JSON = new JsonFactory();

    private final Console console;

    @Parameters(index = "0", paramLabel = "FILE", description = "CSV or NDJSON, gzipped or not; by its ending.")
    private Path file;

    @Option(
            names = "--model",
            paramLabel = "MODEL[@VERSION]",
            required = true,
            description = "The newest version, or one by number, alias or tag.")
    private String model;

    @Mixin
    private RegistryOption registry;

    @Option(
            names = {"--out", "--output"},
            paramLabel = "FILE",
            description = "Where scores go (default: standard output).")
    private Path out;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "ndjson or csv (default: by the ending of --out, else ndjson).")
    private Format format;

    /** How scores are written. */
    enum Format {
        NDJSON,
        CSV
    }

    @Option(
            names = "--merged",
            description = "By one model made of those of all partitions, whatever the pipeline says.")
    private boolean merged;

    @Option(
            names = "--base",
            paramLabel = "VERSION",
            description =
                    "With --merged: the version, alias or tag that averages are taken from (default: as the pipeline"
                            + " says, else the beginning).")
    private String base;

    PredictCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        if (format == null) {
            format = out != null && out.toString().endsWith(".csv") ? Format.CSV : Format.NDJSON;
        }
        try (Registry opened = Registries.forReading(registry.directory, console.clock())) {
            FileScoring scoring = scoring(opened);
            List<String> absent = scoring.absent(file);
            if (!absent.isEmpty()) {
                console.note(file + " has no " + String.join(", ", absent) + "; " + scoring.name()
                        + " answers as if they were missing");
            }
            Lines lines = new Lines();
            if (out == null) {
                lines.to = console::print;
                scoring.score(file, lines);
            } else {
                score(scoring, lines);
            }
            if (lines.refused > 0) {
                console.note(Figures.count(lines.refused) + (lines.refused == 1 ? " row was" : " rows were")
                        + " refused; the first: " + lines.firstRefused);
            }
            if (out != null) {
                console.print(Figures.count(lines.scored) + " rows scored by " + scoring.name() + " · " + out);
            }
        }
        return Main.DONE;
    }

    private FileScoring scoring(Registry opened) throws IOException {
        if (base != null && !merged) {
            throw new WrongUsage("--base is what a merged model's averages are taken from; it goes with --merged");
        }
        try {
            return FileScoring.of(opened, model, merged, Optional.ofNullable(base));
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new WrongUsage(model + ": " + e.getMessage());
        }
    }

    private void score(FileScoring scoring, Lines lines) throws IOException {
        Files.createDirectories(out.toAbsolutePath().getParent());
        try (BufferedWriter writer = Files.newBufferedWriter(out)) {
            lines.to = line -> {
                writer.write(line);
                writer.newLine();
            };
            scoring.score(file, lines);
        }
    }

    private interface LineTaker {
        void take(String line) throws IOException;
    }

    /** Scores as lines; {@code row} is the record in the file, from 1 on. */
    private final class Lines implements FileScoring.Sink {
        private LineTaker to;
        private long scored;
        private long refused;
        private String firstRefused;

        @Override
        public void scored(long record, Reply.Answer answer) throws IOException {
            if (format == Format.CSV && scored == 0) {
                to.take(heading(answer));
            }
            to.take(format == Format.CSV ? csv(record, answer) : json(record, answer));
            scored++;
        }

        @Override
        public void refused(long record, String why) {
            if (refused++ == 0) {
                firstRefused = why;
            }
        }

        private String heading(Reply.Answer answer) {
            if (answer.isCluster()) {
                return "row,cluster,distance";
            }
            StringBuilder line = new StringBuilder("row,prediction");
            if (answer.isChoice()) {
                line.append(",probability");
            }
            if (answer.isAnomalyScore()) {
                line.append(",score");
            } else if (answer.scores() != null) {
                answer.classes().forEach(name -> line.append(',').append(quoted("p_" + name)));
            }
            return line.toString();
        }

        private String csv(long record, Reply.Answer answer) {
            StringBuilder line = new StringBuilder().append(record + 1).append(',');
            if (answer.isCluster()) {
                line.append(answer.label()).append(',');
                return Double.isNaN(answer.value())
                        ? line.toString()
                        : line.append(answer.value()).toString();
            }
            if (answer.scores() == null) {
                return line.append(answer.value()).toString();
            }
            line.append(quoted(answer.label()));
            if (answer.isAnomalyScore() || answer.isChoice()) {
                line.append(',').append(answer.value());
            }
            if (answer.isAnomalyScore()) {
                return line.toString();
            }
            for (double score : answer.isChoice() ? answer.probabilities() : answer.scores()) {
                line.append(',').append(score);
            }
            return line.toString();
        }

        private String quoted(String text) {
            return text.matches("[^\",\r\n]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
        }

        private String json(long record, Reply.Answer answer) throws IOException {
            StringWriter text = new StringWriter();
            try (JsonGenerator json = JSON.createGenerator(text)) {
                json.writeStartObject();
                json.writeNumberField("row", record + 1);
                if (answer.isCluster()) {
                    cluster(json, answer);
                } else if (answer.scores() == null) {
                    json.writeNumberField("prediction", answer.value());
                } else if (answer.isAnomalyScore()) {
                    json.writeStringField("prediction", answer.label());
                    json.writeNumberField("score", answer.value());
                } else if (answer.isChoice()) {
                    json.writeStringField("action", answer.label());
                    json.writeNumberField("probability", answer.value());
                    named(json, "probabilities", answer, answer.probabilities());
                    named(json, "rewards", answer, answer.scores());
                } else {
                    json.writeStringField("prediction", answer.label());
                    named(json, "probabilities", answer, answer.scores());
                }
                json.writeEndObject();
            }
            return text.toString();
        }

        private static void cluster(JsonGenerator json, Reply.Answer answer) throws IOException {
            if (answer.label().isEmpty()) {
                json.writeNullField("cluster");
            } else {
                json.writeNumberField("cluster", Integer.parseInt(answer.label()));
            }
            if (Double.isNaN(answer.value())) {
                json.writeNullField("distance");
            } else {
                json.writeNumberField("distance", answer.value());
            }
        }

        private static void named(JsonGenerator json, String name, Reply.Answer answer, double[] values)
                throws IOException {
            json.writeObjectFieldStart(name);
            for (int k = 0; k < values.length; k++) {
                json.writeNumberField(answer.classes().get(k), values[k]);
            }
            json.writeEndObject();
        }
    }
}
