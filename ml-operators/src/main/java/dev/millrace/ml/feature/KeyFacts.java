package dev.millrace.ml.feature;

import dev.millrace.stream.event.Row;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import dev.millrace.stream.window.SlicedStatistics;
import java.util.Arrays;

/** What is remembered of one key. Threading: the partition's thread. */
final class KeyFacts {
    private long events;
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
    }

    void update(LookupPlan plan, Row row, long timestampMillis) {
        int base = 0;
        for (int i = 0; i < plan.lags().size(); i++) {
            LookupPlan.Lag lag = plan.lags().get(i);
            lags[base + (int) (events % lag.steps())] = row.numeric(lag.field());
            base += lag.steps();
        }
        for (int i = 0; i < windows.length; i++) {
            windows[i].update(timestampMillis, row.numeric(plan.windows().get(i).field()));
        }
        events++;
    }

    void updateLabel(String name) {
        labelNames[(int) (labels++ % labelNames.length)] = name;
    }

    void updateLabel(double value) {
        labelValues[(int) (labels++ % labelValues.length)] = value;
    }

    void snapshot(StateWriter out) {
        out.writeLong(events);
        out.writeDoubles(lags);
        out.writeLong(labels);
        if (labelNames == null) {
            out.writeDoubles(labelValues);
        } else {
            Arrays.stream(labelNames).forEach(out::writeString);
        }
        for (SlicedStatistics window : windows) {
            window.snapshot(out);
        }
    }

    void restore(StateReader in) {
        events = in.readLong();
        System.arraycopy(in.readDoubles(), 0, lags, 0, lags.length);
        labels = in.readLong();
        if (labelNames == null) {
            System.arraycopy(in.readDoubles(), 0, labelValues, 0, labelValues.length);
        } else {
            for (int i = 0; i < labelNames.length; i++) {
                labelNames[i] = in.readString();
            }
        }
        for (SlicedStatistics window : windows) {
            window.restore(in);
        }
    }
}
