package dev.millrace.cli.file;

import dev.millrace.ml.stream.Label;
import java.util.Optional;

/**
 * Where the action stands that was taken upon an event, for bandits.
 *
 * @param field the field that names it; missing where the model is to choose
 * @param propensity the field with the probability with which it was chosen, or that probability, if it is known
 */
public record ActionSpec(String field, Optional<String> propensity) {
    public ActionSpec {
        new Label.Action(field, propensity.orElse(null)); // what it may be is checked there
    }

    /** The field of the propensity, if it stands in one. */
    public Optional<String> propensityField() {
        return Optional.ofNullable(action().propensityField());
    }

    public Label.Action action() {
        return new Label.Action(field, propensity.orElse(null));
    }
}
