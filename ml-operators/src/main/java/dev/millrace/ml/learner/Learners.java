package dev.millrace.ml.learner;

import dev.millrace.stream.event.NearestName;
import dev.millrace.stream.settings.NamedSettings;
import dev.millrace.stream.settings.Settings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.ServiceLoader;

/** The learners on the class path, by name. Pure functions; each call looks at the class path again. */
public final class Learners {
    /** The setting that every learner has beside its own: where its chance starts. */
    public static final String SEED = "seed";

    /** The setting that every learner of classes has: whether its scores are made probabilities; see {@link CalibratedClassifier}. */
    public static final String CALIBRATE = "calibrate";

    /** The setting that linear learners have: the file of a model that they start from; see {@link ModelFile}. */
    public static final String START = "start";

    private Learners() {}

    /** Every provider on the class path, by name. */
    public static List<LearnerProvider<?>> all() {
        List<LearnerProvider<?>> providers = new ArrayList<>();
        for (LearnerProvider<?> provider : ServiceLoader.load(LearnerProvider.class, Learners.class.getClassLoader())) {
            providers.add(provider);
        }
        providers.sort(Comparator.comparing(LearnerProvider::name));
        return List.copyOf(providers);
    }

    /**
     * The provider of that name or alias.
     *
     * @throws IllegalArgumentException if there is none, naming the nearest
     */
    public static LearnerProvider<?> provider(String name) {
        return find(name)
                .orElseThrow(() -> new IllegalArgumentException("no learner is named '" + name + "'"
                        + NearestName.hint(
                                name, all().stream().map(LearnerProvider::name).toList())));
    }

    /** The provider of that name or alias, if there is one. */
    static Optional<LearnerProvider<?>> find(String name) {
        for (LearnerProvider<?> provider : all()) {
            if (provider.name().equals(name) || provider.aliases().contains(name)) {
                return Optional.of(provider);
            }
        }
        return Optional.empty();
    }

    /**
     * A learner by name, with settings in place of defaults.
     *
     * @param settings by key, as {@link Settings#read} takes them
     * @throws IllegalArgumentException for unknown names or keys, and for values that are not allowed
     */
    public static ChosenLearner choose(String name, Map<String, ?> settings) {
        LearnerProvider<?> provider = provider(name);
        Record read;
        OptionalLong seed;
        boolean calibrated;
        Optional<ModelFile> start;
        try {
            Map<String, Object> own = new LinkedHashMap<>(settings);
            Object chance = own.remove(SEED);
            Object calibrate = own.remove(CALIBRATE);
            Object model = startsWithModel(provider) ? own.remove(START) : null;
            seed = chance == null ? OptionalLong.empty() : OptionalLong.of(seed(chance));
            calibrated = calibrate != null && yes(calibrate);
            start = Optional.ofNullable(model).map(String::valueOf).map(ModelFile::parse);
            read = Settings.read(provider.defaults(), own);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("learner '" + name + "': " + e.getMessage(), e);
        }
        return new ChosenLearner(provider, read, seed, calibrated, start);
    }

    /** Whether {@link #START} is a model for learners of it; a few have a setting of their own that is called so. */
    static boolean startsWithModel(LearnerProvider<?> provider) {
        return Settings.describe(provider.defaults()).stream()
                .noneMatch(setting -> setting.key().equals(START));
    }

    private static boolean yes(Object given) {
        return switch (String.valueOf(given).strip()) {
            case "true" -> true;
            case "false" -> false;
            default ->
                throw new IllegalArgumentException(
                        "setting '" + CALIBRATE + "' is '" + given + "'; allowed: true, false");
        };
    }

    private static long seed(Object given) {
        try {
            return Long.parseLong(String.valueOf(given).strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("setting 'seed' is '" + given + "'; allowed: a whole number", e);
        }
    }

    /**
     * Reads {@code name} or {@code name:key=value,key=value}, as {@link NamedSettings} does.
     *
     * @throws IllegalArgumentException for unknown names or keys, values that are not allowed, and pairs without '='
     */
    public static ChosenLearner parse(String text) {
        NamedSettings named = named(text);
        return choose(named.name(), named.settings());
    }

    /** Its parts, of which nothing is known but that they are written well. */
    static NamedSettings named(String text) {
        return NamedSettings.parse(text, "logistic:rate=0.01");
    }

    /**
     * Reads a learner that another is made of, as {@link #parse} does.
     *
     * @param setting where it stands, for the message
     * @throws IllegalArgumentException as {@link #parse} does
     */
    public static ChosenLearner parseMember(String setting, String text) {
        try {
            return parse(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("setting '" + setting + "': " + e.getMessage(), e);
        }
    }
}
