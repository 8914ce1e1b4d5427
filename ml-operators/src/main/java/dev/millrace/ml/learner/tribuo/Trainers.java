package dev.millrace.ml.learner.tribuo;

import com.oracle.labs.mlrg.olcut.config.Config;
import com.oracle.labs.mlrg.olcut.config.Configurable;
import com.oracle.labs.mlrg.olcut.config.ConfigurationManager;
import com.oracle.labs.mlrg.olcut.config.property.SimpleProperty;
import dev.millrace.stream.event.NearestName;
import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.tribuo.Output;
import org.tribuo.Trainer;
import org.tribuo.classification.Label;
import org.tribuo.classification.sgd.linear.LinearSGDTrainer;
import org.tribuo.classification.sgd.linear.LogisticRegressionTrainer;
import org.tribuo.classification.sgd.objectives.LogMulticlass;
import org.tribuo.math.optimisers.AdaGrad;
import org.tribuo.regression.sgd.objectives.SquaredLoss;

/** Makes Tribuo trainers of what users write. A new one for each training: a trainer counts what it was asked. Immutable. */
final class Trainers<T extends Output<T>> {
    private static final Map<String, Class<? extends Configurable>> OF_CLASSES =
            Map.of("logistic", LogisticRegressionTrainer.class, "linear-sgd", LinearSGDTrainer.class);

    private static final Map<String, Class<? extends Configurable>> OF_VALUES =
            Map.of("linear-sgd", org.tribuo.regression.sgd.linear.LinearSGDTrainer.class);

    /** Where a trainer's chance starts, if it has any. */
    private static final String SEED = "seed";

    private final Outputs<T> outputs;
    private final Class<? extends Configurable> type;
    private final Map<String, Field> fields;
    private final Map<String, String> options = new LinkedHashMap<>();

    /** @throws IllegalArgumentException if there is no such trainer, or it has no such options */
    Trainers(RetrainedSettings settings, Outputs<T> outputs) {
        this.outputs = outputs;
        Map<String, Class<? extends Configurable>> named = outputs.type() == Label.class ? OF_CLASSES : OF_VALUES;
        type = type(settings.trainer(), named);
        fields = fields(type);
        read(settings.options());
        if (named.containsKey(settings.trainer())) {
            preset();
        }
        if (fields.containsKey("loggingInterval")) {
            options.putIfAbsent("loggingInterval", "-1");
        }
        make(0);
    }

    /** Options of linear trainers that have no name of a class. */
    private void preset() {
        options.putIfAbsent("epochs", "5");
        options.putIfAbsent(
                "objective", (outputs.type() == Label.class ? LogMulticlass.class : SquaredLoss.class).getName());
        if (options.putIfAbsent("optimiser", AdaGrad.class.getName()) == null) {
            // Tribuo's own 1.0 leaves 2000 events of SEA at 87.0 %, 0.1 at 88.7, all of them learned one by one at 89.0
            options.putIfAbsent("optimiser.initialLearningRate", "0.1");
            options.putIfAbsent("optimiser.epsilon", "0.1");
        }
    }

    Outputs<T> outputs() {
        return outputs;
    }

    private Class<? extends Configurable> type(String name, Map<String, Class<? extends Configurable>> named) {
        Class<? extends Configurable> known = named.get(name);
        if (known != null) {
            return known;
        }
        Class<?> found = find(name);
        if (found == null) {
            throw new IllegalArgumentException("trainer '" + name + "' is neither "
                    + String.join(" nor ", new TreeMap<>(named).keySet()) + " nor a class on the class path"
                    + NearestName.hint(name, named.keySet()));
        }
        if (!Trainer.class.isAssignableFrom(found) || !Configurable.class.isAssignableFrom(found)) {
            throw new IllegalArgumentException("trainer '" + name + "' is no org.tribuo.Trainer");
        }
        Type learned = learned(found, new HashMap<>());
        if (learned instanceof Class<?> other && other != outputs.type()) {
            throw new IllegalArgumentException("trainer '" + name + "' learns a " + other.getName() + ", and a "
                    + outputs.type().getName() + " is needed here; tribuo learns classes, tribuo-regression values");
        }
        return found.asSubclass(Configurable.class);
    }

