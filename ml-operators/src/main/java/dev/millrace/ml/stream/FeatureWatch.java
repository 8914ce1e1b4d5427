package dev.millrace.ml.stream;

import dev.millrace.ml.drift.Adwin;
import dev.millrace.ml.feature.Attribute;
import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.feature.RawValues;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;

/**
 * Watches the values of one column of numbers for a change of their mean, up or down, by ADWIN: no label is needed. Values
 * are standardised by what was seen before them and squeezed into 0 … 1, four standard deviations to each side; missing
 * ones are passed over. Threading: the partition's thread.
 */
final class FeatureWatch {
    private static final int WARM_UP = 30;
    private static final double SIDE = 4;

    private final String column;
    private final int slot;
    private final Adwin adwin = new Adwin();
    private long count;
    private double mean;
    private double spread;

    private FeatureWatch(Attribute attribute) {
        this.column = attribute.name();
        this.slot = attribute.slot();
    }

    /**
     * Watches of all columns of the features named.
     *
     * @throws IllegalArgumentException if one is no feature with numbers
     */
    static FeatureWatch[] of(DriftPolicy policy, Layout layout) {
        return policy.features().stream()
                .flatMap(name -> {
                    FeatureWatch[] watches = layout.numbers().stream()
                            .filter(attribute -> attribute.name().equals(name)
                                    || attribute.name().startsWith(name + "."))
                            .map(FeatureWatch::new)
                            .toArray(FeatureWatch[]::new);
                    if (watches.length == 0) {
                        throw new IllegalArgumentException("drift cannot watch '" + name
                                + "': it is no feature with numbers; those are "
                                + layout.numbers().stream().map(Attribute::name).toList());
                    }
                    return java.util.Arrays.stream(watches);
                })
                .toArray(FeatureWatch[]::new);
    }

    String column() {
        return column;
    }

    /** Takes an event's value in; true if the column has changed. */
    boolean update(RawValues raw) {
        double value = raw.number(slot);
        if (!(Math.abs(value) <= 1e100)) {
            return false;
        }
        boolean changed = false;
        if (count >= WARM_UP) {
            double deviation = Math.sqrt(spread / count);
            double z = deviation == 0
                    ? (value == mean ? 0 : Math.signum(value - mean) * SIDE)
                    : (value - mean) / deviation;
            changed = adwin.update((Math.max(-SIDE, Math.min(SIDE, z)) + SIDE) / (2 * SIDE));
        }
        count++;
        double delta = value - mean;
        mean += delta / count;
        spread += delta * (value - mean);
        return changed;
    }

    /** Where the column's recent mean lies, in 0 … 1 of the watched range. */
    double recent() {
        return adwin.mean();
    }

    void snapshot(StateWriter out) {
        out.writeLong(count);
        out.writeDouble(mean);
        out.writeDouble(spread);
        adwin.snapshot(out);
    }

    void restore(StateReader in) {
        count = in.readLong();
        mean = in.readDouble();
        spread = in.readDouble();
        adwin.restore(in);
    }
}
