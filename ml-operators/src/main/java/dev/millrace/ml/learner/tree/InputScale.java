package dev.millrace.ml.learner.tree;

import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.learner.Usable;
import dev.millrace.stream.state.BadState;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import java.util.Arrays;

/** What a tree's linear models see: numbers and value over three standard deviations of all that the tree has seen. */
final class InputScale {
    /** Moments of the numbers, by slot. */
    private double[] inputs;

    /** One over three deviations, by slot; 0 where there is no spread. */
    private final double[] scales;

    private double[] value = new double[Moments.CELLS];

    InputScale(int numbers) {
        inputs = new double[numbers * Moments.CELLS];
        scales = new double[numbers];
    }

    void observe(FeatureVector x, double weight) {
        double[] numbers = x.numbers();
        for (int i = 0; i < scales.length; i++) {
            if (Usable.isUsable(numbers[i])) {
                Moments.add(inputs, i * Moments.CELLS, numbers[i], weight);
                renew(i);
            }
        }
    }

    void observe(double observed, double weight) {
        Moments.add(value, 0, observed, weight);
    }

    private void renew(int i) {
        double deviation = Moments.deviation(inputs, i * Moments.CELLS);
        scales[i] = deviation > Double.MIN_NORMAL && deviation < Double.MAX_VALUE ? 1 / (3 * deviation) : 0;
    }

    /** The number at a slot, scaled; 0 if it is missing. */
    double input(FeatureVector x, int slot) {
        double given = x.numbers()[slot];
        double scaled = (given - inputs[slot * Moments.CELLS + 1]) * scales[slot];
        // Ten times three deviations is no number to learn a slope from.
        return Usable.isUsable(given) ? Math.max(-10, Math.min(10, scaled)) : 0;
    }

    /** Deviation of the value; 0 before there is any. */
    double deviation() {
        return Moments.deviation(value, 0);
    }

    double scaled(double observed) {
        double deviation = deviation();
        return deviation > 0 ? (observed - value[1]) / (3 * deviation) : 0;
    }

    double unscaled(double predicted) {
        return value[1] + predicted * 3 * deviation();
    }

    void snapshot(StateWriter out) {
        out.writeDoubles(inputs);
        out.writeDoubles(value);
    }

    /** Reads what was seen of the first so many numbers. */
    void restore(StateReader in, int numbers) {
        double[] stored = in.readDoubles();
        if (stored.length != numbers * Moments.CELLS) {
            throw new BadState("a regression tree over " + stored.length / Moments.CELLS + " numbers where there were "
                    + numbers + "; the snapshot belongs to other features");
        }
        inputs = Arrays.copyOf(stored, inputs.length);
        value = in.readDoubles();
        for (int i = 0; i < scales.length; i++) {
            renew(i);
        }
    }
}
