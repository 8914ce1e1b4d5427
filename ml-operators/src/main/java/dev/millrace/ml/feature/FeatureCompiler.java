package dev.millrace.ml.feature;

import dev.millrace.stream.event.Field;
import dev.millrace.stream.event.FieldType;
import dev.millrace.stream.event.Schema;
import dev.millrace.stream.window.Statistic;
import dev.millrace.stream.window.StatisticsLayout;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/** Turns a list of features into a layout and the places where each value comes from. Used once per {@link Features}. */
final class FeatureCompiler {
    private final Schema schema;
    private final FeatureContext context;
    private final Layout.Builder layout = Layout.builder();
    private final SortedMap<Integer, Field> numbers = new TreeMap<>();
    private final SortedMap<Integer, Field> categories = new TreeMap<>();
    private final List<Integer> scaled = new ArrayList<>();
    private final List<Integer> dictionaries = new ArrayList<>();
    private final List<Attribute> hashed = new ArrayList<>();
    private final List<Field> hashedFields = new ArrayList<>();
    private final List<LookupPlan.Lag> lags = new ArrayList<>();
    private final List<LookupPlan.LabelLag> labelLags = new ArrayList<>();
    private final List<LookupPlan.Window> windows = new ArrayList<>();
    private final LookupPlan lookups;
    private final Layout built;

    FeatureCompiler(List<NamedFeature> features, Schema schema, FeatureContext context) {
        this.schema = schema;
        this.context = context;
        for (NamedFeature feature : features) {
            add(feature.name(), feature.spec());
        }
        built = layout.build();
        if (built.attributes().isEmpty()) {
            throw new IllegalArgumentException("there is nothing to learn from; give the pipeline a feature at least");
        }
        lookups = new LookupPlan(lags, labelLags, windows, context.labelIsValue());
    }

    private void add(String name, FeatureSpec spec) {
        if (spec instanceof FeatureSpec.Numeric number) {
            numbers.put(addNumber(name, number.scale()), numeric(name, number.field()));
        } else if (spec instanceof FeatureSpec.Category category) {
            categories.put(addCategory(name, category.max()), nameable(name, category.field()));
        } else if (spec instanceof FeatureSpec.Hashed hash) {
            hashedFields.add(nameable(name, hash.field()));
            hashed.add(layout.hashed(name, hash.bits()));
        } else if (spec instanceof FeatureSpec.Lag lag) {
            Field field = numeric(name, lag.field());
            lags.add(new LookupPlan.Lag(field, lag.steps(), addNumber(name, lag.scale())));
        } else if (spec instanceof FeatureSpec.LabelLag lag) {
            int slot = context.labelIsValue()
                    ? addNumber(name, lag.scale())
                    : addCategory(name, FeatureContext.LABEL_CODES);
            labelLags.add(new LookupPlan.LabelLag(lag.steps(), slot));
        } else if (spec instanceof FeatureSpec.Window window) {
            addWindow(name, window);
        }
    }

    private void addWindow(String name, FeatureSpec.Window window) {
        Field field = numeric(name, window.field());
        StatisticsLayout statistics = new StatisticsLayout(window.overMillis(), EnumSet.copyOf(window.take()));
        int first = -1;
        for (long span : window.overMillis()) {
            for (Statistic statistic : statistics.statistics()) {
                int slot = addNumber(name + '.' + word(statistic) + '.' + spanName(span), window.scale());
                first = first < 0 ? slot : first;
            }
        }
        windows.add(new LookupPlan.Window(field, statistics, first));
    }

    private static String word(Statistic statistic) {
        return statistic == Statistic.STANDARD_DEVIATION
                ? "std"
                : statistic.name().toLowerCase(Locale.ROOT);
    }

    /** In the largest unit that divides it: 90000 is 90s, 3600000 is 1h. */
    private static String spanName(long millis) {
        long[] units = {86_400_000, 3_600_000, 60_000, 1_000};
        String[] names = {"d", "h", "m", "s"};
        for (int i = 0; i < units.length; i++) {
            if (millis % units[i] == 0) {
                return millis / units[i] + names[i];
            }
        }
        return millis + "ms";
    }

    private int addNumber(String name, Scale scale) {
        int slot = layout.number(name).slot();
        if (scale == Scale.STANDARD) {
            scaled.add(slot);
        }
        return slot;
    }

    private int addCategory(String name, int max) {
        dictionaries.add(max);
        return layout.category(name, max + 1).slot();
    }

    private Field numeric(String feature, String name) {
        Field field = find(feature, name);
        if (field.type() == FieldType.TEXT) {
            throw new IllegalArgumentException("feature '" + feature + "' needs a number, but the field '" + name
                    + "' is text; make it a category, or declare the field as a number");
        }
        return field;
    }

    private Field nameable(String feature, String name) {
        Field field = find(feature, name);
        if (field.type() == FieldType.NUMBER) {
            throw new IllegalArgumentException("feature '" + feature + "' needs names, but the field '" + name
                    + "' is a number; declare the field as text or integer");
        }
        return field;
    }

    private Field find(String feature, String name) {
        context.refuseLabel(feature, name);
        return schema.find(name)
                .orElseThrow(() -> new IllegalArgumentException(
                        "feature '" + feature + "' reads '" + name + "'; the fields are " + schema.names()));
    }

    Layout layout() {
        return built;
    }

    LookupPlan lookups() {
        return lookups;
    }

    /** Fields by slot of the layout's numbers. */
    SortedMap<Integer, Field> numbers() {
        return numbers;
    }

    /** Fields by slot of the layout's categories. */
    SortedMap<Integer, Field> categories() {
        return categories;
    }

    /** Slots of numbers to scale, ascending. */
    List<Integer> scaled() {
        return scaled;
    }

    /** Most codes, by slot of the layout's categories. */
    List<Integer> dictionaries() {
        return dictionaries;
    }

    List<Attribute> hashed() {
        return hashed;
    }

    List<Field> hashedFields() {
        return hashedFields;
    }
}
