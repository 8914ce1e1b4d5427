package dev.millrace.ml.learner.ensemble;

import dev.millrace.ml.feature.Layout;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;

/** A part of an ensemble: it has its own model, its own chance, its own detectors, and sees nothing of the others. */
interface Member {
    void snapshot(StateWriter out);

    /**
     * @param format as of the ensemble
     * @param before layout of the snapshot, perhaps with fewer attributes
     */
    void restore(StateReader in, int format, Layout before);
}
