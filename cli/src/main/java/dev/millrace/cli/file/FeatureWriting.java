package dev.millrace.cli.file;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.millrace.ml.feature.Adjusted;
import dev.millrace.ml.feature.FeatureSpec;
import dev.millrace.ml.feature.Missing;
import dev.millrace.ml.feature.Scale;
import java.io.IOException;
import java.util.List;

/** Writes the keys of a feature: what {@link FeatureReading} reads back to an equal one. */
final class FeatureWriting {
    private final JsonGenerator out;

    private FeatureWriting(JsonGenerator out) {
        this.out = out;
    }

    /** @param label the field of the label, which its lag names */
    static void write(FeatureSpec feature, String label, JsonGenerator out) throws IOException {
        new FeatureWriting(out).feature(feature, label);
    }

    private void feature(FeatureSpec feature, String label) throws IOException {
        if (feature instanceof FeatureSpec.Numeric number) {
            out.writeStringField("number", number.field());
            scale(number.scale());
        } else if (feature instanceof FeatureSpec.Category category) {
            out.writeStringField("category", category.field());
            out.writeNumberField("max", category.max());
            if (category.expireMillis() > 0) {
                out.writeStringField("expire", Amounts.duration(category.expireMillis()));
            }
        } else if (feature instanceof FeatureSpec.Hashed hashed) {
            out.writeStringField("category", hashed.field());
            out.writeNumberField("hash", hashed.bits());
        } else if (feature instanceof FeatureSpec.Window window) {
            out.writeStringField("window", window.field());
            texts("over", window.overMillis().stream().map(Amounts::duration).toList());
            texts("take", window.take().stream().map(FeatureReading::word).toList());
            scale(window.scale());
        } else if (feature instanceof FeatureSpec.Lag lag) {
            lag(lag.field(), lag.steps(), lag.scale());
        } else if (feature instanceof FeatureSpec.LabelLag lag) {
            lag(label, lag.steps(), lag.scale());
        } else if (feature instanceof Adjusted adjusted) {
            feature(adjusted.of(), label);
            adjustments(adjusted);
        } else {
            FeatureRecords.write(feature, out);
        }
    }

    private void lag(String field, int steps, Scale scale) throws IOException {
        out.writeStringField("lag", field);
        out.writeNumberField("steps", steps);
        scale(scale);
    }

    private void adjustments(Adjusted adjusted) throws IOException {
        texts(
                "clip",
                List.of(bound(adjusted.clip().least()), bound(adjusted.clip().most())));
        Missing missing = adjusted.missing();
        out.writeStringField(
                "missing",
                missing.by() == Missing.By.CONSTANT
                        ? Double.toString(missing.value())
                        : FeatureReading.word(missing.by()));
        out.writeBooleanField("flag", missing.flag());
    }

    private static String bound(double value) {
        return Double.isInfinite(value) ? value > 0 ? "inf" : "-inf" : Double.toString(value);
    }

    private void scale(Scale scale) throws IOException {
        out.writeStringField("scale", FeatureReading.word(scale));
    }

    private void texts(String name, List<String> values) throws IOException {
        out.writeArrayFieldStart(name);
        for (String value : values) {
            out.writeString(value);
        }
        out.writeEndArray();
    }
}
