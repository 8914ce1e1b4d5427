package dev.millrace.ml.learner.tree;

import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.stream.state.BadState;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import java.util.Arrays;

/** A leaf's linear model of scaled numbers and codes, learned by normalised least mean squares: no input makes it diverge. */
final class LeafLine {
    private double bias;
    private double[] slopes;

    /** By category slot, then code; as long as the codes seen. */
    private final double[][] codes;

    LeafLine(int numbers, int categories) {
        slopes = new double[numbers];
        codes = new double[categories][0];
    }

    /** Becomes the same model, to go its own way. */
    void copyFrom(LeafLine other) {
        bias = other.bias;
        System.arraycopy(other.slopes, 0, slopes, 0, slopes.length);
        for (int j = 0; j < codes.length; j++) {
            if (codes[j].length == other.codes[j].length) {
                System.arraycopy(other.codes[j], 0, codes[j], 0, codes[j].length);
            } else {
                codes[j] = other.codes[j].clone();
            }
        }
    }

    /** The scaled value that it predicts. */
    double predict(FeatureVector x, InputScale scale) {
        double sum = bias;
        for (int i = 0; i < slopes.length; i++) {
            sum += slopes[i] * scale.input(x, i);
        }
        for (int j = 0; j < codes.length; j++) {
            int code = x.categories()[j];
            sum += code >= 0 && code < codes[j].length ? codes[j][code] : 0;
        }
        return sum;
    }

    /**
     * One step towards a scaled value.
     *
     * @param error the value less what is predicted
     */
    void learn(FeatureVector x, double error, double rate, InputScale scale) {
        double norm = 1;
        for (int i = 0; i < slopes.length; i++) {
            double input = scale.input(x, i);
            norm += input * input;
        }
        for (int j = 0; j < codes.length; j++) {
            norm += x.categories()[j] >= 0 ? 1 : 0;
        }
        double step = rate / (1 + rate * norm) * error;
        bias += step;
        for (int i = 0; i < slopes.length; i++) {
            slopes[i] += step * scale.input(x, i);
        }
        for (int j = 0; j < codes.length; j++) {
            int code = x.categories()[j];
            if (code >= 0) {
                if (code >= codes[j].length) {
                    codes[j] = Arrays.copyOf(codes[j], code + 1);
                }
                codes[j][code] += step;
            }
        }
    }

    void snapshot(StateWriter out) {
        out.writeDouble(bias);
        out.writeDoubles(slopes);
        for (double[] weights : codes) {
            out.writeDoubles(weights);
        }
    }

    /** Reads a line of fewer numbers and categories: along the others it is level. */
    void restore(StateReader in, int numbers, int categories) {
        bias = in.readDouble();
        double[] stored = in.readDoubles();
        if (stored.length != numbers) {
            throw new BadState("a line along " + stored.length + " numbers where there were " + numbers
                    + "; the snapshot belongs to other features");
        }
        slopes = Arrays.copyOf(stored, slopes.length);
        for (int j = 0; j < categories; j++) {
            codes[j] = in.readDoubles();
        }
    }
}
