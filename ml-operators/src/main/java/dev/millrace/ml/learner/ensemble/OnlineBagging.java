package dev.millrace.ml.learner.ensemble;

import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.Classifier;
import dev.millrace.stream.state.BadState;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;

/**
 * Bagging on a stream: each member sees an event a Poisson number of times, as it would be drawn into a bootstrap sample, and the
 * mean of the members' scores is the answer. An event's weight multiplies the number. Missing values are the members'
 * affair. Cost and memory: the members'. Source: see {@link #PAPER}.
 */
public final class OnlineBagging implements Classifier {
    static final String PAPER = "Oza and Russell, \"Online bagging and boosting\", AISTATS 2001";
    private static final int FORMAT = 1;

    private final double lambda;
    private final Members members;

    public OnlineBagging(BaggingSettings settings, Layout layout, long seed) {
        this.lambda = settings.lambda();
        this.members = new Members(settings.members(), settings.base(), layout, seed);
    }

    @Override
    public void predict(FeatureVector x, double[] scores) {
        members.predict(x, scores);
    }

    @Override
    public void learn(FeatureVector x, int label, double weight) {
        for (int i = 0; i < members.count(); i++) {
            int times = members.draw(lambda);
            if (times > 0) {
                members.member(i).learn(x, label, weight * times);
            }
        }
    }

    @Override
    public void snapshot(StateWriter out) {
        out.writeInt(FORMAT);
        members.snapshot(out);
    }

    @Override
    public void restore(StateReader in) {
        int format = in.readInt();
        if (format != FORMAT) {
            throw new BadState("online bagging of format " + format + " is unknown here; this is format " + FORMAT);
        }
        members.restore(in);
    }
}
