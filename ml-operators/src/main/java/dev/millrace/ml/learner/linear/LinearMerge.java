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
 * Then each coordinate becomes what it was in the base, plus the mean of how far the partitions have moved it since, each counted by
 * the squared gradients that it has summed there since, or by its events since if its optimiser keeps none. Without a base that
 * is the beginning, where every weight is 0. Who does not have a name or a class, or saw no two different values of a number, has no
 * say there; nor has one whose sum has not grown where its weight has not moved.
 *
 * <p>Source: McMahan et al., "Communication-efficient learning of deep networks from decentralized data", AISTATS (2017), for
 * the mean by events; squared gradients in their place estimate the diagonal of the Fisher information: Matena and Raffel,
 * "Merging models with Fisher-weighted averaging", NeurIPS (2022). O(coordinates · outputs · partitions). Pure functions on
 * the models given.
 */
final class LinearMerge {
    private final LinearModel into;
    private final boolean isClassifier;
    private final int width;
    private final double[][] start;
    private final double[][] sums;
    private final double[][] weights;

    /** Where nobody has summed any gradient since a model of another program was the beginning: that, by events. */
    private final double[][] begun;

    private final double[][] events;

    private LinearMerge(LinearModel into, int outputs) {
        this.into = into;
        this.isClassifier = into.link() == LinearModel.Link.SOFTMAX;
        this.width = into.layout().width();
        this.start = new double[outputs][width + 1];
        this.sums = new double[outputs][width + 1];
        this.weights = new double[outputs][width + 1];
        this.begun = new double[outputs][width + 1];
        this.events = new double[outputs][width + 1];
    }

