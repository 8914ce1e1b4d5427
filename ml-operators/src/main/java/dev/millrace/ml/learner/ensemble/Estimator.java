package dev.millrace.ml.learner.ensemble;

import dev.millrace.ml.feature.FeatureVector;

/** A member that says a value. */
interface Estimator extends Member {
    /** What it expects: finite. Changes nothing and uses no buffers of its own. */
    double estimate(FeatureVector x);

    /** What it expects, then learns. */
    double estimateAndLearn(FeatureVector x, double value, double weight);
}
