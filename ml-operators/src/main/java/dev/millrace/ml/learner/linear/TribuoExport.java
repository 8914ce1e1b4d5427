package dev.millrace.ml.learner.linear;

import com.oracle.labs.mlrg.olcut.provenance.primitives.StringProvenance;
import dev.millrace.ml.feature.Attribute;
import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.feature.RawInput;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tribuo.ImmutableFeatureMap;
import org.tribuo.ImmutableOutputInfo;
import org.tribuo.RealInfo;
import org.tribuo.VariableIDInfo;
import org.tribuo.VariableInfo;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.MutableLabelInfo;
import org.tribuo.classification.sgd.linear.LinearSGDModel;
import org.tribuo.classification.sgd.linear.LinearSGDTrainer;
import org.tribuo.classification.sgd.objectives.LogMulticlass;
import org.tribuo.math.LinearParameters;
import org.tribuo.math.la.DenseMatrix;
import org.tribuo.math.optimisers.SGD;
import org.tribuo.provenance.ModelProvenance;
import org.tribuo.provenance.impl.EmptyDatasetProvenance;
import org.tribuo.provenance.impl.EmptyTrainerProvenance;

/**
 * Turns a linear classifier into a Tribuo model with the same scores, which can be stored and loaded by Tribuo's own means, and
 * lets one start from a Tribuo model. What Tribuo does not hold, the optimiser's state, stays behind.
 *
 * <p>What the model then takes is either the vector that the learner sees, or raw numbers, with scalers folded into the
 * weights (w ÷ σ, b − Σ w·μ ÷ σ). Ours scales a number by statistics that include it, which no linear model can: after n events
 * folded scores differ in the order of 1 ÷ n; {@link OnnxExport} does not. A missing number contributes nothing here
 * and must be given as its mean there. What cannot come along: windows, lags and other lookups are inputs, which the caller
 * has to bring; what {@link RawInput.Made} says is refused. Pure functions.
 */
public final class TribuoExport {
    private TribuoExport() {}

    /**
     * The model as it is now, over the vectors that it sees.
     *
     * @param classNames by class number; all different, as many as were learned
     * @param featureNames by coordinate, all different; {@link #featureNames} makes them
     * @param when the time for the model's provenance
     */
    public static LinearSGDModel export(
            LinearModel learner, List<String> classNames, List<String> featureNames, OffsetDateTime when) {
        if (learner.link() != LinearModel.Link.SOFTMAX) {
            throw new IllegalArgumentException("a Tribuo model of a value is not made here; export it to ONNX");
        }
        int classes = learner.outputs();
        double[][] weights = new double[classes][];
        for (int k = 0; k < classes; k++) {
            weights[k] = learner.weights(k);
        }
        return export(weights, learner.layout().width(), classNames, featureNames, when);
    }

    /**
     * The model as it is now, over raw numbers and names: numbers are called by their attribute, names of a dictionary
     * {@code attribute=name}, and all other names {@code attribute=}.
     *
     * @param inputs how vectors come from raw values, in the order of the layout
     */
    public static LinearSGDModel exportRaw(
            LinearModel learner, List<String> classNames, List<RawInput> inputs, OffsetDateTime when) {
        if (learner.link() != LinearModel.Link.SOFTMAX) {
            throw new IllegalArgumentException("a Tribuo model of a value is not made here; export it to ONNX");
        }
        inputs.forEach(TribuoExport::refuseMade);
        int width = learner.layout().width();
        double[][] weights = new double[learner.outputs()][];
        for (int k = 0; k < weights.length; k++) {
            weights[k] = folded(learner.weights(k), inputs);
        }
        return export(weights, width, classNames, rawNames(inputs), when);
    }

    static void refuseMade(RawInput input) {
        if (input instanceof RawInput.Made) {
            throw new IllegalArgumentException("feature '" + input.attribute().name()
                    + "' is made in a way that no export follows; numbers as they are or with scale: standard, and"
                    + " categories with a dictionary, can be exported");
        }
    }

    private static double[] folded(double[] weights, List<RawInput> inputs) {
        double[] folded = weights.clone();
        int intercept = weights.length - 1;
        for (RawInput input : inputs) {
            if (input instanceof RawInput.Standard number) {
                int at = number.attribute().start();
                double deviation = number.count() == 0 ? 0 : Math.sqrt(number.spread() / number.count());
                folded[at] = deviation > 0 ? weights[at] / deviation : 0;
                folded[intercept] -= folded[at] * number.mean();
            }
        }
        return folded;
    }

