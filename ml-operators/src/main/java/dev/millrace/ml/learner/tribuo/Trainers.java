package dev.millrace.ml.learner.tribuo;

import com.oracle.labs.mlrg.olcut.config.Config;
import com.oracle.labs.mlrg.olcut.config.Configurable;
import com.oracle.labs.mlrg.olcut.config.ConfigurationManager;
import com.oracle.labs.mlrg.olcut.config.property.SimpleProperty;
import dev.millrace.stream.event.NearestName;
import java.lang.reflect.Field;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.tribuo.Trainer;
import org.tribuo.classification.Label;
import org.tribuo.classification.sgd.linear.LinearSGDTrainer;
import org.tribuo.classification.sgd.linear.LogisticRegressionTrainer;
import org.tribuo.classification.sgd.objectives.LogMulticlass;
import org.tribuo.math.optimisers.AdaGrad;

/** Makes Tribuo trainers of what users write. A new one for each training: a trainer counts what it was asked. Immutable. */
final class Trainers {
    private static final Map<String, Class<? extends Configurable>> NAMED =
            Map.of("logistic", LogisticRegressionTrainer.class, "linear-sgd", LinearSGDTrainer.class);

    /** Where a trainer's chance starts, if it has any. */
    private static final String SEED = "seed";

    private final Class<? extends Configurable> type;
    private final Map<String, Field> fields;
    private final Map<String, String> options = new LinkedHashMap<>();

    /** @throws IllegalArgumentException if there is no such trainer, or it has no such options */
    Trainers(RetrainedSettings settings) {
        type = type(settings.trainer());
        fields = fields(type);
        read(settings.options());
        if (settings.trainer()
                .equals("linear-sgd")) { // which has none of its own: those of Tribuo's logistic regression
            options.putIfAbsent("epochs", "5");
            options.putIfAbsent("objective", LogMulticlass.class.getName());
            if (options.putIfAbsent("optimiser", AdaGrad.class.getName()) == null) {
                options.putIfAbsent("optimiser.initialLearningRate", "1.0");
                options.putIfAbsent("optimiser.epsilon", "0.1");
            }
        }
        if (fields.containsKey("loggingInterval")) {
            options.putIfAbsent("loggingInterval", "-1");
        }
        make(0);
    }

    private static Class<? extends Configurable> type(String name) {
        Class<? extends Configurable> named = NAMED.get(name);
        if (named != null) {
            return named;
        }
        Class<?> found = find(name);
        if (found == null) {
            throw new IllegalArgumentException(
                    "trainer '" + name + "' is neither logistic nor linear-sgd nor a class on the" + " class path"
                            + NearestName.hint(name, NAMED.keySet()));
        }
        if (!Trainer.class.isAssignableFrom(found)) {
            throw new IllegalArgumentException("trainer '" + name + "' is no org.tribuo.Trainer");
        }
        return found.asSubclass(Configurable.class);
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
    @SuppressWarnings("unchecked") // a trainer of anything but labels fails in its first training, and says so
    Trainer<Label> make(long seed) {
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
            return (Trainer<Label>) manager.lookup("trainer");
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
