package dev.millrace.ml.stream;

import dev.millrace.ml.drift.Adwin;
import dev.millrace.stream.Output;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import dev.millrace.stream.time.Timestamps;

/**
 * Watches the errors of the learner for a rise; counts alarms and emits them to {@link DriftAlarm#TAG}. Errors that fall
 * (it has learned) shorten the detector's window too, but are no alarm. Threading: the partition's thread.
 */
final class DriftWatch {
    private final String learner;

    /** Null if nothing watches. */
    private final Adwin adwin;

    private long alarms;
    private long lastAlarmMillis = Timestamps.NONE;

    DriftWatch(LearningSpec spec) {
        this.learner = spec.learner().toString();
        this.adwin = spec.drift() == LearningSpec.Drift.ADWIN ? new Adwin() : null;
    }

    /** @param error in [0, 1] */
    void update(double error, long eventTimeMillis, long eventsLearned, Output<?> output) {
        if (adwin == null) {
            return;
        }
        double before = adwin.mean();
        if (adwin.update(error) && adwin.mean() > before) {
            alarms++;
            lastAlarmMillis = eventTimeMillis;
            output.emit(
                    DriftAlarm.TAG,
                    new DriftAlarm(learner, "adwin", eventTimeMillis, eventsLearned, adwin.mean()),
                    eventTimeMillis);
        }
    }

    long alarms() {
        return alarms;
    }

    /** Event time; {@link Timestamps#NONE} if there was no alarm. */
    long lastAlarmMillis() {
        return lastAlarmMillis;
    }

    void snapshot(StateWriter out) {
        out.writeLong(alarms);
        out.writeLong(lastAlarmMillis);
        if (adwin != null) {
            adwin.snapshot(out);
        }
    }

    void restore(StateReader in) {
        alarms = in.readLong();
        lastAlarmMillis = in.readLong();
        if (adwin != null) {
            adwin.restore(in);
        }
    }
}
