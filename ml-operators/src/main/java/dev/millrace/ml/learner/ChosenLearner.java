package dev.millrace.ml.learner;

import dev.millrace.ml.feature.Layout;
import dev.millrace.stream.settings.Settings;
import java.util.Map;
import java.util.Objects;
import java.util.StringJoiner;

/**
 * A learner by name with its settings: what a user chose, before a layout is known.
 *
 * @param provider makes it
 * @param settings of the provider's class of settings
 */
public record ChosenLearner(LearnerProvider<?> provider, Record settings) {

    public ChosenLearner {
        Objects.requireNonNull(provider, "provider");
        if (!provider.defaults().getClass().isInstance(settings)) {
            throw new IllegalArgumentException("learner '" + provider.name() + "' takes "
                    + provider.defaults().getClass().getSimpleName() + ", got " + settings);
        }
    }

    public String name() {
        return provider.name();
    }

    public LearnerProvider.Task task() {
        return provider.task();
    }

    /** A learner that has learned nothing yet. */
    public Learner create(Layout layout, long seed) {
        return create(provider, layout, seed);
    }

    @SuppressWarnings("unchecked") // checked at birth
    private <S extends Record> Learner create(LearnerProvider<S> typed, Layout layout, long seed) {
        return typed.create((S) settings, layout, seed);
    }

    /** As users write it, settings at their defaults left out: {@code logistic:rate=0.01}. {@link Learners#parse} reads it. */
    @Override
    public String toString() {
        StringJoiner pairs = new StringJoiner(",", provider.name() + ":", "").setEmptyValue(provider.name());
        Map<String, String> defaults = Settings.write(provider.defaults());
        Settings.write(settings).forEach((key, value) -> {
            if (!value.equals(defaults.get(key))) {
                pairs.add(key + "=" + value);
            }
        });
        return pairs.toString();
    }
}
