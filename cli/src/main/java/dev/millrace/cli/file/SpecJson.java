package dev.millrace.cli.file;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.millrace.ml.feature.NamedFeature;
import dev.millrace.ml.label.EventNaming;
import dev.millrace.ml.stream.Decide;
import dev.millrace.stream.event.DateForm;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A pipeline as canonical JSON: the form of the pipeline file with nothing left to inference or default, always in the
 * same order. {@link PipelineFile#read(String, String, java.nio.file.Path)} reads it back to an equal spec.
 */
public final class SpecJson {
    private static final JsonFactory JSON = new JsonFactory();

    private final JsonGenerator out;

    private SpecJson(JsonGenerator out) {
        this.out = out;
    }

    public static String write(PipelineSpec spec) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = JSON.createGenerator(text)) {
            new SpecJson(out).pipeline(spec);
        } catch (IOException e) {
            throw new UncheckedIOException("writing JSON to memory failed", e);
        }
        return text.toString();
    }

    private void pipeline(PipelineSpec spec) throws IOException {
        out.writeStartObject();
        out.writeStringField("pipeline", spec.name());
        out.writeNumberField("partitions", spec.partitions());
        out.writeNumberField("seed", spec.seed());
        out.writeArrayFieldStart("source");
        for (SourceSpec source : spec.sources()) {
            source(source);
        }
        out.writeEndArray();
        if (!spec.schema().isEmpty()) {
            out.writeObjectFieldStart("schema");
            for (var field : spec.schema().entrySet()) {
                out.writeStringField(field.getKey(), field.getValue().name().toLowerCase(Locale.ROOT));
            }
            out.writeEndObject();
        }
        time(spec.time());
        optional("key", spec.key().orElse(null));
        features(spec.features(), spec.label().field());
        label(spec.label());
        optional("weight", spec.weight().orElse(null));
        out.writeFieldName("learner");
        learner(spec.learner());
        challengers(spec.challengers());
        if (spec.promotion().isPresent()) {
            out.writeObjectFieldStart("promote");
            out.writeStringField("by", spec.promotion().get().by().name().toLowerCase(Locale.ROOT));
            out.writeNumberField("once-in", spec.promotion().get().onceIn());
            out.writeEndObject();
        }
        if (spec.drift().isPresent()) {
            drift(spec.drift().get());
        }
        if (spec.decide().isPresent()) {
            decide(spec.decide().get());
        }
        checkpoint(spec.checkpoint());
        if (spec.predictions().isPresent()) {
            out.writeObjectFieldStart("predictions");
            out.writeStringField("file", spec.predictions().get());
            out.writeEndObject();
        }
        reports(spec.reports());
        out.writeObjectFieldStart("serve");
        out.writeStringField("partitions", spec.serve().partitions().word());
        if (spec.serve().base().isPresent()) {
            out.writeStringField("base", spec.serve().base().get());
        }
        out.writeEndObject();
        out.writeEndObject();
    }

    private void source(SourceSpec source) throws IOException {
        out.writeStartObject();
        if (source instanceof SourceSpec.File file) {
            file(file);
        } else if (source instanceof SourceSpec.Dataset dataset) {
            out.writeStringField("dataset", dataset.name());
        } else if (source instanceof SourceSpec.Generator generator) {
            out.writeStringField("generator", generator.name());
            if (!generator.settings().isEmpty()) {
                out.writeObjectFieldStart("settings");
                for (var setting : generator.settings().entrySet()) {
                    out.writeStringField(setting.getKey(), setting.getValue());
                }
                out.writeEndObject();
            }
            out.writeNumberField("seed", generator.seed());
            if (!generator.isEndless()) {
                out.writeNumberField("rows", generator.rows());
            }
            out.writeNumberField("rate", generator.rate());
            out.writeNumberField("history", generator.history());
            out.writeStringField("labels", generator.labelsLater() ? "later" : "in-rows");
        } else if (source instanceof SourceSpec.Journal journal) {
            out.writeStringField("journal", journal.path());
        } else {
            out.writeObjectFieldStart("http");
            out.writeEndObject();
        }
        out.writeEndObject();
    }

    private void file(SourceSpec.File file) throws IOException {
        out.writeStringField("file", file.path());
        out.writeStringField("format", file.format());
        out.writeStringField("delimiter", String.valueOf(file.delimiter()));
        out.writeStringField("zone", file.zone().getId());
        if (file.format().equals("csv")) {
            optional("decimal", file.decimal().map(String::valueOf).orElse(null));
            optional("dates", file.dates().map(DateForm::word).orElse(null));
        }
    }

    private void time(TimeSpec time) throws IOException {
        if (time.field().isEmpty()) {
            return;
        }
        out.writeObjectFieldStart("time");
        out.writeStringField("field", time.field().get());
        duration("out-of-order", time.outOfOrderMillis());
        duration("granularity", time.granularityMillis());
        duration("idle-after", time.idleAfterMillis());
        duration("max-ahead", time.maxAheadMillis());
        out.writeEndObject();
    }

    private void features(List<NamedFeature> features, String label) throws IOException {
        if (features.isEmpty()) {
            return;
        }
        out.writeObjectFieldStart("features");
        for (NamedFeature feature : features) {
            out.writeObjectFieldStart(feature.name());
            FeatureWriting.write(feature.spec(), label, out);
            out.writeEndObject();
        }
        out.writeEndObject();
    }

    private void label(LabelSpec label) throws IOException {
        if (label.action().isPresent()) {
            ActionSpec action = label.action().get();
            out.writeObjectFieldStart("action");
            out.writeStringField("field", action.field());
            names("choices", label.classes());
            optional("propensity", action.propensity().orElse(null));
            out.writeEndObject();
            out.writeObjectFieldStart("reward");
            out.writeStringField("field", label.field());
            duration("within", label.withinMillis());
            optional("otherwise", label.otherwise().orElse(null));
            lateLabels(label);
            out.writeEndObject();
            return;
        }
        out.writeObjectFieldStart("label");
        out.writeStringField("field", label.field());
        names("classes", label.classes());
        duration("within", label.withinMillis());
        optional("otherwise", label.otherwise().orElse(null));
        optional("positive", label.positive().orElse(null));
        lateLabels(label);
        out.writeEndObject();
    }

    private void lateLabels(LabelSpec label) throws IOException {
        if (!label.from().isEmpty()) {
            out.writeArrayFieldStart("from");
            for (LabelSourceSpec source : label.from()) {
                out.writeStartObject();
                file(source.file());
                naming(source.columns().naming());
                out.writeStringField("label", source.columns().label());
                optional("known", source.columns().known());
                out.writeEndObject();
            }
            out.writeEndArray();
        }
        if (label.of().isPresent()) {
            out.writeObjectFieldStart("of");
            naming(label.of().get().naming());
            out.writeStringField("row", label.of().get().both() ? "both" : "label");
            out.writeEndObject();
        }
    }

    private void naming(EventNaming naming) throws IOException {
        optional("event", naming.event());
        optional("key", naming.key());
        optional("time", naming.time());
    }

    private void names(String key, Map<String, String> names) throws IOException {
        if (!names.isEmpty()) {
            out.writeObjectFieldStart(key);
            for (var name : names.entrySet()) {
                out.writeStringField(name.getKey(), name.getValue());
            }
            out.writeEndObject();
        }
    }

    private void learner(LearnerSpec learner) throws IOException {
        out.writeStartObject();
        out.writeObjectFieldStart(learner.name());
        for (var setting : learner.settings().entrySet()) {
            out.writeStringField(setting.getKey(), setting.getValue());
        }
        out.writeEndObject();
        out.writeEndObject();
    }

    private void challengers(List<LearnerSpec> challengers) throws IOException {
        if (challengers.isEmpty()) {
            return;
        }
        out.writeArrayFieldStart("challengers");
        for (LearnerSpec challenger : challengers) {
            learner(challenger);
        }
        out.writeEndArray();
    }

    private void decide(Decide decide) throws IOException {
        out.writeObjectFieldStart("decide");
        if (decide instanceof Decide.Threshold threshold) {
            out.writeNumberField("threshold", threshold.score());
        } else if (decide instanceof Decide.AlertRate rate) {
            out.writeNumberField("alert-rate", rate.share());
        }
        out.writeEndObject();
    }

    private void drift(DriftSpec drift) throws IOException {
        out.writeObjectFieldStart("drift");
        out.writeStringField("detector", drift.detector().toString());
        out.writeStringField("on-alarm", drift.onAlarm());
        if (!drift.features().isEmpty()) {
            out.writeArrayFieldStart("features");
            for (String feature : drift.features()) {
                out.writeString(feature);
            }
            out.writeEndArray();
        }
        out.writeEndObject();
    }

    private void checkpoint(CheckpointSpec checkpoint) throws IOException {
        out.writeObjectFieldStart("checkpoint");
        duration("every", checkpoint.everyMillis());
        out.writeObjectFieldStart("keep");
        out.writeNumberField("last", checkpoint.keepLast());
        out.writeNumberField("hourly", checkpoint.keepHourly());
        out.writeNumberField("daily", checkpoint.keepDaily());
        out.writeEndObject();
        out.writeEndObject();
    }

    private void reports(List<ReportSpec> reports) throws IOException {
        if (reports.isEmpty()) {
            return;
        }
        out.writeObjectFieldStart("reports");
        for (ReportSpec report : reports) {
            out.writeObjectFieldStart(report.name());
            out.writeObjectFieldStart("window");
            boolean tumbling = report.sizeMillis() == report.slideMillis();
            duration(tumbling ? "tumbling" : "sliding", report.sizeMillis());
            if (!tumbling) {
                duration("every", report.slideMillis());
            }
            if (report.earlyMillis() > 0) {
                duration("early", report.earlyMillis());
            }
            if (report.byClock()) {
                out.writeStringField("time", "clock");
            }
            out.writeEndObject();
            optional("key", report.key().orElse(null));
            out.writeObjectFieldStart("take");
            for (var take : report.take().entrySet()) {
                out.writeStringField(take.getKey(), take.getValue().toString());
            }
            out.writeEndObject();
            optional("file", report.file().orElse(null));
            out.writeEndObject();
        }
        out.writeEndObject();
    }

    private void duration(String name, long millis) throws IOException {
        out.writeStringField(name, Amounts.duration(millis));
    }

    private void optional(String name, String value) throws IOException {
        if (value != null) {
            out.writeStringField(name, value);
        }
    }
}
