package dev.millrace.ml.learner.ensemble;

import dev.millrace.ml.drift.Adwin;
import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.ChosenLearner;
import dev.millrace.ml.learner.Classifier;
import dev.millrace.ml.learner.MadeOfMembers;
import dev.millrace.ml.learner.Scores;
import dev.millrace.ml.math.Elementary;
import dev.millrace.stream.random.Random64;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;

/** One in the row of {@link OnlineBoosting}: any classifier, with the importance of what it got right and wrong so far. */
final class BoostedMember {
    private final ChosenLearner base;
    private final Layout layout;
    private final double driftDelta;
    private final Random64 seeds;
    private Classifier learner;
    private double right;
    private double wrong;

    /** Null if nobody watches. */
    private Adwin error;

    private boolean risen;
    private double[] scratch = new double[1];

    BoostedMember(ChosenLearner base, Layout layout, double driftDelta, long seed) {
        this.base = base;
        this.layout = layout;
        this.driftDelta = driftDelta;
        this.seeds = new Random64(seed);
        reset();
    }

    /** Its learner starts anew; what is known of its errors stays, as in the reference. */
    void reset() {
        if (!(base.create(layout, seeds.nextLong()) instanceof Classifier classifier)) {
            throw new IllegalArgumentException(
                    "base '" + base + "' learns no classes; members that are boosted must, hoeffding-tree say");
        }
        learner = classifier;
        error = driftDelta > 0 ? new Adwin(driftDelta) : null;
    }

    MadeOfMembers.Made made() {
        return new MadeOfMembers.Made(base, learner);
    }

    /** Its learner knows so many classes before it has learned anything. */
    void begin(int classes) {
        scratch = new double[classes];
    }

    Classifier learner() {
        return learner;
    }

    /** The weight of its vote; 0 if it made no mistake yet, or is no better than half. */
    double say() {
        return wrong == 0 || wrong >= right ? 0 : Elementary.log(right / wrong);
    }

    /**
     * Sees whether it has a class right.
     *
     * @return the importance of all that it got as right or wrong as this
     */
    double judge(FeatureVector x, int label, double importance) {
        if (scratch.length <= label) {
            scratch = new double[label + 1];
        }
        learner.predictAlone(x, scratch);
        boolean correct = Scores.argmax(scratch, scratch.length) == label;
        if (error != null) {
            double before = error.mean();
            risen = error.update(correct ? 0 : 1) && error.mean() > before;
        }
        if (correct) {
            right += importance;
            return right;
        }
        wrong += importance;
        return wrong;
    }

    /** Whether the last event judged showed that its error has risen. */
    boolean hasRisen() {
        return risen;
    }

    double recentError() {
        return error.mean();
    }

    void snapshot(StateWriter out) {
        seeds.snapshot(out);
        out.writeDouble(right);
        out.writeDouble(wrong);
        out.writeInt(scratch.length);
        learner.snapshot(out);
        if (error != null) {
            error.snapshot(out);
        }
    }

    void restore(StateReader in, Layout before) {
        seeds.restore(in);
        right = in.readDouble();
        wrong = in.readDouble();
        scratch = new double[in.readInt()];
        base.restore(learner, in, before, layout);
        if (error != null) {
            error.restore(in);
        }
    }
}
