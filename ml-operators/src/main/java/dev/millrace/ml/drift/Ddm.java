package dev.millrace.ml.drift;

import dev.millrace.stream.state.BadState;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;

/**
 * Signals a rise of an error rate: when rate plus standard deviation exceed the lowest that they have been by some standard
 * deviations. Starts anew after each alarm. For values in 0 … 1, errors as 0 and 1 above all; values outside are ignored.
 * O(1); four numbers of state. Source: Gama, Medas, Castillo and Rodrigues, "Learning with drift detection", SBIA 2004.
 */
public final class Ddm implements DriftDetector {
    private static final int FORMAT = 1;

    private final int minInstances;
    private final double deviations;

    private long count;
    private double rate;
    private double lowestRate;
    private double lowestDeviation;

    /**
     * @param minInstances values before the first alarm; ≥ 1; the paper has 30
     * @param deviations standard deviations above the lowest that are an alarm; &gt; 0; the paper has 3
     */
    public Ddm(int minInstances, double deviations) {
        if (minInstances < 1 || !(deviations > 0 && deviations < 100)) {
            throw new IllegalArgumentException("DDM needs min-instances >= 1 and deviations between 0 and 100, got "
                    + minInstances + " and " + deviations);
        }
        this.minInstances = minInstances;
        this.deviations = deviations;
        reset();
    }

    private void reset() {
        count = 0;
        rate = 1;
        lowestRate = Double.MAX_VALUE;
        lowestDeviation = 0;
    }

    @Override
    public boolean update(double value) {
        if (!(value >= 0 && value <= 1)) {
            return false;
        }
        count++;
        rate += (value - rate) / count;
        double deviation = Math.sqrt(rate * (1 - rate) / count);
        if (count < minInstances) {
            return false;
        }
        if (rate + deviation <= lowestRate + lowestDeviation) {
            lowestRate = rate;
            lowestDeviation = deviation;
        }
        // Without spread at the lowest, as after a run of no errors, the first error would be an alarm.
        if (rate + deviation > lowestRate + deviations * lowestDeviation && (lowestDeviation > 0 || rate > deviation)) {
            reset();
            return true;
        }
        return false;
    }

    @Override
    public void snapshot(StateWriter out) {
        out.writeInt(FORMAT);
        out.writeLong(count);
        out.writeDouble(rate);
        out.writeDouble(lowestRate);
        out.writeDouble(lowestDeviation);
    }

    @Override
    public void restore(StateReader in) {
        int format = in.readInt();
        if (format != FORMAT) {
            throw new BadState("DDM of format " + format + " is unknown here; this is format " + FORMAT);
        }
        count = in.readLong();
        rate = in.readDouble();
        lowestRate = in.readDouble();
        lowestDeviation = in.readDouble();
    }
}
