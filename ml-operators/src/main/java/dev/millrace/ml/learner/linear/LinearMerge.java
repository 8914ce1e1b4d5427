package dev.millrace.ml.learner.linear;

import dev.millrace.ml.feature.Alignment;
import dev.millrace.ml.feature.Attribute;
import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.learner.Classifier;
import dev.millrace.ml.learner.Mergeable;
import dev.millrace.ml.learner.Usable;
import java.util.Arrays;
import java.util.List;

/**
 * Averages linear models of several partitions. First each partition's scaler is taken out of its weights and the common one put in
 * (w ÷ factor, b − Σ w·offset ÷ factor), so that all mean the same numbers; columns of classes are centred, which changes no score.
 * Then each coordinate becomes the mean of how far the partitions have moved it from where all began (version 0: every weight 0),
 * each counted by its sum of squared gradients there, or by its events if its optimiser keeps none. Who does not have a name or a
 * class, or saw no two different values of a number, has no say there.
 *
 * <p>Source: McMahan et al., "Communication-efficient learning of deep networks from decentralized data", AISTATS (2017), for
 * the mean by events; squared gradients in their place estimate the diagonal of the Fisher information: Matena and Raffel,
 * "Merging models with Fisher-weighted averaging", NeurIPS (2022). O(coordinates · outputs · partitions). Pure functions on
 * the models given.
 */
final class LinearMerge {
    private final LinearModel into;
    private final int width;
    private final double[][] sums;
    private final double[][] weights;

    private LinearMerge(LinearModel into, int outputs) {
        this.into = into;
        this.width = into.layout().width();
        this.sums = new double[outputs][width + 1];
        this.weights = new double[outputs][width + 1];
    }

    /** Lets a model that has learned nothing become the mean of others. */
    static void merge(LinearModel into, List<Mergeable.Part> parts) {
        if (parts.stream().allMatch(part -> part.events() == 0)) {
            return;
        }
        boolean classes = into.link() == LinearModel.Link.SOFTMAX;
        int outputs = classes ? classes(parts) : 1;
        if (classes && outputs < 2) {
            if (outputs == 1) { // all that it can know is that there is one
                ((Classifier) into).learn(new FeatureVector(into.layout()), 0, 1);
            }
            return;
        }
        LinearMerge merge = new LinearMerge(into, outputs);
        for (Mergeable.Part part : parts) {
            if (part.events() > 0) {
                merge.add(part, classes);
            }
        }
        merge.finish();
    }

    /** One more than the largest merged number of a class that anybody learned. */
    private static int classes(List<Mergeable.Part> parts) {
        int classes = 0;
        for (Mergeable.Part part : parts) {
            int learned = ((LinearModel) part.learner()).outputs();
            for (int k = 0; k < learned; k++) {
                classes = Math.max(classes, part.classes()[k] + 1);
            }
        }
        return classes;
    }

    private void add(Mergeable.Part part, boolean classes) {
        LinearModel model = (LinearModel) part.learner();
        int outputs = model.outputs();
        if (classes && outputs < 2) {
            return;
        }
        double[] centre = classes ? centre(model) : new double[width + 1];
        int[] coordinates = part.features().coordinates();
        for (int k = 0; k < outputs; k++) {
            int output = classes ? part.classes()[k] : 0;
            double[] own = model.weights(k);
            for (int c = 0; c <= width; c++) {
                own[c] -= centre[c];
            }
            double[] counts = model.squaredGradients(k);
            if (counts == null) {
                counts = new double[width + 1];
                Arrays.fill(counts, (double) part.events());
            }
            rescale(own, counts, part.features());
            for (int c = 0; c <= width; c++) {
                int at = c == width ? width : coordinates[c];
                if (at != Alignment.NOWHERE) {
                    sums[output][at] += counts[c] * own[c];
                    weights[output][at] += counts[c];
                }
            }
        }
    }

    /** The mean of the classes' columns. */
    private double[] centre(LinearModel model) {
        double[] centre = new double[width + 1];
        for (int k = 0; k < model.outputs(); k++) {
            double[] column = model.weights(k);
            for (int c = 0; c <= width; c++) {
                centre[c] += column[c] / model.outputs();
            }
        }
        return centre;
    }

    /** From the partition's scaler to the common one; in units a times as large, squared gradients are a² times as large. */
    private void rescale(double[] own, double[] counts, Alignment features) {
        if (!features.isRescaled()) {
            return;
        }
        for (Attribute number : into.layout().numbers()) {
            int c = number.start();
            double factor = features.factor(number.slot());
            own[c] = factor == 0 ? 0 : own[c] / factor;
            own[width] -= own[c] * features.offset(number.slot());
            counts[c] *= factor * factor;
        }
    }

    private void finish() {
        for (int k = 0; k < sums.length; k++) {
            for (int c = 0; c <= width; c++) {
                double mean = weights[k][c] > 0 ? sums[k][c] / weights[k][c] : 0;
                sums[k][c] = Double.isNaN(mean) ? 0 : Math.max(-Usable.LARGEST, Math.min(Usable.LARGEST, mean));
            }
        }
        into.start(sums);
    }
}
