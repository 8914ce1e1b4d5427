package dev.millrace.ml.stream;

import dev.millrace.ml.feature.FeatureContext;
import dev.millrace.ml.feature.Features;
import dev.millrace.ml.label.EventNaming;
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
        requireLabel(spec, schema);
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

    private static void requireLabel(LearningSpec spec, Schema schema) {
        Label label = spec.label();
        Field field = schema.find(label.field()).orElse(null);
        if (field == null && !label.isLate() && !label.isOptional()) {
            throw new IllegalArgumentException("the label '" + label.field() + "' is no field; the fields are "
                    + schema.names() + ". Labels that come later need label.within");
        }
        if (label.action() != null) {
            requireAction(label.action(), schema);
        }
        if (label.earlier() != null) {
            requireEarlier(label, spec.key(), schema);
        }
        if (field != null && !label.isNumber() && field.type() == FieldType.NUMBER) {
            throw new IllegalArgumentException("the label '" + label.field()
                    + "' is a number and cannot name a class; declare the field as text or integer");
        }
        if (field != null && label.isNumber() && field.type() == FieldType.TEXT) {
            throw new IllegalArgumentException("the label '" + label.field()
                    + "' is text, not a value; declare the field as a number, or take learners" + " of classes");
        }
    }

    /** What names an earlier event must be there, and be of the types by which that event was told apart. */
    private static void requireEarlier(Label label, String key, Schema schema) {
        EventNaming naming = label.earlier().naming();
        for (String name : naming.fields()) {
            if (schema.find(name).isEmpty()) {
                throw new IllegalArgumentException("'" + name + "', which names an earlier event, is no field; the"
                        + " fields are " + schema.names() + ". See label.of");
            }
        }
        if (schema.find(label.field()).isEmpty()) {
            throw new IllegalArgumentException("the label '" + label.field() + "' is no field; the fields are "
                    + schema.names() + ". Labels in later rows stand in it");
        }
        if (!naming.isByKey()) {
            if (schema.field(naming.event()).type() != FieldType.TEXT) {
                throw new IllegalArgumentException(
                        "'" + naming.event() + "' holds ids of events; declare the field as text");
            }
            return;
        }
        if (key == null) {
            throw new IllegalArgumentException(
                    "label.of names events by their key, but they have none; set 'key', or name them by 'event'");
        }
        FieldType type = schema.field(naming.key()).type();
        if (type != schema.field(key).type()) {
            throw new IllegalArgumentException("'" + naming.key() + "' names keys, but is declared as " + type
                    + " and '" + key + "' as " + schema.field(key).type() + "; declare both alike");
        }
        FieldType time = schema.field(naming.time()).type();
        if (time != FieldType.TIME && time != FieldType.INTEGER) {
            throw new IllegalArgumentException("'" + naming.time() + "' names the time of an event, but holds " + time
                    + "; name a field with times");
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