    /**
     * Lets a model that has learned nothing become the mean of others.
     *
     * @param base null for the beginning
     */
    static void merge(LinearModel into, List<Mergeable.Part> parts, Mergeable.Base base) {
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
        if (base != null && base.merged().events() > 0) {
            merge.begin(base.merged());
        }
        for (int p = 0; p < parts.size(); p++) {
            if (parts.get(p).events() > 0) {
                merge.add(parts.get(p), base == null ? null : base.parts().get(p));
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

    private void begin(Mergeable.Part base) {
        int[] numbers = isClassifier ? base.classes() : new int[1];
        double[][] own = columns((LinearModel) base.learner(), start.length, numbers);
        int[] coordinates = base.features().coordinates();
        for (int k = 0; k < start.length; k++) {
            rescale(own[k], base.features());
            for (int c = 0; c <= width; c++) {
                int at = at(coordinates, c);
                if (at != Alignment.NOWHERE) {
                    start[k][at] = own[k][c];
                }
            }
        }
    }

    /** @param before what the partition was in the base; null for the beginning */
    private void add(Mergeable.Part part, Mergeable.Part before) {
        LinearModel model = (LinearModel) part.learner();
        int outputs = model.outputs();
        if (isClassifier && outputs < 2) {
            return;
        }
        int[] inOrder = new int[outputs];
        Arrays.setAll(inOrder, k -> k);
        double[][] now = columns(model, outputs, inOrder);
        double[][] then = new double[outputs][width + 1];
        int[] coordinates = part.features().coordinates();
        int[] coordinatesThen = coordinates;
        if (before != null && before.events() > 0) {
            then = columns((LinearModel) before.learner(), outputs, inOrder);
            coordinatesThen = before.features().coordinates();
        }
        for (int k = 0; k < outputs; k++) {
            int output = isClassifier ? part.classes()[k] : 0;
            double[] counts = counts(part, before, k, now[k], then[k]);
            rescale(now[k], part.features());
            if (before != null && before.events() > 0) {
                rescale(then[k], before.features());
            }
            for (int c = 0; c <= width; c++) {
                int at = at(coordinates, c);
                if (at != Alignment.NOWHERE) {
                    // A code that was given to another name since begins at 0 for it.
                    double moved = now[k][c] - (at == at(coordinatesThen, c) ? then[k][c] : 0);
                    sums[output][at] += counts[c] * moved;
                    weights[output][at] += counts[c];
                    begun[output][at] += part.events() * moved;
                    events[output][at] += part.events();
                }
            }
        }
    }

    private int at(int[] coordinates, int coordinate) {
        return coordinate == width ? width : coordinates[coordinate];
    }

    /**
     * The centred columns of so many classes, those that a model has not learned included; or the one of a value.
     *
     * @param numbers which of them each of the model's own is
     */
    private double[][] columns(LinearModel model, int count, int[] numbers) {
        double[][] columns = new double[count][width + 1];
        int learned = isClassifier ? model.outputs() : 1;
        if (isClassifier && learned < 2) {
            return columns;
        }
        for (int k = 0; k < learned; k++) {
            columns[numbers[k]] = model.weights(k);
        }
        if (isClassifier
                && learned == 2
                && count > 2) { // the first of two stood for 0, as every class that was new then
            double[] first = columns[numbers[0]];
            for (int c = 0; c <= width; c++) {
                columns[numbers[1]][c] -= first[c];
                first[c] = 0;
            }
        }
        for (int c = 0; isClassifier && c <= width; c++) {
            double centre = 0;
            for (double[] column : columns) {
                centre += column[c] / count;
            }
            for (double[] column : columns) {
                column[c] -= centre;
            }
        }
        return columns;
    }

    /** By how much each of a partition's coordinates counts, in the units of the common scaler. */
    private double[] counts(Mergeable.Part part, Mergeable.Part before, int output, double[] now, double[] then) {
        LinearModel model = (LinearModel) part.learner();
        long eventsThen = before == null ? 0 : before.events();
        double[] counts = model.squaredGradients(output);
        if (counts == null) {
            counts = new double[width + 1];
            Arrays.fill(counts, (double) (part.events() - eventsThen));
        } else if (eventsThen > 0) {
            subtract(counts, part, before, output, now, then);
        }
        if (counts[width] == 0) { // there is none to learn, but what was folded out of weights
            counts[width] = part.events() - eventsThen;
        }
        if (part.features().isRescaled()) {
            for (Attribute number :
                    into.layout().numbers()) { // in units a times as large, squares are a² times as large
                double factor = part.features().factor(number.slot());
                counts[number.start()] *= factor * factor;
            }
        }
        return counts;
    }

    private void subtract(
            double[] counts, Mergeable.Part part, Mergeable.Part before, int output, double[] now, double[] then) {
        LinearModel earlier = (LinearModel) before.learner();
        int learned = isClassifier ? earlier.outputs() : 1;
        if (isClassifier && learned < 2) {
            return;
        }
        double[] past = earlier.squaredGradients(Math.min(output, learned - 1));
        double share = (double) (part.events() - before.events()) / part.events();
        for (int c = 0; c <= width; c++) {
            double since = counts[c] - past[c];
            // Sums that fade need not have grown where a weight has moved: then they count by events.
            counts[c] = since > 0 ? since : now[c] == then[c] ? 0 : counts[c] * share;
        }
    }

    /** From the partition's scaler to the common one. */
    private void rescale(double[] own, Alignment features) {
        if (!features.isRescaled()) {
            return;
        }
        for (Attribute number : into.layout().numbers()) {
            int c = number.start();
            double factor = features.factor(number.slot());
            own[c] = factor == 0 ? 0 : own[c] / factor;
            own[width] -= own[c] * features.offset(number.slot());
        }
    }

    private void finish() {
        for (int k = 0; k < sums.length; k++) {
            for (int c = 0; c <= width; c++) {
                boolean counts = weights[k][c] > 0;
                double all = counts ? weights[k][c] : events[k][c];
                double mean = start[k][c] + (all > 0 ? (counts ? sums : begun)[k][c] / all : 0);
                sums[k][c] = Double.isNaN(mean) ? 0 : Math.max(-Usable.LARGEST, Math.min(Usable.LARGEST, mean));
            }
        }
        into.start(sums);
    }
}
