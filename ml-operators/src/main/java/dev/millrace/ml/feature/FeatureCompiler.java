package dev.millrace.ml.feature;

import dev.millrace.stream.event.Field;
import dev.millrace.stream.event.FieldType;
import dev.millrace.stream.event.NearestName;
import dev.millrace.stream.event.Schema;
import dev.millrace.stream.window.Statistic;
import dev.millrace.stream.window.StatisticsLayout;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Turns a list of features into a layout and the places where each value comes from. Used once per {@link Features}. */
final class FeatureCompiler {
    private final Schema schema;
    private final FeatureContext context;
    private final Layout.Builder layout = Layout.builder();
    private final SortedMap<Integer, Field> numbers = new TreeMap<>();
    private final SortedMap<Integer, Field> categories = new TreeMap<>();
    private final List<Integer> scaled = new ArrayList<>();
    private final SortedMap<Integer, Integer> dictionaries = new TreeMap<>();
    private final List<Attribute> hashed = new ArrayList<>();
    private final List<Field> hashedFields = new ArrayList<>();
    private final List<Reading> readings = new ArrayList<>();
    private final List<Supplier<Encoding>> makings = new ArrayList<>();
    private final List<Supplier<Encoding>> encodings = new ArrayList<>();
    private final List<String> makingFeatures = new ArrayList<>();
    private final List<String> encodingFeatures = new ArrayList<>();
    private final BitSet madeNumbers = new BitSet();
    private final BitSet madeCategories = new BitSet();
    private final LookupPlan.Builder lookups;
    private final Layout built;
    private Clip clip = Clip.NONE;
    private Missing missing = Missing.NOTHING;
    private int inputs;
    private int texts;
    private int tokens;

    FeatureCompiler(List<NamedFeature> features, Schema schema, FeatureContext context) {
        this.schema = schema;
        this.context = context;
        this.lookups = new LookupPlan.Builder(context);
        for (NamedFeature feature : features) {
            int known = encodings.size() + makings.size();
            boolean changesOthers = feature.spec() instanceof Selection;
            int numbersBefore = changesOthers ? 0 : layout.numberSlots();
            int categoriesBefore = changesOthers ? 0 : layout.categorySlots();
            add(feature.name(), feature.spec());
            while (makingFeatures.size() < makings.size()) {
                makingFeatures.add(feature.name());
            }
            while (encodingFeatures.size() < encodings.size()) {
                encodingFeatures.add(feature.name());
            }
            if (encodings.size() + makings.size() > known) {
                madeNumbers.set(numbersBefore, layout.numberSlots());
                madeCategories.set(categoriesBefore, layout.categorySlots());
            }
        }
        built = layout.build();
        if (built.attributes().isEmpty()) {
            throw new IllegalArgumentException("there is nothing to learn from; give the pipeline a feature at least");
        }
    }

    void add(String name, FeatureSpec spec) {
        if (spec instanceof PlannedFeature planned) {
            planned.plan(name, this);
        } else if (spec instanceof FeatureSpec.Numeric number) {
            Field field = numericField(name, number.field());
            numbers.put(number(name, number.scale()), field);
        } else if (spec instanceof FeatureSpec.Category category) {
            Field field = nameableField(name, category.field());
            categories.put(dictionary(name, category.max(), category.expireMillis()), field);
        } else if (spec instanceof FeatureSpec.Hashed hash) {
            hashedFields.add(nameableField(name, hash.field()));
            hashed.add(layout.hashed(name, hash.bits()));
        } else if (spec instanceof FeatureSpec.Lag lag) {
            Field field = numericField(name, lag.field());
            lookups.lags.add(new LookupPlan.Lag(field, lag.steps(), number(name, lag.scale())));
        } else if (spec instanceof FeatureSpec.LabelLag lag) {
            int slot = context.labelIsValue()
                    ? number(name, lag.scale())
                    : dictionary(name, FeatureContext.LABEL_CODES, 0);
            lookups.labelLags.add(new LookupPlan.LabelLag(lag.steps(), slot));
        } else if (spec instanceof FeatureSpec.Window window) {
            addWindow(name, window);
        }
    }

