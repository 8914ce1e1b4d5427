package dev.millrace.ml.feature;

import dev.millrace.stream.event.Row;
import dev.millrace.stream.state.BadState;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import dev.millrace.stream.time.Timestamps;
import dev.millrace.stream.window.SlicedStatistics;
import java.util.Arrays;

/** What is remembered of one key. Threading: the partition's thread. */
final class KeyFacts {
    private long events;

    /** The largest event time of the key's events. */
    private long newestMillis = Timestamps.NONE;

    private final double[] lags;
    private long labels;

    /** A ring; null where labels are values. */
    private final String[] labelNames;

    /** A ring; null where labels are classes. */
    private final double[] labelValues;

    private final SlicedStatistics[] windows;

    KeyFacts(LookupPlan plan) {
        lags = new double[plan.lagRoom()];
        labelNames = plan.labelIsValue() ? null : new String[plan.labelRoom()];
        labelValues = plan.labelIsValue() ? new double[plan.labelRoom()] : null;
        if (labelValues != null) {
            Arrays.fill(labelValues, Double.NaN); // as after a restore: the bytes of a state depend on events only
        }
        windows = plan.windows().stream()
                .map(window -> window.statistics().create())
                .toArray(SlicedStatistics[]::new);
    }

    void read(LookupPlan plan, long timestampMillis, RawValues raw) {
        int base = 0;
        for (int i = 0; i < plan.lags().size(); i++) {
            LookupPlan.Lag lag = plan.lags().get(i);
            // The next place to be written holds the value of `steps` events ago.
            raw.numbers[lag.slot()] = events < lag.steps() ? Double.NaN : lags[base + (int) (events % lag.steps())];
            base += lag.steps();
        }
        for (int i = 0; i < plan.labelLags().size(); i++) {
            LookupPlan.LabelLag lag = plan.labelLags().get(i);
            boolean known = labels >= lag.steps();
            if (labelNames == null) {
                raw.numbers[lag.slot()] =
                        known ? labelValues[(int) ((labels - lag.steps()) % labelValues.length)] : Double.NaN;
            } else {
                raw.names[lag.slot()] = known ? labelNames[(int) ((labels - lag.steps()) % labelNames.length)] : null;
            }
        }
        for (int i = 0; i < windows.length; i++) {
            windows[i].read(timestampMillis, raw.numbers, plan.windows().get(i).slot());
        }
        for (int slot : plan.since()) {
            raw.numbers[slot] = Math.max(0, sinceMillis(timestampMillis)) / 1_000;
        }
        for (LookupPlan.Difference difference : plan.differences()) {
            double step = raw.inputs[difference.input()] - raw.numbers[difference.slot()];
            raw.numbers[difference.slot()] = difference.perMillis() == 0
                    ? step
                    : rate(step, difference.perMillis(), sinceMillis(timestampMillis));
        }
    }

    /** NaN if there was no event, or one of the two has no time. */
    private double sinceMillis(long timestampMillis) {
        return events == 0 || newestMillis == Timestamps.NONE || timestampMillis == Timestamps.NONE
                ? Double.NaN
                : (double) timestampMillis - newestMillis;
    }

    private static double rate(double step, long perMillis, double elapsedMillis) {
        return elapsedMillis > 0 ? step * perMillis / elapsedMillis : Double.NaN;
    }

    void update(LookupPlan plan, Row row, long timestampMillis) {
        int base = 0;
        for (int i = 0; i < plan.lags().size(); i++) {
            LookupPlan.Lag lag = plan.lags().get(i);
            lags[base + (int) (events % lag.steps())] = row.numeric(lag.field());
            base += lag.steps();
        }
        for (int i = 0; i < windows.length; i++) {
            windows[i].update(
                    timestampMillis, WindowedValue.of(row, plan.windows().get(i).field()));
        }
        events++;
        seen(timestampMillis);
    }

    /** Something happened to the key at that event time. */
    void seen(long timestampMillis) {
        newestMillis = Math.max(newestMillis, timestampMillis);
    }

    /** A key of which only a label is known counts as seen when that came: else it would never be forgotten. */
    void seenIfNever(long timestampMillis) {
        if (newestMillis == Timestamps.NONE) {
            newestMillis = timestampMillis;
        }
    }

    /** Whether the key has been quiet since before that event time. */
    boolean isQuietSince(long timestampMillis) {
        return newestMillis < timestampMillis;
    }

    void updateLabel(String name) {
        labelNames[(int) (labels++ % labelNames.length)] = name;
    }

    void updateLabel(double value) {
        labelValues[(int) (labels++ % labelValues.length)] = value;
    }

    void snapshot(StateWriter out) {
        out.writeLong(events);
        out.writeLong(newestMillis);
        out.writeDoubles(lags);
        out.writeLong(labels);
        if (labelNames == null) {
            out.writeDoubles(labelValues);
        } else {
            out.writeInt(labelNames.length);
            Arrays.stream(labelNames).forEach(out::writeString);
        }
        out.writeInt(windows.length);
        for (SlicedStatistics window : windows) {
            window.snapshot(out);
        }
    }

    /** Reads a snapshot, perhaps of a plan that had not all lookups of this one yet: what it lacks is missing. */
    void restore(StateReader in, int format) {
        events = in.readLong();
        newestMillis = format == 1 ? Timestamps.NONE : in.readLong();
        double[] storedLags = in.readDoubles();
        refuseMore("lags", storedLags.length, lags.length);
        Arrays.fill(lags, Double.NaN);
        System.arraycopy(storedLags, 0, lags, 0, storedLags.length);
        labels = in.readLong();
        if (labelNames == null) {
            restoreLabelValues(in.readDoubles());
        } else {
            restoreLabelNames(in, format == 1 ? labelNames.length : in.readInt());
        }
        int storedWindows = format == 1 ? windows.length : in.readInt();
        refuseMore("windows", storedWindows, windows.length);
        for (int i = 0; i < storedWindows; i++) {
            windows[i].restore(in);
        }
    }

    // A longer ring has the last labels at other places.
    private void restoreLabelValues(double[] stored) {
        refuseMore("labels", stored.length, labelValues.length);
        Arrays.fill(labelValues, Double.NaN);
        for (long i = Math.max(0, labels - stored.length); i < labels; i++) {
            labelValues[(int) (i % labelValues.length)] = stored[(int) (i % stored.length)];
        }
    }

    private void restoreLabelNames(StateReader in, int length) {
        refuseMore("labels", length, labelNames.length);
        String[] stored = new String[length];
        for (int i = 0; i < length; i++) {
            stored[i] = in.readString();
        }
        Arrays.fill(labelNames, null);
        for (long i = Math.max(0, labels - length); i < labels; i++) {
            labelNames[(int) (i % labelNames.length)] = stored[(int) (i % length)];
        }
    }

    private static void refuseMore(String what, int stored, int known) {
        if (stored > known) {
            throw new BadState("the state of a key has " + stored + " " + what + ", the features " + known
                    + "; features can only be appended behind those that there are");
        }
    }
}
