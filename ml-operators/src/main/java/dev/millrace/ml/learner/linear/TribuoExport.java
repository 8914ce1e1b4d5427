package dev.millrace.ml.learner.linear;

import com.oracle.labs.mlrg.olcut.provenance.primitives.StringProvenance;
import dev.millrace.ml.feature.Attribute;
import dev.millrace.ml.feature.Layout;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.tribuo.ImmutableFeatureMap;
import org.tribuo.ImmutableOutputInfo;
import org.tribuo.RealInfo;
import org.tribuo.VariableInfo;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.MutableLabelInfo;
import org.tribuo.classification.sgd.linear.LinearSGDModel;
import org.tribuo.classification.sgd.linear.LinearSGDTrainer;
import org.tribuo.classification.sgd.objectives.LogMulticlass;
import org.tribuo.math.LinearParameters;
import org.tribuo.math.optimisers.SGD;
import org.tribuo.provenance.ModelProvenance;
import org.tribuo.provenance.impl.EmptyDatasetProvenance;
import org.tribuo.provenance.impl.EmptyTrainerProvenance;

/**
 * Turns a {@link LogisticRegression} into a Tribuo model with the same scores, which can be stored, loaded and exported to ONNX
 * by Tribuo's own means. What Tribuo does not hold, the optimiser's state, stays behind. Pure functions.
 */
public final class TribuoExport {
    private TribuoExport() {}

    /**
     * The model as it is now.
     *
     * @param classNames by class number; all different, as many as were learned
     * @param featureNames by coordinate, all different; {@link #featureNames} makes them
     * @param when the time for the model's provenance
     */
    public static LinearSGDModel export(
            LogisticRegression learner, List<String> classNames, List<String> featureNames, OffsetDateTime when) {
        int classes = learner.classes();
        int width = learner.layout().width();
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
            double[] weights = learner.weights(k);
            for (int c = 0; c < width; c++) {
                parameters.getWeightMatrix().set(row, features.getID(featureNames.get(c)), weights[c]);
            }
            parameters.getWeightMatrix().set(row, width, weights[width]);
        }
        return new Maker().make(features, outputs, parameters, when);
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
                    Map.of("learner", new StringProvenance("learner", "millrace logistic")));
            return createModel("logistic", provenance, features, outputs, parameters);
        }
    }
}
