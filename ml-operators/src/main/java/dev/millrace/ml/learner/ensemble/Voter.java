package dev.millrace.ml.learner.ensemble;

import dev.millrace.ml.feature.FeatureVector;

/** A member that votes for classes. */
interface Voter extends Member {
    /** Its vote: ≥ 0 for each class, the larger the heavier. Changes nothing and uses no buffers of its own. */
    void vote(FeatureVector x, double[] scores);

    /** Its vote, then learns: the same bits as {@link #vote} followed by {@link #learn}. */
    void voteAndLearn(FeatureVector x, int label, double weight, double[] scores);

    void learn(FeatureVector x, int label, double weight);

    /** Gives it new chance: for snapshots of a format in which members shared one generator. */
    void reseed(long seed);
}
