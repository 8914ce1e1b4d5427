package dev.millrace.ml.learner.baseline;

import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.learner.Regressor;
import dev.millrace.stream.state.BadState;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;

/** Predicts the last value again; weights of events make no difference. O(1). Source: see {@link #PAPER}. */
public final class LastValue implements Regressor {
    static final String PAPER =
            "Hyndman and Koehler, \"Another look at measures of forecast accuracy\", International Journal"
                    + " of Forecasting 22 (2006)";
    private static final int FORMAT = 1;

    private double last;

    @Override
    public double predict(FeatureVector x) {
        return last;
    }

    @Override
    public void learn(FeatureVector x, double value, double weight) {
        last = value;
    }

    @Override
    public void snapshot(StateWriter out) {
        out.writeInt(FORMAT);
        out.writeDouble(last);
    }

    @Override
    public void restore(StateReader in) {
        int format = in.readInt();
        if (format != FORMAT) {
            throw new BadState("last value of format " + format + " is unknown here; this is format " + FORMAT);
        }
        last = in.readDouble();
    }
}
