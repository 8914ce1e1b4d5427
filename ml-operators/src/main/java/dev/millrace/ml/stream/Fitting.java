package dev.millrace.ml.stream;

import dev.millrace.ml.feature.FeatureContext;
import dev.millrace.ml.feature.Features;
import dev.millrace.ml.learner.LearnerProvider.Task;
import dev.millrace.stream.event.Field;
import dev.millrace.stream.event.FieldType;
import dev.millrace.stream.event.Schema;
import java.util.List;

/** What a specification asks of the schema of its events. Stateless. */
final class Fitting {
    private Fitting() {}

    /**
     * @throws IllegalArgumentException if the specification does not fit the schema, saying where
     */
    static void require(LearningSpec spec, Schema schema) {
        requireLabel(spec.label(), schema);
        FeatureWatch.of(spec.drift(), features(spec, schema).layout());
        if (spec.key() != null && schema.field(spec.key()).type() == FieldType.NUMBER) {
            throw new IllegalArgumentException(
                    "the key '" + spec.key() + "' is a number; declare the field as text or integer");
        }
        if (spec.weight() != null && schema.field(spec.weight()).type() == FieldType.TEXT) {
            throw new IllegalArgumentException("the weight '" + spec.weight() + "' is text; declare it as a number");
        }
    }

    static Features features(LearningSpec spec, Schema schema) {
        Label label = spec.label();
        return Features.of(
                spec.features(),
                schema,
                new FeatureContext(
                        label.field(),
                        spec.key(),
                        label.isNumber(),
                        label.task() == Task.BANDIT ? List.of() : label.closedClasses(),
                        label.decidedFields()));
    }

    private static void requireLabel(Label label, Schema schema) {
        Field field = schema.find(label.field()).orElse(null);
        if (field == null && !label.isLate() && !label.isOptional()) {
            throw new IllegalArgumentException("the label '" + label.field() + "' is no field; the fields are "
                    + schema.names() + ". Labels that come later need label.within");
        }
        if (label.action() != null) {
            requireAction(label.action(), schema);
        }
        if (field != null && !label.isNumber() && field.type() == FieldType.NUMBER) {
            throw new IllegalArgumentException("the label '" + label.field()
                    + "' is a number and cannot name a class; declare the field as text or integer");
        }
        if (field != null && label.isNumber() && field.type() == FieldType.TEXT) {
            throw new IllegalArgumentException(
                    "the label '" + label.field() + "' is text, not a value; declare the field as a number");
        }
    }

    private static void requireAction(Label.Action action, Schema schema) {
        Field field = schema.find(action.field())
                .orElseThrow(() -> new IllegalArgumentException("the action '" + action.field()
                        + "' is no field; the fields are " + schema.names() + ". See action.field"));
        if (field.type() == FieldType.NUMBER || field.type() == FieldType.TIME) {
            throw new IllegalArgumentException("the action '" + action.field()
                    + "' is a number and cannot name an action; declare the field as text or integer");
        }
        if (action.propensityField() == null) {
            return;
        }
        Field propensity = schema.find(action.propensityField())
                .orElseThrow(() -> new IllegalArgumentException("the propensity '" + action.propensity()
                        + "' is no field; the fields are " + schema.names() + ". See action.propensity"));
        if (propensity.type() != FieldType.NUMBER && propensity.type() != FieldType.INTEGER) {
            throw new IllegalArgumentException(
                    "the propensity '" + action.propensity() + "' is no number; declare the field as a number");
        }
    }
}
