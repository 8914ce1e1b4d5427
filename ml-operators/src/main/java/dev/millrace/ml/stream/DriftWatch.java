package dev.millrace.ml.stream;

import dev.millrace.stream.Output;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import dev.millrace.stream.time.Timestamps;

/** Watches the errors of the learner for a shift; counts alarms and emits them to {@link DriftAlarm#TAG}. */
final class DriftWatch {
    private long alarms;
    private long lastAlarmMillis = Timestamps.NONE;

    DriftWatch(LearningSpec spec) {}

    /** @param error in [0, 1] */
    void update(double error, long eventTimeMillis, long eventsLearned, Output<?> output) {}

    long alarms() {
        return alarms;
    }

    /** {@link Timestamps#NONE} if there was none. */
    long lastAlarmMillis() {
        return lastAlarmMillis;
    }

    void snapshot(StateWriter out) {
        out.writeLong(alarms);
        out.writeLong(lastAlarmMillis);
    }

    void restore(StateReader in) {
        alarms = in.readLong();
        lastAlarmMillis = in.readLong();
    }
}
