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
import org.tribuo.regression.MutableRegressionInfo;
import org.tribuo.regression.RegressionFactory;
import org.tribuo.regression.Regressor;
import org.tribuo.regression.sgd.objectives.SquaredLoss;

/**
 * Turns a linear learner into a Tribuo model with the same scores, which can be stored and loaded by Tribuo's own means, and
 * lets a classifier start from a Tribuo model over the same vectors ({@link StartingModel} does so over raw numbers and names). What Tribuo does not hold, the optimiser's state, stays behind.
 *
 * <p>What the model then takes is either the vector that the learner sees, or raw numbers, with scalers folded into the
 * weights (w ÷ σ, b − Σ w·μ ÷ σ). Ours scales a number by statistics that include it, which no linear model can: after n events
 * folded scores differ in the order of 1 ÷ n; {@link OnnxExport} does not. A missing number contributes nothing here
 * and must be given as its mean there. What cannot come along: windows, lags and other lookups are inputs, which the caller
 * has to bring; what {@link RawInput.Made} says is refused. Pure functions.
 */
public final class TribuoExport {
    /** The name of a value. */
    static final String VALUE = "value";

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
            throw new IllegalArgumentException("a model of a value has no classes; see exportValue");
        }
        int classes = learner.outputs();
        double[][] weights = new double[classes][];
        for (int k = 0; k < classes; k++) {
            weights[k] = learner.weights(k);
        }
        return export(weights, variables(featureNames, List.of()), classNames, when);
    }

    /**
     * The model as it is now, over raw numbers and names: numbers are called by their attribute, names of a dictionary
     * {@code attribute=name}, and all other names {@code attribute=}. Of a number that is scaled its mean and spread stand in the
     * model's domain, so that a pipeline with a scaler can start from it.
     *
     * @param inputs how vectors come from raw values, in the order of the layout
     */
    public static LinearSGDModel exportRaw(
            LinearModel learner, List<String> classNames, List<RawInput> inputs, OffsetDateTime when) {
        if (learner.link() != LinearModel.Link.SOFTMAX) {
            throw new IllegalArgumentException("a model of a value has no classes; see exportValue");
        }
        inputs.forEach(TribuoExport::refuseMade);
        double[][] weights = new double[learner.outputs()][];
        for (int k = 0; k < weights.length; k++) {
            weights[k] = folded(learner.weights(k), inputs);
        }
        return export(weights, variables(rawNames(inputs), inputs), classNames, when);
    }

    /**
     * A model of values as it is now, over raw numbers and names, as {@link #exportRaw}; its one dimension is called
     * {@value #VALUE}.
     */
    public static org.tribuo.regression.sgd.linear.LinearSGDModel exportValue(
            LinearModel learner, List<RawInput> inputs, OffsetDateTime when) {
        if (learner.link() == LinearModel.Link.EXPONENTIAL) {
            throw new IllegalArgumentException("the value of 'loss: poisson' is e to the power of the margin, for which"
                    + " Tribuo has no place; export it to ONNX");
        }
        inputs.forEach(TribuoExport::refuseMade);
        double[] weights = folded(learner.weights(0), inputs);
        MutableRegressionInfo values = (MutableRegressionInfo) new RegressionFactory().generateInfo();
        values.observe(new Regressor(VALUE, 0));
        ImmutableFeatureMap features = new ImmutableFeatureMap(variables(rawNames(inputs), inputs));
        LinearParameters parameters = new LinearParameters(weights.length, 1);
        fill(parameters, 0, weights, rawNames(inputs), features);
        return new ValueMaker().make(features, values.generateImmutableOutputInfo(), parameters, when);
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
            double[][] weights, List<VariableInfo> variables, List<String> classNames, OffsetDateTime when) {
        int classes = weights.length;
        List<String> featureNames =
                variables.stream().map(VariableInfo::getName).toList();
        check("classes", classNames, classes);
        check("coordinates", featureNames, weights[0].length - 1);
        if (classes < 2) {
            throw new IllegalStateException(
                    "a model that has learned " + classes + " classes cannot be exported; it needs two");
        }
        MutableLabelInfo labels = (MutableLabelInfo) new LabelFactory().generateInfo();
        classNames.forEach(name -> labels.observe(new Label(name)));
        ImmutableOutputInfo<Label> outputs = labels.generateImmutableOutputInfo();
        ImmutableFeatureMap features = new ImmutableFeatureMap(variables);
        LinearParameters parameters = new LinearParameters(featureNames.size() + 1, classes);
        for (int k = 0; k < classes; k++) {
            fill(parameters, outputs.getID(new Label(classNames.get(k))), weights[k], featureNames, features);
        }
        return new Maker().make(features, outputs, parameters, when);
    }

    private static void fill(
            LinearParameters parameters, int row, double[] weights, List<String> names, ImmutableFeatureMap features) {
        for (int c = 0; c < names.size(); c++) {
            parameters.getWeightMatrix().set(row, features.getID(names.get(c)), weights[c]);
        }
        parameters.getWeightMatrix().set(row, names.size(), weights[names.size()]);
    }

    /** @param inputs empty if nothing is known of how numbers are spread */
    private static List<VariableInfo> variables(List<String> names, List<RawInput> inputs) {
        VariableInfo[] variables = new VariableInfo[names.size()];
        for (int c = 0; c < variables.length; c++) {
            variables[c] =
                    new RealInfo(names.get(c), 1, 1, 0, 1, 0); // the short constructor's bounds cannot be read back
        }
        for (RawInput input : inputs) {
            if (input instanceof RawInput.Standard number && number.count() > 0) {
                int at = number.attribute().start();
                int count = (int) Math.min(number.count(), Integer.MAX_VALUE);
                double reach = Math.sqrt(number.spread()); // no number can be further from the mean
                variables[at] = new RealInfo(
                        names.get(at),
                        count,
                        number.mean() + reach,
                        number.mean() - reach,
                        number.mean(),
                        number.spread() / number.count() * count);
            }
        }
        return List.of(variables);
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

    private static ModelProvenance provenance(Class<?> model, OffsetDateTime when) {
        return new ModelProvenance(
                model.getName(),
                when,
                new EmptyDatasetProvenance(),
                new EmptyTrainerProvenance(),
                Map.of("learner", new StringProvenance("learner", "millrace linear")));
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
            return createModel("linear", provenance(LinearSGDModel.class, when), features, outputs, parameters);
        }
    }

    /** The same for values. */
    private static final class ValueMaker extends org.tribuo.regression.sgd.linear.LinearSGDTrainer {
        ValueMaker() {
            super(new SquaredLoss(), SGD.getSimpleSGD(1), 1, 1);
        }

        org.tribuo.regression.sgd.linear.LinearSGDModel make(
                ImmutableFeatureMap features,
                ImmutableOutputInfo<Regressor> outputs,
                LinearParameters parameters,
                OffsetDateTime when) {
            return createModel(
                    "linear",
                    provenance(org.tribuo.regression.sgd.linear.LinearSGDModel.class, when),
                    features,
                    outputs,
                    parameters);
        }
    }
}