    /**
     * What T is of the {@code Trainer<T>} that a class is: a class, or something else where it leaves that open; null if it is none.
     *
     * @param known what stands for the variables of the types below
     */
    private static Type learned(Type at, Map<TypeVariable<?>, Type> known) {
        if (at instanceof ParameterizedType given) {
            Class<?> raw = (Class<?>) given.getRawType();
            for (int n = 0; n < raw.getTypeParameters().length; n++) {
                Type argument = given.getActualTypeArguments()[n];
                known.put(raw.getTypeParameters()[n], known.getOrDefault(argument, argument));
            }
            return raw == Trainer.class ? known.get(raw.getTypeParameters()[0]) : learned(raw, known);
        }
        if (!(at instanceof Class<?> raw)) {
            return null;
        }
        Type found = raw.getGenericSuperclass() == null ? null : learned(raw.getGenericSuperclass(), known);
        for (Type above : raw.getGenericInterfaces()) {
            found = found == null ? learned(above, known) : found;
        }
        return found;
    }

    private static Class<?> find(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            return null; // the caller says what names there are
        }
    }

    /** Fields that can be configured, those of superclasses too. */
    private static Map<String, Field> fields(Class<?> type) {
        Map<String, Field> fields = new TreeMap<>();
        for (Class<?> at = type; at != null; at = at.getSuperclass()) {
            for (Field field : at.getDeclaredFields()) {
                if (field.isAnnotationPresent(Config.class)) {
                    fields.put(field.getName(), field);
                }
            }
        }
        return fields;
    }

    private void read(String text) {
        for (String pair :
                text.isBlank() || text.equals(RetrainedSettings.NO_OPTIONS) ? new String[0] : text.split(";", -1)) {
            int equals = pair.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException("options has '" + pair.strip() + "'; write name=value;name=value");
            }
            String name = pair.substring(0, equals).strip();
            requireKnown(name.contains(".") ? name.substring(0, name.indexOf('.')) : name);
            options.put(name, pair.substring(equals + 1).strip());
        }
    }

    private void requireKnown(String name) {
        if (!fields.containsKey(name)) {
            throw new IllegalArgumentException("options: " + type.getSimpleName() + " has no '" + name + "'"
                    + NearestName.hint(name, fields.keySet()));
        }
    }

    /** @param seed of its chance, unless the options say another */
    @SuppressWarnings(
            "unchecked") // checked at birth; one that leaves open what it learns says so in its first training
    Trainer<T> make(long seed) {
        ConfigurationManager manager = new ConfigurationManager();
        manager.addConfiguration(type, "trainer");
        options.forEach((name, value) -> {
            int dot = name.indexOf('.');
            if (dot < 0 && Configurable.class.isAssignableFrom(fields.get(name).getType())) {
                manager.addConfiguration(part(name, value), name);
                manager.overrideConfigurableProperty("trainer", name, new SimpleProperty(name));
            } else if (dot < 0) {
                manager.overrideConfigurableProperty("trainer", name, new SimpleProperty(value));
            }
        });
        options.forEach((name, value) -> {
            int dot = name.indexOf('.');
            if (dot > 0) {
                String part = name.substring(0, dot);
                if (!options.containsKey(part)) {
                    throw new IllegalArgumentException("options: '" + name + "' needs '" + part + "=' and a class");
                }
                manager.overrideConfigurableProperty(part, name.substring(dot + 1), new SimpleProperty(value));
            }
        });
        if (fields.containsKey(SEED) && !options.containsKey(SEED)) {
            manager.overrideConfigurableProperty("trainer", SEED, new SimpleProperty(Long.toString(seed)));
        }
        try {
            return (Trainer<T>) manager.lookup("trainer");
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(
                    "trainer " + type.getName() + " with options " + options + ": " + e.getMessage(), e);
        }
    }

    /** An object that is a part of the trainer. */
    private Class<? extends Configurable> part(String name, String className) {
        Class<?> wanted = fields.get(name).getType();
        Class<?> part = find(className);
        if (part == null || !wanted.isAssignableFrom(part)) {
            throw new IllegalArgumentException("options: " + name + " must name a class that is a " + wanted.getName()
                    + ", got '" + className + "'");
        }
        return part.asSubclass(Configurable.class);
    }
}
