package dev.millrace.ml.learner.ensemble;

import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.feature.Layout;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;

/** One of those that vote: it has its own model, its own chance, its own detectors, and sees nothing of the others. */
interface Member {
    /** Its vote: ≥ 0 for each class, the larger the heavier. Changes nothing and uses no buffers of its own. */
    void vote(FeatureVector x, double[] scores);

    /** Its vote, then learns: the same bits as {@link #vote} followed by {@link #learn}. */
    void voteAndLearn(FeatureVector x, int label, double weight, double[] scores);

    void learn(FeatureVector x, int label, double weight);

    void snapshot(StateWriter out);

    /**
     * @param format as of the ensemble
     * @param before layout of the snapshot, perhaps with fewer attributes
     */
    void restore(StateReader in, int format, Layout before);

    /** Gives it new chance: for snapshots of a format in which members shared one generator. */
    void reseed(long seed);
}
