package dev.millrace.ml.stream;

import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import dev.millrace.stream.time.Timestamps;

/** What a learning operator counts beside what it learned. */
final class Counters {
    /** Events taken, labelled or not. */
    long events;

    /** Events that went without a label. */
    long unlabelled;

    /** Events whose label did not come in time. */
    long timedOut;

    /** Events whose label was not waited for to the end, for want of room. */
    long timedOutEarly;

    /** Rows and late labels that went to the dead letters. */
    long refused;

    long eventTimeSeenMillis = Timestamps.NONE;

    void snapshot(StateWriter out) {
        out.writeLong(events);
        out.writeLong(unlabelled);
        out.writeLong(timedOut);
        out.writeLong(timedOutEarly);
        out.writeLong(refused);
        out.writeLong(eventTimeSeenMillis);
    }

    void restore(StateReader in) {
        events = in.readLong();
        unlabelled = in.readLong();
        timedOut = in.readLong();
        timedOutEarly = in.readLong();
        refused = in.readLong();
        eventTimeSeenMillis = in.readLong();
    }
}
