package dev.millrace.cli.trial;

import dev.millrace.cli.plan.Blueprint;
import dev.millrace.cli.plan.EventSources;
import dev.millrace.cli.plan.Streams;
import dev.millrace.ml.evaluation.SingleField;
import dev.millrace.ml.feature.FeatureSpec;
import dev.millrace.ml.feature.NamedFeature;
import dev.millrace.ml.learner.LearnerProvider.Task;
import dev.millrace.stream.event.Field;
import dev.millrace.stream.event.FieldType;
import dev.millrace.stream.event.Row;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Points out a field that alone tells more than 99.9 % of the labels of a stream's first rows: a leak, most likely. */
public final class LeakHint {
    private static final double ALL = 0.999;
    private static final int FEWEST_ROWS = 100;

    private LeakHint() {}

    /** One line for each such field that the pipeline learns from; reads the first rows only. */
    public static List<String> of(Blueprint blueprint, Streams streams) throws IOException {
        List<Row> rows = Preview.of(EventSources.open(blueprint, streams, null).first());
        Field label =
                blueprint.schema().find(blueprint.learning().label().field()).orElse(null);
        Task task = blueprint.learning().label().task();
        // A reward belongs to an action, and clusters are made of fields: none alone gives it away.
        // What stands in a row may be the label of another.
        boolean elsewhere = blueprint.learning().label().earlier() != null;
        if (label == null || elsewhere || task == Task.BANDIT || task == Task.CLUSTERING) {
            return List.of();
        }
        List<Row> labelled = rows.stream().filter(row -> !row.isMissing(label)).toList();
        if (labelled.size() < FEWEST_ROWS) {
            return List.of();
        }
        boolean regression = blueprint.learning().label().task() == Task.REGRESSION;
        int[] classes = regression ? null : classes(labelled, label);
        double usual = regression ? 0 : mostFrequent(classes);
        List<String> hints = new ArrayList<>();
        for (NamedFeature feature : blueprint.learning().features()) {
            Field field = field(feature.spec(), blueprint);
            if (field == null) {
                continue;
            }
            double told = regression ? line(labelled, field, label) : share(labelled, field, classes);
            if (told > ALL && 1 - told < (1 - usual) / 2) {
                hints.add("the field '" + field.name() + "' alone tells "
                        + String.format(Locale.ROOT, "%.2f", 100 * told)
                        + (regression ? " % of the label's variance" : " % of the labels") + " in the first "
                        + labelled.size()
                        + " rows: a leak, most likely. If it is not known when the prediction is made, leave it out.");
            }
        }
        return hints;
    }

    /** What a feature reads of the row itself; null for what it remembers of earlier ones. */
    private static Field field(FeatureSpec spec, Blueprint blueprint) {
        String name = null;
        if (spec instanceof FeatureSpec.Numeric number) {
            name = number.field();
        } else if (spec instanceof FeatureSpec.Category category) {
            name = category.field();
        } else if (spec instanceof FeatureSpec.Hashed hashed) {
            name = hashed.field();
        }
        return name == null ? null : blueprint.schema().field(name);
    }

    private static int[] classes(List<Row> rows, Field label) {
        Map<String, Integer> numbers = new HashMap<>();
        int[] classes = new int[rows.size()];
        for (int i = 0; i < classes.length; i++) {
            classes[i] = numbers.computeIfAbsent(rows.get(i).name(label), none -> numbers.size());
        }
        return classes;
    }

    private static double mostFrequent(int[] classes) {
        return SingleField.ofNames(new String[classes.length], classes);
    }

    private static double share(List<Row> rows, Field field, int[] classes) {
        if (field.type() == FieldType.TEXT) {
            return SingleField.ofNames(rows.stream().map(row -> row.name(field)).toArray(String[]::new), classes);
        }
        return SingleField.ofNumbers(numbers(rows, field), classes);
    }

    private static double line(List<Row> rows, Field field, Field label) {
        return field.type() == FieldType.TEXT
                ? Double.NaN
                : SingleField.ofLine(numbers(rows, field), numbers(rows, label));
    }

    private static double[] numbers(List<Row> rows, Field field) {
        return rows.stream().mapToDouble(row -> row.numeric(field)).toArray();
    }
}
