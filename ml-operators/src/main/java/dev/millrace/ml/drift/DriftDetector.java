package dev.millrace.ml.drift;

import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;

/** Watches one number per event and tells when its distribution has changed. Bounded memory. Threading: one caller. */
public interface DriftDetector {

    /**
     * Takes the next value.
     *
     * @param value finite; others are ignored
     * @return true if a change shows with this value
     */
    boolean update(double value);

    /** Writes everything that changes what it will signal, starting with the version of its format. */
    void snapshot(StateWriter out);

    /** Replaces its memory by that of a detector with the same settings. */
    void restore(StateReader in);
}
