package dev.millrace.ml.learner.ensemble;

import dev.millrace.ml.drift.Adwin;
import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.ChosenLearner;
import dev.millrace.ml.learner.Classifier;
import dev.millrace.ml.learner.MadeOfMembers;
import dev.millrace.ml.learner.Scores;
import dev.millrace.stream.random.Poisson;
import dev.millrace.stream.random.Random64;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;

/** Any classifier that sees each event a Poisson number of times, and may watch its error after learning. */
final class BaggedMember implements Voter {
    private final ChosenLearner base;
    private final Layout layout;
    private final Poisson times;

    /** Of the ADWIN on its error; 0 for none. */
    private final double driftDelta;

    private final Random64 random;
    private Classifier learner;

    /** Null if nobody watches. */
    private Adwin error;

    private boolean worse;
    private double[] scratch = new double[1];

    BaggedMember(ChosenLearner base, Layout layout, Poisson times, double driftDelta, long seed) {
        this.base = base;
        this.layout = layout;
        this.times = times;
        this.driftDelta = driftDelta;
        this.random = new Random64(seed);
        reset();
    }

    /** Starts anew. */
    void reset() {
        if (!(base.create(layout, random.nextLong()) instanceof Classifier classifier)) {
            throw new IllegalArgumentException(
                    "base '" + base + "' learns no classes; members of a vote must, hoeffding-tree say");
        }
        learner = classifier;
        error = driftDelta > 0 ? new Adwin(driftDelta) : null;
        worse = false;
    }

    MadeOfMembers.Made made() {
        return new MadeOfMembers.Made(base, learner);
    }

    /** Its learner knows so many classes before it has learned anything. */
    void begin(int classes) {
        scratch = new double[classes];
    }

    Adwin error() {
        return error;
    }

    /** Whether learning the last event showed that its error has risen. */
    boolean isWorse() {
        return worse;
    }

    @Override
    public void vote(FeatureVector x, double[] scores) {
        learner.predict(x, scores);
    }

    @Override
    public void voteAndLearn(FeatureVector x, int label, double weight, double[] scores) {
        int count = times.draw(random);
        if (count > 0) {
            learner.predictAndLearn(x, label, weight * count, scores);
        } else {
            learner.predictAlone(x, scores);
        }
        watch(x, label);
    }

    @Override
    public void learn(FeatureVector x, int label, double weight) {
        int count = times.draw(random);
        if (count > 0) {
            learner.learn(x, label, weight * count);
        }
        watch(x, label);
    }

    private void watch(FeatureVector x, int label) {
        if (error == null) {
            return;
        }
        if (scratch.length <= label) {
            scratch = new double[label + 1];
        }
        learner.predictAlone(x, scratch);
        double before = error.mean();
        boolean wrong = Scores.argmax(scratch, scratch.length) != label;
        worse = error.update(wrong ? 1 : 0) && error.mean() > before;
    }

    @Override
    public void snapshot(StateWriter out) {
        random.snapshot(out);
        learner.snapshot(out);
        out.writeInt(scratch.length);
        if (error != null) {
            error.snapshot(out);
        }
    }

    @Override
    public void restore(StateReader in, int format, Layout before) {
        if (format == 1) {
            base.restore(learner, in, before, layout);
            return;
        }
        random.restore(in);
        base.restore(learner, in, before, layout);
        scratch = new double[in.readInt()];
        if (error != null) {
            error.restore(in);
        }
    }

    /** What the first format kept beside the members. */
    void restoreError(StateReader in, int classes) {
        scratch = new double[classes];
        error.restore(in);
    }

    @Override
    public void reseed(long seed) {
        Random64 fresh = new Random64(seed);
        random.copyFrom(fresh);
    }
}
