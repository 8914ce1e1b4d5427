package dev.millrace.cli.describe;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.millrace.ml.profile.FieldProfile;
import dev.millrace.ml.profile.LabelProfile;
import dev.millrace.ml.profile.Names;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import java.util.Locale;

/** A description as one JSON object; what is not known is null. Times are milliseconds since 1970. */
public final class DescriptionJson {
    private static final int MOST_NAMES = 20;

    private final JsonGenerator out;

    private DescriptionJson(JsonGenerator out) {
        this.out = out;
    }

    public static String of(Description description) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = new JsonFactory().createGenerator(text)) {
            new DescriptionJson(out).write(description);
        }
        return text.toString();
    }

    private void write(Description description) throws IOException {
        out.writeStartObject();
        out.writeStringField("stream", description.stream());
        out.writeNumberField("rows", description.profile().rows());
        out.writeBooleanField("whole", description.isWhole());
        out.writeNumberField("refused", description.refused());
        out.writeStringField("first_refused", description.firstRefused());
        out.writeArrayFieldStart("fields");
        for (FieldProfile field : description.profile().fields()) {
            field(field);
        }
        out.writeEndArray();
        if (description.profile().label().isPresent()) {
            label(description.profile().label().get());
        } else {
            out.writeNullField("label");
        }
        out.writeEndObject();
    }

    private void field(FieldProfile field) throws IOException {
        out.writeStartObject();
        out.writeStringField("name", field.field().name());
        out.writeStringField("type", field.field().type().name().toLowerCase(Locale.ROOT));
        out.writeBooleanField("sparse", field.isSparse());
        out.writeNumberField("missing", field.missing());
        out.writeNumberField("distinct", field.names().distinct());
        out.writeBooleanField("distinct_is_least", field.names().isMore());
        number("least", field.moments().least());
        number("mean", field.moments().mean());
        number("most", field.moments().most());
        number("std", field.moments().standardDeviation());
        if (!field.isNumeric()) {
            names("top", field.names().top(MOST_NAMES));
        }
        changes(field.changes());
        means(field.overTime());
        out.writeEndObject();
    }

    private void label(LabelProfile label) throws IOException {
        out.writeObjectFieldStart("label");
        out.writeStringField("field", label.field().name());
        out.writeNumberField("labelled", label.labelled());
        number("majority", label.majority());
        number("no_change", label.noChange());
        number("no_change_shuffled", label.noChangeShuffled());
        number("mean_run", label.meanRun());
        changes(label.changes());
        out.writeArrayFieldStart("classes");
        for (Names.Counted each : label.classes()) {
            out.writeStartObject();
            out.writeStringField("class", each.name());
            out.writeNumberField("rows", each.count());
            out.writeNumberField("share", each.share());
            means(label.overTime(each.name()));
            out.writeEndObject();
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    private void names(String key, List<Names.Counted> names) throws IOException {
        out.writeArrayFieldStart(key);
        for (Names.Counted each : names) {
            out.writeStartObject();
            out.writeStringField("name", each.name());
            out.writeNumberField("count", each.count());
            out.writeNumberField("share", each.share());
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private void changes(List<Long> rows) throws IOException {
        out.writeArrayFieldStart("changes");
        for (long row : rows) {
            out.writeNumber(row);
        }
        out.writeEndArray();
    }

    private void means(List<Double> means) throws IOException {
        out.writeArrayFieldStart("over_time");
        for (double mean : means) {
            if (Double.isNaN(mean)) {
                out.writeNull();
            } else {
                out.writeNumber(mean);
            }
        }
        out.writeEndArray();
    }

    private void number(String key, double value) throws IOException {
        if (Double.isNaN(value)) {
            out.writeNullField(key);
        } else {
            out.writeNumberField(key, value);
        }
    }
}
