package dev.millrace.serving.api;

import dev.millrace.serving.http.Problem;
import dev.millrace.serving.http.ProblemKind;
import dev.millrace.serving.model.ModelService;
import dev.millrace.serving.model.ModelShape;
import java.util.Collection;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** The models that this server answers for, by name. Threading: any thread. */
public final class Models {
    static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    private final SortedMap<String, ModelService> services = new TreeMap<>();
    private final Map<String, AnswerTexts> texts = new TreeMap<>();
    private final Map<ModelShape, RowReader> readers = new ConcurrentHashMap<>();

    public Models(Collection<ModelService> services) {
        for (ModelService service : services) {
            if (this.services.put(service.name(), service) != null) {
                throw new IllegalArgumentException("two models are named '" + service.name() + "'");
            }
            texts.put(service.name(), new AnswerTexts(service.name()));
        }
    }

    public Collection<ModelService> all() {
        return services.values();
    }

    /** The model of that name, or a problem that names those there are. */
    public ModelService require(String name) {
        ModelService service = services.get(name);
        if (service != null) {
            return service;
        }
        checkName("model", name);
        throw new Problem(ProblemKind.UNKNOWN_MODEL, "there is no model '" + name + "'; known are " + services.keySet())
                .with("known", services.keySet());
    }

    static void checkName(String what, String name) {
        if (!NAME.matcher(name).matches()) {
            throw new Problem(
                            ProblemKind.BAD_NAME,
                            "the name of a " + what + " is 1 to 100 letters, digits, '.', '_' or '-', starting with a"
                                    + " letter or digit")
                    .with("expected", NAME.pattern());
        }
    }

    /** How the answers of a model read. */
    AnswerTexts texts(ModelService model) {
        return texts.get(model.name());
    }

    RowReader reader(ModelShape shape) {
        RowReader reader = readers.get(shape);
        return reader != null ? reader : readers.computeIfAbsent(shape, RowReader::new);
    }
}
