package dev.millrace.ml.learner.linear;

import dev.millrace.ml.feature.Attribute;
import dev.millrace.ml.feature.RawInput;
import dev.millrace.ml.learner.ModelFile;
import dev.millrace.stream.event.NearestName;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.tribuo.CategoricalInfo;
import org.tribuo.Model;
import org.tribuo.RealInfo;
import org.tribuo.VariableIDInfo;
import org.tribuo.VariableInfo;
import org.tribuo.classification.Label;
import org.tribuo.classification.sgd.linear.LinearSGDModel;
import org.tribuo.math.la.DenseMatrix;
import org.tribuo.regression.Regressor;

/**
 * A linear model of Tribuo, read from its file, as what a learner of a pipeline starts from. Its weights are for raw numbers (called by
 * their attribute) and names ({@code attribute=name}; {@code attribute=} for all others; {@code attribute#slot} where names are hashed), as
 * {@link TribuoExport#exportRaw} writes them and Tribuo learns them from such columns.
 *
 * <p>Where the pipeline scales a number, weights are unfolded by the mean μ and deviation σ that its scaler begins with (w·σ, b + Σ w·μ), so
 * that margins are the model's whatever these are. What the pipeline has and the model has not starts at 0; what it has and the
 * pipeline has not is refused, unless its weights are all 0. Immutable; O(features · outputs).
 */
public final class StartingModel {
    private final String file;
    private final boolean isClassifier;

    /** By row of the weights; one that says nothing for a value. */
    private final Map<String, Integer> rows;

    /** By name: the column of the weights. */
    private final Map<String, Integer> columns = new TreeMap<>();

    private final Map<String, VariableInfo> domain = new HashMap<>();
    private final DenseMatrix weights;
    private final int intercept;

    private StartingModel(String file, Model<?> model, DenseMatrix weights, Map<String, Integer> rows) {
        this.file = file;
        this.isClassifier = model instanceof LinearSGDModel;
        this.rows = rows;
        this.weights = weights;
        this.intercept = model.getFeatureIDMap().size();
        for (VariableInfo feature : model.getFeatureIDMap()) {
            columns.put(feature.getName(), ((VariableIDInfo) feature).getID());
            domain.put(feature.getName(), feature);
        }
    }

    /**
     * Reads a file.
     *
     * @throws IllegalArgumentException if it is not there, is not what it was, or holds anything but a linear model of classes or of one
     *     value
     */
    public static StartingModel read(ModelFile file) {
        byte[] bytes = file.read();
        Model<?> model;
        try {
            model = Model.deserializeFromStream(new ByteArrayInputStream(bytes));
        } catch (IOException | RuntimeException e) { // Tribuo throws many kinds for files that are not its own
            throw new IllegalArgumentException(
                    "'" + file.path() + "' holds no Tribuo model that can be read (" + e.getMessage()
                            + "); it is written by 'millrace models export MODEL --format tribuo --output FILE', or by Tribuo's"
                            + " serializeToFile",
                    e);
        }
        if (model instanceof LinearSGDModel classes) {
            Map<String, Integer> rows = new TreeMap<>();
            for (Label label : classes.getOutputIDInfo().getDomain()) {
                rows.put(label.getLabel(), classes.getOutputIDInfo().getID(label));
            }
            return new StartingModel(file.path(), model, classes.getWeightsCopy(), rows);
        }
        if (model instanceof org.tribuo.regression.sgd.linear.LinearSGDModel values) {
            int dimensions = values.getOutputIDInfo().size();
            if (dimensions != 1) {
                throw new IllegalArgumentException("the model in '" + file.path() + "' tells " + dimensions
                        + " values at once; a learner starts from one of a single value");
            }
            return new StartingModel(file.path(), model, values.getWeightsCopy(), Map.of(Regressor.DEFAULT_NAME, 0));
        }
        throw new IllegalArgumentException("the model in '" + file.path() + "' is a "
                + model.getClass().getName() + "; a linear learner starts from a LinearSGDModel of Tribuo, of classes"
                + " or of a value");
    }

    /** Whether it tells classes, not a value. */
    public boolean isClassifier() {
        return isClassifier;
    }

    /** The classes that it tells apart, by name; empty for a value. */
    public Collection<String> classes() {
        return isClassifier ? new TreeSet<>(rows.keySet()) : Set.of();
    }

    /** Whether it has weights for names of that feature that are hashed. */
    public boolean hasSlotsOf(String feature) {
        return columns.keySet().stream().anyMatch(each -> each.startsWith(feature + "#"));
    }

    /**
     * What the model says of an attribute that a pipeline would otherwise learn anew: how a number was spread in what the model was
     * trained on, or the names of a category. What is given if it says nothing.
     *
     * @throws IllegalArgumentException if a dictionary has no room for all names
     */
    public RawInput known(RawInput own) {
        Attribute attribute = own.attribute();
        if (own instanceof RawInput.Standard) {
            VariableInfo info = domain.get(attribute.name());
            RealInfo real = info instanceof CategoricalInfo few ? few.generateRealInfo() : (RealInfo) info;
            if (real != null && real.getCount() > 1 && real.getVariance() > 0) {
                double spread = real.getVariance() * (real.getCount() - 1);
                return new RawInput.Standard(attribute, real.getCount(), real.getMean(), spread);
            }
        } else if (own instanceof RawInput.Names) {
            List<String> names = names(attribute);
            if (names.size() > attribute.width() - 1) {
                throw mistake("knows " + names.size() + " names of '" + attribute.name() + "', whose dictionary takes "
                        + (attribute.width() - 1) + "; set its max to " + names.size() + " or more");
            }
            return new RawInput.Names(attribute, names);
        }
        return own;
    }

