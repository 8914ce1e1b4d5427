package dev.millrace.cli.trial;

import dev.millrace.cli.console.Figures;
import dev.millrace.stream.event.Field;
import dev.millrace.stream.event.FieldType;
import dev.millrace.stream.event.Row;
import java.util.Arrays;
import java.util.List;

/** Says which slice of a field a row belongs to: its text, or the quarter of the numbers seen first. Immutable. */
final class Slicer {
    static final String MISSING = "(missing)";

    private final Field field;
    private final double[] bounds;
    private final String[] names;

    private Slicer(Field field, double[] bounds, String[] names) {
        this.field = field;
        this.bounds = bounds;
        this.names = names;
    }

    /** @param preview the first rows of the stream, from which the quarters of numbers are taken */
    static Slicer of(Field field, List<Row> preview) {
        if (field.type() != FieldType.NUMBER) {
            return new Slicer(field, null, null);
        }
        double[] values = preview.stream()
                .mapToDouble(row -> row.numeric(field))
                .filter(value -> !Double.isNaN(value))
                .sorted()
                .toArray();
        double[] bounds = new double[3];
        for (int i = 0; i < 3; i++) {
            bounds[i] = values.length == 0 ? Double.NaN : values[(i + 1) * values.length / 4];
        }
        bounds = Arrays.stream(bounds).filter(Double::isFinite).distinct().toArray();
        String[] names = new String[bounds.length + 1];
        for (int i = 0; i < names.length; i++) {
            String from = i == 0 ? "" : "≥ " + text(bounds[i - 1]);
            names[i] = i == names.length - 1
                    ? from.isEmpty() ? "all" : from
                    : from + (from.isEmpty() ? "" : " ") + "< " + text(bounds[i]);
        }
        return new Slicer(field, bounds, names);
    }

    private static String text(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e9
                ? Figures.count((long) value)
                : String.format(java.util.Locale.ROOT, "%.4g", value);
    }

    String name() {
        return field.name();
    }

    String slice(Row row) {
        if (row.isMissing(field)) {
            return MISSING;
        }
        if (bounds == null) {
            return row.name(field);
        }
        double value = row.numeric(field);
        int at = 0;
        while (at < bounds.length && value >= bounds[at]) {
            at++;
        }
        return names[at];
    }
}
