package dev.millrace.cli.trial;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.millrace.cli.console.Figures;
import dev.millrace.cli.console.TextTable;
import dev.millrace.ml.evaluation.NabProfile;
import dev.millrace.ml.evaluation.NabScore;
import dev.millrace.ml.evaluation.NabSeries;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Detectors on several streams whose anomalies have windows: the score of the Numenta benchmark with one threshold for all of them,
 * as the benchmark computes it over its corpus. Threading: one caller.
 */
public final class CorpusScores {
    private static final JsonFactory JSON = new JsonFactory();

    private final List<String> streams = new ArrayList<>();

    /** By entrant, in the order of the streams. */
    private final Map<String, List<NabSeries>> series = new LinkedHashMap<>();

    /** Where their chance comes from. */
    private final Map<String, Long> seeds = new HashMap<>();

    /** Adds what came out on one stream; what has no windows is left out. */
    public void add(String stream, List<Result> results) {
        boolean any = false;
        for (Result result : results) {
            if (result.measured().nab().isPresent()) {
                any = true;
                series.computeIfAbsent(result.entrant().name(), none -> new ArrayList<>())
                        .add(result.measured().nab().get());
                seeds.put(
                        result.entrant().name(),
                        result.entrant().blueprint().spec().seed());
            }
        }
        if (any) {
            streams.add(stream);
        }
    }

    /** Whether there is more than one stream to speak of. */
    public boolean isCorpus() {
        return streams.size() > 1;
    }

    /** A table: the score of each profile, and of the standard one its threshold, what was found, and each stream by itself. */
    public List<String> lines() {
        List<String> heading = new ArrayList<>(
                List.of("learner", "NAB", "NAB low FP", "NAB low FN", "threshold", "found", "false alarms"));
        heading.addAll(streams);
        TextTable table = new TextTable(1, heading.toArray(String[]::new));
        series.forEach((name, each) -> {
            NabScore standard = NabScore.best(each, NabProfile.STANDARD);
            List<String> cells = new ArrayList<>(List.of(name));
            for (NabProfile profile : NabProfile.values()) {
                cells.add(Figures.decimals(NabScore.best(each, profile).score(), 1));
            }
            cells.add(Figures.decimals(standard.threshold(), 4));
            cells.add(standard.found() + " of " + standard.windows());
            cells.add(Figures.count(standard.falseAlarms()));
            each.forEach(one -> cells.add(Figures.decimals(alone(one, standard).score(), 1)));
            table.row(cells.toArray(String[]::new));
        });
        List<String> lines = new ArrayList<>();
        lines.add(String.join(", ", streams) + " · one threshold for all");
        lines.addAll(table.lines());
        return lines;
    }

    /** One stream at the threshold of all. */
    private static NabScore alone(NabSeries stream, NabScore all) {
        return NabScore.at(all.threshold(), List.of(stream), all.profile());
    }

    /** An object for each learner: {@code {"streams":[…],"learner":…,"nab":{…},"by_stream":{…}}}. */
    public List<String> json() {
        List<String> lines = new ArrayList<>();
        series.forEach((name, each) -> lines.add(json(name, each)));
        return lines;
    }

    private String json(String name, List<NabSeries> each) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = JSON.createGenerator(text)) {
            out.writeStartObject();
            out.writeArrayFieldStart("streams");
            for (String stream : streams) {
                out.writeString(stream);
            }
            out.writeEndArray();
            out.writeStringField("learner", name);
            out.writeNumberField("seed", seeds.get(name));
            ResultJson.nab(out, profile -> NabScore.best(each, profile));
            out.writeObjectFieldStart("by_stream");
            for (int i = 0; i < streams.size(); i++) {
                NabSeries one = each.get(i);
                out.writeObjectFieldStart(streams.get(i));
                ResultJson.nab(out, profile -> alone(one, NabScore.best(each, profile)));
                out.writeEndObject();
            }
            out.writeEndObject();
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing JSON to memory failed", e);
        }
        return text.toString();
    }
}