    private static LinearSGDModel export(
            double[][] weights, int width, List<String> classNames, List<String> featureNames, OffsetDateTime when) {
        int classes = weights.length;
        check("classes", classNames, classes);
        check("coordinates", featureNames, width);
        if (classes < 2) {
            throw new IllegalStateException(
                    "a model that has learned " + classes + " classes cannot be exported; it needs two");
        }
        MutableLabelInfo labels = (MutableLabelInfo) new LabelFactory().generateInfo();
        classNames.forEach(name -> labels.observe(new Label(name)));
        ImmutableOutputInfo<Label> outputs = labels.generateImmutableOutputInfo();
        List<VariableInfo> variables = new ArrayList<>();
        for (String name : featureNames) {
            variables.add(new RealInfo(name, 1, 1, 0, 1, 0)); // the short constructor's bounds cannot be read back
        }
        ImmutableFeatureMap features = new ImmutableFeatureMap(variables);
        LinearParameters parameters = new LinearParameters(width + 1, classes);
        for (int k = 0; k < classes; k++) {
            int row = outputs.getID(new Label(classNames.get(k)));
            for (int c = 0; c < width; c++) {
                parameters.getWeightMatrix().set(row, features.getID(featureNames.get(c)), weights[k][c]);
            }
            parameters.getWeightMatrix().set(row, width, weights[k][width]);
        }
        return new Maker().make(features, outputs, parameters, when);
    }

    /**
     * Lets a learner that has learned nothing yet start from a Tribuo model. Features that the model does not have start
     * at 0; classes get the numbers of their places in the list.
     *
     * @param classNames by class number: all that the model has, none that it does not
     * @param featureNames by coordinate of the learner, as the model calls them
     * @throws IllegalArgumentException if the classes differ, or no feature is known to the model
     */
    public static void start(
            LinearModel learner, LinearSGDModel model, List<String> classNames, List<String> featureNames) {
        ImmutableOutputInfo<Label> outputs = model.getOutputIDInfo();
        check("coordinates", featureNames, learner.layout().width());
        check("classes", classNames, outputs.size());
        DenseMatrix theirs = model.getWeightsCopy();
        int bias = model.getFeatureIDMap().size();
        double[][] weights = new double[classNames.size()][featureNames.size() + 1];
        int found = 0;
        for (int k = 0; k < weights.length; k++) {
            int row = outputs.getID(new Label(classNames.get(k)));
            if (row < 0) {
                throw new IllegalArgumentException("the Tribuo model has no class '" + classNames.get(k) + "'; it has "
                        + outputs.getDomain().stream()
                                .map(Label::getLabel)
                                .sorted()
                                .toList());
            }
            for (int c = 0; c < featureNames.size(); c++) {
                Optional<VariableIDInfo> feature =
                        Optional.ofNullable(model.getFeatureIDMap().get(featureNames.get(c)));
                if (feature.isPresent()) {
                    weights[k][c] = theirs.get(row, feature.get().getID());
                    found++;
                }
            }
            weights[k][featureNames.size()] = theirs.get(row, bias);
        }
        if (found == 0) {
            throw new IllegalArgumentException("the Tribuo model has none of the features "
                    + featureNames.subList(0, Math.min(5, featureNames.size())) + "…");
        }
        learner.start(weights);
    }

    /** A name for every coordinate: numbers by their own, categories {@code name=code}, hashed values {@code name#slot}. */
    public static List<String> featureNames(Layout layout) {
        List<String> names = new ArrayList<>();
        for (Attribute attribute : layout.attributes()) {
            for (int i = 0; i < attribute.width(); i++) {
                names.add(
                        switch (attribute.kind()) {
                            case NUMBER -> attribute.name();
                            case CATEGORY -> attribute.name() + "=" + i;
                            case HASHED -> attribute.name() + "#" + i;
                        });
            }
        }
        return names;
    }

    private static List<String> rawNames(List<RawInput> inputs) {
        List<String> names = new ArrayList<>();
        for (RawInput input : inputs) {
            Attribute attribute = input.attribute();
            for (int i = 0; i < attribute.width(); i++) {
                if (input instanceof RawInput.Names category) {
                    // A code that no name has yet is out of reach, but has its coordinate.
                    names.add(attribute.name() + "="
                            + (i < category.names().size()
                                    ? category.names().get(i)
                                    : i == category.otherCode() ? "" : "\u0000" + i));
                } else {
                    names.add(attribute.name() + (input instanceof RawInput.Hashed ? "#" + i : ""));
                }
            }
        }
        return names;
    }

    private static void check(String what, List<String> names, int count) {
        if (names.size() != count || new HashSet<>(names).size() != count) {
            throw new IllegalArgumentException(
                    "the model has " + count + " " + what + " and needs as many different names, got " + names.size()
                            + " of which " + new HashSet<>(names).size() + " are different");
        }
    }

    /** The model's constructor is closed; a trainer may call it. */
    private static final class Maker extends LinearSGDTrainer {
        Maker() {
            super(new LogMulticlass(), SGD.getSimpleSGD(1), 1, 1);
        }

        LinearSGDModel make(
                ImmutableFeatureMap features,
                ImmutableOutputInfo<Label> outputs,
                LinearParameters parameters,
                OffsetDateTime when) {
            ModelProvenance provenance = new ModelProvenance(
                    LinearSGDModel.class.getName(),
                    when,
                    new EmptyDatasetProvenance(),
                    new EmptyTrainerProvenance(),
                    Map.of("learner", new StringProvenance("learner", "millrace linear")));
            return createModel("linear", provenance, features, outputs, parameters);
        }
    }
}
