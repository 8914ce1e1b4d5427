package dev.millrace.ml.stream;

import dev.millrace.ml.drift.Adwin;
import dev.millrace.ml.drift.DriftDetector;
import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.feature.RawValues;
import dev.millrace.stream.Output;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import dev.millrace.stream.time.Timestamps;

/**
 * Watches the errors of the learner for a rise, and features for any change; counts alarms and emits them to
 * {@link DriftAlarm#TAG}. Errors that fall (it has learned) shorten ADWIN's window too, but are no alarm. Threading: the
 * partition's thread.
 */
final class DriftWatch {
    /** Of the newest error in the estimate that an alarm tells: the last hundred count. */
    private static final double NEWEST = 0.01;

    private final String learner;
    private final String detectorName;

    /** Null if nothing watches the errors. */
    private final DriftDetector detector;

    private final FeatureWatch[] features;

    private long alarms;
    private long lastAlarmMillis = Timestamps.NONE;
    private double recentError;

    DriftWatch(LearningSpec spec, Layout layout) {
        DriftPolicy policy = spec.drift();
        this.learner = spec.learner().toString();
        this.detector = policy.detector() == null ? null : policy.detector().create();
        this.detectorName = policy.detector() == null ? "" : policy.detector().name();
        this.features = FeatureWatch.of(policy, layout);
    }

    /**
     * Takes the error of a scored prediction in; true if it is an alarm.
     *
     * @param error in [0, 1]
     */
    boolean update(double error, long eventTimeMillis, long eventsLearned, Output<?> output) {
        if (detector == null) {
            return false;
        }
        recentError += NEWEST * (error - recentError);
        boolean alarm;
        double now = recentError;
        if (detector instanceof Adwin adwin) {
            double before = adwin.mean();
            alarm = adwin.update(error) && adwin.mean() > before;
            now = adwin.mean();
        } else {
            alarm = detector.update(error);
        }
        if (alarm) {
            raise(new DriftAlarm(learner, detectorName, eventTimeMillis, eventsLearned, now), output);
        }
        return alarm;
    }

    /** Takes the values of an event in. */
    void update(RawValues raw, long eventTimeMillis, long eventsLearned, Output<?> output) {
        for (FeatureWatch feature : features) {
            if (feature.update(raw)) {
                raise(
                        new DriftAlarm(
                                "feature " + feature.column(),
                                "adwin",
                                eventTimeMillis,
                                eventsLearned,
                                feature.recent()),
                        output);
            }
        }
    }

    private void raise(DriftAlarm alarm, Output<?> output) {
        alarms++;
        lastAlarmMillis = alarm.eventTimeMillis();
        output.emit(DriftAlarm.TAG, alarm, alarm.eventTimeMillis());
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
        out.writeDouble(recentError);
        if (detector != null) {
            detector.snapshot(out);
        }
        for (FeatureWatch feature : features) {
            feature.snapshot(out);
        }
    }

    /** @param format of the learning operator; 1 knows ADWIN alone */
    void restore(StateReader in, int format) {
        alarms = in.readLong();
        lastAlarmMillis = in.readLong();
        recentError = format == 1 ? 0 : in.readDouble();
        if (detector != null) {
            detector.restore(in);
        }
        for (FeatureWatch feature : features) {
            feature.restore(in);
        }
    }
}