    /** Names of a category, in their order; those without a name yet that an export had to give one are left out. */
    private List<String> names(Attribute category) {
        String prefix = category.name() + "=";
        return columns.keySet().stream()
                .filter(name -> name.startsWith(prefix))
                .map(name -> name.substring(prefix.length()))
                .filter(name -> !name.isEmpty() && name.charAt(0) != '\0')
                .toList();
    }

    /**
     * Weights for a learner, as {@link LinearModel#start} takes them.
     *
     * @param classNames by class number, as this model calls them; ignored for a value
     * @param inputs how vectors come from raw values in the beginning, in the order of the layout
     * @param width coordinates of the layout
     * @throws IllegalArgumentException if the model has a feature that the inputs have not, or one that is made in a way of the pipeline's
     *     own; or if a number is scaled of which it does not say how it was spread
     */
    public double[][] weights(List<String> classNames, List<RawInput> inputs, int width) {
        int[] used = isClassifier ? classNames.stream().mapToInt(rows::get).toArray() : new int[] {0};
        double[][] starting = new double[used.length][width + 1];
        Set<String> met = new LinkedHashSet<>();
        for (int k = 0; k < used.length; k++) {
            starting[k][width] = weights.get(used[k], intercept);
        }
        for (RawInput input : inputs) {
            take(input, used, starting, met);
        }
        requireAllMet(met, inputs);
        return starting;
    }

    private void take(RawInput input, int[] used, double[][] starting, Set<String> met) {
        Attribute attribute = input.attribute();
        String name = attribute.name();
        if (input instanceof RawInput.Made) {
            if (!like(attribute).isEmpty()) {
                throw mistake(
                        "has a feature '" + like(attribute).get(0) + "', but '" + name + "' is made here in a way that"
                                + " no model of another program follows; take the number as it is or with scale: standard, or a"
                                + " category with a dictionary, or give this feature another name");
            }
        } else if (input instanceof RawInput.Names category) {
            for (int code = 0; code < attribute.width(); code++) {
                // A name that comes later starts with what the model says of all others.
                boolean named = code < category.names().size();
                String feature = name + "=" + (named ? category.names().get(code) : "");
                copy(feature, attribute.start() + code, used, starting, met, !named);
            }
            columns.keySet().stream()
                    .filter(each -> each.startsWith(name + "=\0"))
                    .forEach(met::add);
        } else if (input instanceof RawInput.Hashed) {
            hashed(attribute, used, starting, met);
        } else {
            copy(name, attribute.start(), used, starting, met, false);
            if (input instanceof RawInput.Standard number) {
                unfold(number, starting);
            }
        }
    }

    private void hashed(Attribute attribute, int[] used, double[][] starting, Set<String> met) {
        String name = attribute.name();
        long slots = columns.keySet().stream()
                .filter(each -> each.startsWith(name + "#"))
                .count();
        if (slots == 0) {
            return;
        }
        if (slots != attribute.width()) {
            throw mistake("has " + slots + " slots of the hashed feature '" + name + "', which has " + attribute.width()
                    + " here; hash it into as many");
        }
        for (int slot = 0; slot < slots; slot++) {
            copy(name + "#" + slot, attribute.start() + slot, used, starting, met, false);
        }
    }

    private void copy(String feature, int at, int[] used, double[][] starting, Set<String> met, boolean often) {
        Integer column = columns.get(feature);
        if (column == null) {
            return;
        }
        if (!met.add(feature) && !often) {
            throw mistake("has a feature '" + feature
                    + "', which two features of the pipeline may mean; give one of them" + " another name");
        }
        for (int k = 0; k < used.length; k++) {
            starting[k][at] = weights.get(used[k], column);
        }
    }

    private void unfold(RawInput.Standard number, double[][] starting) {
        int at = number.attribute().start();
        double deviation = number.count() == 0 ? 0 : Math.sqrt(number.spread() / number.count());
        for (double[] each : starting) {
            if (each[at] != 0 && !(deviation > 0)) {
                throw mistake(
                        "does not say how '" + number.attribute().name() + "' was spread, which is scaled here, so its"
                                + " weight cannot be put in units of the scaler; export it again with this Millrace, or take the"
                                + " number without 'scale: standard'");
            }
            each[each.length - 1] += each[at] * number.mean();
            each[at] *= deviation;
        }
    }

    /** Features of the model that the attribute might mean. */
    private List<String> like(Attribute attribute) {
        String name = attribute.name();
        return columns.keySet().stream()
                .filter(each -> each.equals(name) || each.startsWith(name + "=") || each.startsWith(name + "#"))
                .toList();
    }

    private void requireAllMet(Set<String> met, List<RawInput> inputs) {
        List<String> strangers = new ArrayList<>();
        for (Map.Entry<String, Integer> feature : columns.entrySet()) {
            boolean counts = rows.values().stream().anyMatch(row -> weights.get(row, feature.getValue()) != 0);
            if (counts && !met.contains(feature.getKey())) {
                strangers.add(feature.getKey());
            }
        }
        if (!strangers.isEmpty()) {
            String first = strangers.get(0);
            List<String> names =
                    inputs.stream().map(input -> input.attribute().name()).toList();
            throw mistake("has " + (strangers.size() == 1 ? "a feature" : strangers.size() + " features")
                    + " that the pipeline has not: " + NearestName.some(strangers)
                    + NearestName.hint(first.replaceAll("[=#].*", ""), names)
                    + ". Add what is missing under 'features', by the names that the model has");
        }
    }

    private IllegalArgumentException mistake(String what) {
        return new IllegalArgumentException("the model in '" + file + "' " + what);
    }
}
