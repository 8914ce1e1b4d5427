package dev.millrace.ml.learner.baseline;

import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.learner.Classifier;
import dev.millrace.ml.learner.Mergeable;
import dev.millrace.ml.learner.Scores;
import dev.millrace.stream.state.BadState;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import java.util.Arrays;
import java.util.List;

/**
 * Scores each class by its share of the weight learned so far: predicts the majority. O(classes) per prediction.
 * Source: see {@link #PAPER}.
 */
public final class MajorityClass implements Classifier, Mergeable {
    static final String PAPER =
            "Bifet, Holmes, Kirkby and Pfahringer, \"MOA: massive online analysis\", JMLR 11 (2010)";
    private static final int FORMAT = 1;

    private double[] weights = {};
    private double total;

    @Override
    public void predict(FeatureVector x, double[] scores) {
        if (total == 0) {
            Scores.uniform(scores);
            return;
        }
        Arrays.fill(scores, 0);
        for (int k = 0; k < weights.length; k++) {
            scores[k] = weights[k] / total;
        }
    }

    @Override
    public void learn(FeatureVector x, int label, double weight) {
        count(label, weight);
    }

    private void count(int label, double weight) {
        if (label >= weights.length) {
            weights = Arrays.copyOf(weights, label + 1);
        }
        weights[label] += weight;
        total += weight;
    }

    @Override
    public void merge(List<Part> parts) {
        for (Part part : parts) {
            double[] counted = ((MajorityClass) part.learner()).weights;
            for (int k = 0; k < counted.length; k++) {
                if (counted[k] > 0) {
                    count(part.classes()[k], counted[k]);
                }
            }
        }
    }

    @Override
    public void snapshot(StateWriter out) {
        out.writeInt(FORMAT);
        out.writeDoubles(weights);
        out.writeDouble(total);
    }

    @Override
    public void restore(StateReader in) {
        int format = in.readInt();
        if (format != FORMAT) {
            throw new BadState("majority class of format " + format + " is unknown here; this is format " + FORMAT);
        }
        weights = in.readDoubles();
        total = in.readDouble();
    }
}
