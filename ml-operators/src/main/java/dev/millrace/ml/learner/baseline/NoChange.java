package dev.millrace.ml.learner.baseline;

import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.learner.Classifier;
import dev.millrace.ml.learner.Scores;
import dev.millrace.stream.state.BadState;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import java.util.Arrays;

/**
 * Predicts the last label again; weights of events make no difference. O(classes) per prediction. Source: see
 * {@link #PAPER}.
 */
public final class NoChange implements Classifier {
    static final String PAPER = "Bifet, Read, Zliobaite, Pfahringer and Holmes, \"Pitfalls in benchmarking data stream"
            + " classification and how to avoid them\", ECML PKDD 2013";
    private static final int FORMAT = 1;

    /** −1 before the first. */
    private int last = -1;

    @Override
    public void predict(FeatureVector x, double[] scores) {
        if (last < 0) {
            Scores.uniform(scores);
        } else {
            Arrays.fill(scores, 0);
            scores[last] = 1;
        }
    }

    @Override
    public void learn(FeatureVector x, int label, double weight) {
        last = label;
    }

    @Override
    public void snapshot(StateWriter out) {
        out.writeInt(FORMAT);
        out.writeInt(last);
    }

    @Override
    public void restore(StateReader in) {
        int format = in.readInt();
        if (format != FORMAT) {
            throw new BadState("no-change of format " + format + " is unknown here; this is format " + FORMAT);
        }
        last = in.readInt();
    }
}