    private void addWindow(String name, FeatureSpec.Window window) {
        Field field = find(name, window.field());
        StatisticsLayout statistics = new StatisticsLayout(window.overMillis(), EnumSet.copyOf(window.take()));
        WindowedValue.check(name, field, statistics.statistics());
        List<String> attributes = new ArrayList<>();
        for (long span : window.overMillis()) {
            for (Statistic statistic : statistics.statistics()) {
                attributes.add(name + '.' + statistic.word() + '.' + spanName(span));
            }
        }
        lookups.windows.add(new LookupPlan.Window(field, statistics, numbers(attributes, window.scale())));
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

    /** Adds features whose numbers have gaps filled and are clipped. */
    void adjusted(Clip bounds, Missing instead, Runnable features) {
        clip = bounds;
        missing = instead;
        features.run();
        clip = Clip.NONE;
        missing = Missing.NOTHING;
    }

    /** A number read from the raw values of the same slot, with its scaling. */
    int number(String name, Scale scale) {
        return numbers(List.of(name), scale);
    }

    /** Numbers at neighbouring slots, each with its scaling; the first slot. */
    int numbers(List<String> names, Scale scale) {
        int first = -1;
        for (String name : names) {
            int slot = layout.number(name).slot();
            first = first < 0 ? slot : first;
        }
        for (int i = 0; i < names.size(); i++) {
            shape(names.get(i), first + i, scale);
        }
        return first;
    }

    private void shape(String name, int slot, Scale scale) {
        boolean plain = clip.equals(Clip.NONE) && missing.equals(Missing.NOTHING);
        if (plain && scale == Scale.STANDARD) {
            scaled.add(slot);
        } else if (!plain || scale != Scale.NONE) {
            int flag = missing.flag() ? layout.number(name + ".missing").slot() : -1;
            Clip bounds = clip;
            Missing instead = missing;
            encodings.add(() -> new NumberChain(slot, flag, bounds, instead, scale));
        }
    }

    /** A category that an encoding makes. */
    int encodedCategory(String name, int codes) {
        return layout.category(name, codes).slot();
    }

    /** Hashed values that an encoding makes. */
    Attribute encodedHashed(String name, int bits) {
        return layout.hashed(name, bits);
    }

    private int dictionary(String name, int max, long expireMillis) {
        int slot = layout.category(name, max + 1).slot();
        if (expireMillis == 0) {
            dictionaries.put(slot, max);
        } else {
            encodings.add(() -> new RecyclingDictionary(slot, max, expireMillis));
        }
        return slot;
    }

    /** Places among the inputs of encodings. */
    int inputs(int count) {
        inputs += count;
        return inputs - count;
    }

    /** A place for a field's value among the inputs of encodings. */
    int input(Field field) {
        int place = inputs(1);
        readings.add((row, timestampMillis, raw) -> raw.inputs[place] = row.numeric(field));
        return place;
    }

    /** A place for a field's name among the texts. */
    int text(Field field) {
        int place = texts++;
        readings.add((row, timestampMillis, raw) -> raw.texts[place] = row.name(field));
        return place;
    }

    /** A place among the tokens. */
    int tokens() {
        return tokens++;
    }

    /** Places among what a vector carries to its label. */
    int carried(int count) {
        return layout.carried(count);
    }

    void reading(Reading reading) {
        readings.add(reading);
    }

    /** An encoding that puts its numbers into the raw values, where they are scaled like others. */
    void making(Supplier<Encoding> making) {
        makings.add(making);
    }

    /** An encoding that writes its attributes into the vector; asked in the order of the features. */
    void encoding(Supplier<Encoding> encoding) {
        encodings.add(encoding);
    }

    LookupPlan.Builder facts() {
        return lookups;
    }

    FeatureContext context() {
        return context;
    }

    /** Attributes so far. */
    int numberSlots() {
        return layout.numberSlots();
    }

    int categorySlots() {
        return layout.categorySlots();
    }

    Field numericField(String feature, String name) {
        Field field = find(feature, name);
        if (field.type() == FieldType.TEXT) {
            throw new IllegalArgumentException("feature '" + feature + "' needs a number, but the field '" + name
                    + "' is text; make it a category, or declare the field as a number");
        }
        return field;
    }

    Field nameableField(String feature, String name) {
        Field field = find(feature, name);
        if (field.type() == FieldType.NUMBER) {
            throw new IllegalArgumentException("feature '" + feature + "' needs names, but the field '" + name
                    + "' is a number; declare the field as text or integer");
        }
        return field;
    }

    /** A field of type time or integer (milliseconds). */
    Field timeField(String feature, String name) {
        Field field = find(feature, name);
        if (field.type() != FieldType.TIME && field.type() != FieldType.INTEGER) {
            throw new IllegalArgumentException("feature '" + feature + "' needs a time, but the field '" + name
                    + "' is " + field.type() + "; declare the field as time");
        }
        return field;
    }

    private Field find(String feature, String name) {
        context.refuseLabel(feature, name);
        return schema.find(name)
                .orElseThrow(() -> new IllegalArgumentException("feature '" + feature + "' reads '" + name
                        + "', which is no field; the fields are " + schema.names()
                        + NearestName.of(name, schema.names())
                                .map(near -> "; did you mean '" + near + "'?")
                                .orElse("")));
    }

    Layout layout() {
        return built;
    }

    LookupPlan lookups() {
        return lookups.build();
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
    SortedMap<Integer, Integer> dictionaries() {
        return dictionaries;
    }

    List<Attribute> hashed() {
        return hashed;
    }

    List<Field> hashedFields() {
        return hashedFields;
    }

    List<Reading> readings() {
        return readings;
    }

    List<Supplier<Encoding>> makings() {
        return makings;
    }

    List<Supplier<Encoding>> encodings() {
        return encodings;
    }

    /** Names of the features with makings, then of those with encodings. */
    List<String> encodedFeatures() {
        List<String> names = new ArrayList<>(makingFeatures);
        names.addAll(encodingFeatures);
        return names;
    }

    /** Slots of numbers that belong to features with a making or an encoding. */
    BitSet madeNumbers() {
        return madeNumbers;
    }

    /** Slots of categories that belong to features with a making or an encoding. */
    BitSet madeCategories() {
        return madeCategories;
    }

    RawValues newRawValues() {
        int names = built.categories().size() + hashed.size();
        return new RawValues(built.numbers().size(), names, inputs, texts, tokens);
    }
}
