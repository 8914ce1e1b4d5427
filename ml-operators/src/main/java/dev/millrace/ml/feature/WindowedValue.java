package dev.millrace.ml.feature;

import dev.millrace.stream.event.Field;
import dev.millrace.stream.event.FieldType;
import dev.millrace.stream.event.Row;
import dev.millrace.stream.window.Statistic;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What a window sees of a field: its number, or of a text a number that stands for it, of which only some can be told. */
final class WindowedValue {
    private static final Set<Statistic> OF_NAMES = EnumSet.of(Statistic.COUNT, Statistic.RATE, Statistic.DISTINCT);

    private WindowedValue() {}

    static double of(Row row, Field field) {
        if (field.type() != FieldType.TEXT) {
            return row.numeric(field);
        }
        String name = row.text(field.slot());
        return name == null ? Double.NaN : (double) (NameHash.of(name) >>> 11);
    }

    static void check(String feature, Field field, List<Statistic> taken) {
        if (field.type() == FieldType.TEXT && !OF_NAMES.containsAll(taken)) {
            throw new IllegalArgumentException("feature '" + feature + "' looks at '" + field.name()
                    + "', which is text: of it a window takes count, rate and distinct only, not " + taken
                    + "; declare the field as a number for the others");
        }
    }
}
