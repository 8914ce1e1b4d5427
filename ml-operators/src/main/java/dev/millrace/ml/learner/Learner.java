package dev.millrace.ml.learner;

import dev.millrace.ml.feature.Layout;
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

    /**
     * Replaces what it has learned by a snapshot of a learner with the same settings over an earlier layout: what it knew of
     * the attributes that there were stays, and it begins to learn those that were appended. An event in which all of these
     * are missing is answered as before, as far as the learner's own documentation does not say otherwise.
     *
     * <p>Called only if the provider {@linkplain LearnerProvider#takesNewFeatures takes new features}.
     *
     * @param before {@linkplain Layout#isPrefixOf begins} this learner's layout
     */
    default void restore(StateReader in, Layout before) {
        restore(in);
    }
}
