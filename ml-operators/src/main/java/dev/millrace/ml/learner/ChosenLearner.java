package dev.millrace.ml.learner;

import dev.millrace.ml.feature.Layout;
import dev.millrace.stream.random.Random64;
import dev.millrace.stream.settings.NamedSettings;
import dev.millrace.stream.settings.Settings;
import dev.millrace.stream.state.StateReader;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.StringJoiner;

/**
 * A learner by name with its settings: what a user chose, before a layout is known.
 *
 * @param provider makes it
 * @param settings of the provider's class of settings
 * @param seed gives its chance another start than others of its place have; empty for the usual one
 * @param calibrated whether its scores go through a {@link CalibratedClassifier}; of classifiers only
 * @param start the model that it begins with, if not with nothing; {@link #create} leaves that to who knows names
 */
public record ChosenLearner(
        LearnerProvider<?> provider,
        Record settings,
        OptionalLong seed,
        boolean calibrated,
        Optional<ModelFile> start) {

    public ChosenLearner {
        Objects.requireNonNull(provider, "provider");
        Objects.requireNonNull(seed, "seed");
        Objects.requireNonNull(start, "start");
        if (!provider.defaults().getClass().isInstance(settings)) {
            throw new IllegalArgumentException("learner '" + provider.name() + "' takes "
                    + provider.defaults().getClass().getSimpleName() + ", got " + settings);
        }
        if (calibrated && provider.task() != LearnerProvider.Task.CLASSIFICATION) {
            throw new IllegalArgumentException("learner '" + provider.name()
                    + "' has no probabilities of classes to calibrate; remove the setting 'calibrate'");
        }
        if (start.isPresent()) {
            whyNoStart(provider, settings).ifPresent(why -> {
                throw new IllegalArgumentException(
                        "learner '" + provider.name() + "' cannot start from a model: " + why);
            });
        }
    }

    /** With the usual start of its chance, and its scores as they are. */
    public ChosenLearner(LearnerProvider<?> provider, Record settings) {
        this(provider, settings, OptionalLong.empty(), false, Optional.empty());
    }

    /** The same, with a model to begin with. */
    public ChosenLearner start(ModelFile file) {
        return new ChosenLearner(provider, settings, seed, calibrated, Optional.of(file));
    }

    @SuppressWarnings("unchecked") // checked at birth
    private static <S extends Record> Optional<String> whyNoStart(LearnerProvider<S> typed, Record settings) {
        return typed.whyNoStart((S) settings);
    }

    public String name() {
        return provider.name();
    }

    public LearnerProvider.Task task() {
        return provider.task();
    }

    /** Whether it, or a member that it is made of, starts from a model. */
    public boolean startsFromModel() {
        return start.isPresent() || members().stream().anyMatch(ChosenLearner::startsFromModel);
    }

    private List<ChosenLearner> members() {
        return provider
                .membersSetting()
                .map(setting -> setting.names(Settings.write(settings).get(setting.key())))
                .orElse(List.of())
                .stream()
                .map(Learners::parse)
                .toList();
    }

    /**
     * A learner that has learned nothing yet.
     *
     * @param place seed of the place that it has in a pipeline
     */
    public Learner create(Layout layout, long place) {
        long start = seed.isEmpty() ? place : Random64.mix(place ^ Random64.mix(seed.getAsLong()));
        Learner learner = create(provider, layout, start);
        return calibrated ? new CalibratedClassifier((Classifier) learner) : learner;
    }

    /**
     * Reads a snapshot of one of its learners.
     *
     * @param before layout of the snapshot: {@code now}, or one to which attributes were appended since
     * @throws IllegalArgumentException if there are more attributes and the learner cannot go on with them
     */
    public void restore(Learner learner, StateReader in, Layout before, Layout now) {
        if (before == now) {
            learner.restore(in);
        } else if (provider.takesNewFeatures()) {
            learner.restore(in, before);
        } else {
            throw new IllegalArgumentException(
                    "'" + name() + "' cannot go on with more features than it began with; give the"
                            + " pipeline a new name to learn again, or leave the new ones out");
        }
    }

    /** What becomes of the learners of several partitions; see {@link LearnerProvider#merging}. */
    public Merging merging(boolean scaled) {
        Merging own = merging(provider, scaled);
        return calibrated && own == Merging.EXACT ? Merging.AVERAGE : own;
    }

    @SuppressWarnings("unchecked") // checked at birth
    private <S extends Record> Merging merging(LearnerProvider<S> typed, boolean scaled) {
        return typed.merging((S) settings, scaled);
    }

    @SuppressWarnings("unchecked") // checked at birth
    private <S extends Record> Learner create(LearnerProvider<S> typed, Layout layout, long start) {
        return typed.create((S) settings, layout, start);
    }

    /** As users write it, settings at their defaults left out: {@code logistic:rate=0.01}. {@link Learners#parse} reads it. */
    @Override
    public String toString() {
        StringJoiner pairs = new StringJoiner(",", provider.name() + ":", "").setEmptyValue(provider.name());
        Map<String, String> defaults = Settings.write(provider.defaults());
        Settings.write(settings).forEach((key, value) -> {
            if (!value.equals(defaults.get(key))) {
                pairs.add(key + "=" + NamedSettings.value(value));
            }
        });
        seed.ifPresent(start -> pairs.add(Learners.SEED + "=" + start));
        start.ifPresent(file -> pairs.add(Learners.START + "=" + NamedSettings.value(file.toString())));
        if (calibrated) {
            pairs.add(Learners.CALIBRATE + "=true");
        }
        return pairs.toString();
    }
}
