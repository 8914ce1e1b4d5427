package dev.millrace.ml.learner.ensemble;

import dev.millrace.ml.drift.Adwin;
import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.Classifier;
import dev.millrace.ml.learner.Scores;
import dev.millrace.stream.state.BadState;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;

/**
 * Online bagging with heavier resampling (λ = 6) and an ADWIN on each member's error: when one rises, the member with the
 * largest error starts anew. An event's weight multiplies the number of times that a member sees it. Missing values are the
 * members' affair. Cost and memory: the members', and one prediction more each. Source: see {@link #PAPER}.
 */
public final class LeveragingBagging implements Classifier {
    static final String PAPER =
            "Bifet, Holmes and Pfahringer, \"Leveraging bagging for evolving data streams\", ECML PKDD 2010";
    private static final int FORMAT = 1;

    private final LeveragingSettings settings;
    private final Members members;
    private final Adwin[] errors;

    /** For learning only, as long as there are classes. */
    private double[] scratch = new double[1];

    public LeveragingBagging(LeveragingSettings settings, Layout layout, long seed) {
        this.settings = settings;
        this.members = new Members(settings.members(), settings.base(), layout, seed);
        this.errors = new Adwin[settings.members()];
        for (int i = 0; i < errors.length; i++) {
            errors[i] = new Adwin(settings.driftDelta());
        }
    }

    @Override
    public void predict(FeatureVector x, double[] scores) {
        members.predict(x, scores);
    }

    @Override
    public void learn(FeatureVector x, int label, double weight) {
        if (scratch.length <= label) {
            scratch = new double[label + 1];
        }
        boolean worse = false;
        for (int i = 0; i < errors.length; i++) {
            Classifier member = members.member(i);
            int times = members.draw(settings.lambda());
            if (times > 0) {
                member.learn(x, label, weight * times);
            }
            member.predict(x, scratch);
            double before = errors[i].mean();
            boolean wrong = Scores.argmax(scratch, scratch.length) != label;
            worse |= errors[i].update(wrong ? 1 : 0) && errors[i].mean() > before;
        }
        if (worse) {
            resetWorst();
        }
    }

    private void resetWorst() {
        int worst = 0;
        for (int i = 1; i < errors.length; i++) {
            if (errors[i].mean() > errors[worst].mean()) {
                worst = i;
            }
        }
        members.reset(worst);
        errors[worst] = new Adwin(settings.driftDelta());
    }

    @Override
    public void snapshot(StateWriter out) {
        out.writeInt(FORMAT);
        out.writeInt(scratch.length);
        members.snapshot(out);
        for (Adwin error : errors) {
            error.snapshot(out);
        }
    }

    @Override
    public void restore(StateReader in) {
        int format = in.readInt();
        if (format != FORMAT) {
            throw new BadState("leveraging bagging of format " + format + " is unknown here; this is format " + FORMAT);
        }
        scratch = new double[in.readInt()];
        members.restore(in);
        for (Adwin error : errors) {
            error.restore(in);
        }
    }
}
