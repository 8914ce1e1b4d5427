package dev.millrace.ml.feature;

import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import java.util.List;

/**
 * All that happens to one number between the row and the learner, in this order: a gap is filled, the number is clipped,
 * its logarithm taken, and scaled. What is missing teaches nothing. Numbers that are only standardised are done in blocks
 * instead, by {@link StandardScaler}.
 */
final class NumberChain implements Encoding {
    private final int slot;
    private final int flagSlot;
    private final Clip clip;
    private final Missing missing;
    private final boolean log;
    private final NumberScaler scaler;
    private final boolean scales;

    /** Numbers seen, and their mean or the last of them, whichever fills gaps. */
    private long count;

    private double usual = Double.NaN;

    /** @param flagSlot where to say whether the number was missing; −1 for nowhere */
    NumberChain(int slot, int flagSlot, Clip clip, Missing missing, Scale scale) {
        this.slot = slot;
        this.flagSlot = flagSlot;
        this.clip = clip;
        this.missing = missing;
        this.log = scale == Scale.LOG || scale == Scale.LOG_STANDARD;
        this.scaler = NumberScaler.of(scale);
        this.scales = scale != Scale.NONE && scale != Scale.LOG;
        if (missing.by() == Missing.By.CONSTANT) {
            usual = missing.value();
        }
    }

    @Override
    public void encode(RawValues raw, FeatureVector x) {
        double value = raw.numbers[slot];
        boolean there = Double.isFinite(value);
        if (flagSlot >= 0) {
            x.numbers()[flagSlot] = there ? 0 : 1;
        }
        double filled = there ? value : usual;
        x.numbers()[slot] = Double.isNaN(filled) ? Double.NaN : scaler.transform(shape(filled));
    }

    private double shape(double value) {
        double clipped = clip.apply(value);
        return log ? NumberScaler.log(clipped) : clipped;
    }

    @Override
    public void update(RawValues raw) {
        double value = raw.numbers[slot];
        if (!Double.isFinite(value)) {
            return;
        }
        count++;
        if (missing.by() == Missing.By.LAST) {
            usual = value;
        } else if (missing.by() == Missing.By.MEAN) {
            usual = count == 1 ? value : usual + (value - usual) / count;
        }
        scaler.update(shape(value));
    }

    @Override
    public String whyApart() {
        return missing.by() == Missing.By.LAST
                ? "'missing: last' goes by the last number of each partition"
                : scaler.whyApart();
    }

    @Override
    public boolean scales() {
        return scales;
    }

    @Override
    public void merge(List<? extends Encoding> parts) {
        List<NumberChain> chains =
                parts.stream().map(part -> (NumberChain) part).toList();
        for (NumberChain chain : chains) {
            if (missing.by() == Missing.By.MEAN && chain.count > 0) {
                double share = (double) chain.count / (count + chain.count);
                usual = count == 0 ? chain.usual : usual + (chain.usual - usual) * share;
            }
            count += chain.count;
        }
        scaler.merge(chains.stream().map(chain -> chain.scaler).toList());
    }

    @Override
    public void align(Encoding part, Alignment alignment) {
        if (scales) {
            NumberScaler own = ((NumberChain) part).scaler;
            alignment.rescale(slot, own.centre(), own.deviation(), scaler.centre(), scaler.deviation());
        }
    }

    @Override
    public void snapshot(StateWriter out) {
        out.writeLong(count);
        out.writeDouble(usual);
        scaler.snapshot(out);
    }

    @Override
    public void restore(StateReader in) {
        count = in.readLong();
        usual = in.readDouble();
        scaler.restore(in);
    }
}
