package dev.millrace.ml.learner;

import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;

/**
 * A model that learns from one event at a time. Predicting never changes it; what {@link #snapshot} writes and
 * {@link #restore} reads loses nothing: a restored learner goes on as if it had never stopped, bit for bit.
 *
 * <p>Threading: one caller while it learns; predicting on a copy that nobody changes is safe from many threads, each with
 * buffers of its own.
 */
public sealed interface Learner permits Classifier, Regressor, AnomalyDetector, ContextualBandit, Clusterer {

    /** Writes everything that changes what it will do next, starting with the version of its format. */
    void snapshot(StateWriter out);

    /** Replaces what it has learned by a snapshot of a learner with the same settings and layout. */
    void restore(StateReader in);
}
