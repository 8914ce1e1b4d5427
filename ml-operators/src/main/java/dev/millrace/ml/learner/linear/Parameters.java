package dev.millrace.ml.learner.linear;

import dev.millrace.stream.state.BadState;
import dev.millrace.stream.state.ChunkedArray;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import java.util.Arrays;

/**
 * The numbers that a linear model learns: weights, and what its optimiser keeps beside each. Small ones are copied whole into a
 * snapshot; from {@value #LARGE} on they are kept in chunks, of which a checkpoint writes those that changed.
 */
public final class Parameters {
    /** Numbers from which on a copy at each checkpoint would be felt. */
    static final int LARGE = 1 << 16;

    /** Keeps AdaGrad's first division defined; the value that Tribuo has as its default. */
    public static final double EPSILON = 1e-6;

    public static final String WEIGHTS = "weights";
    public static final String SQUARES = "squares";

    private final String[] names;
    private final double[][] arrays;

    /** Null unless large. */
    private final ChunkedArray[] chunks;

    /** @param names of what is kept by coordinate, the weights first */
    public Parameters(int size, String... names) {
        this.names = names.clone();
        arrays = new double[names.length][];
        chunks = size >= LARGE ? new ChunkedArray[names.length] : null;
        for (int i = 0; i < names.length; i++) {
            if (chunks != null) {
                chunks[i] = new ChunkedArray(size);
                arrays[i] = chunks[i].values();
            } else {
                arrays[i] = new double[size];
            }
        }
    }

    /** Weights, and sums of squared gradients if asked for. */
    Parameters(int size, boolean adaptive) {
        this(size, adaptive ? new String[] {WEIGHTS, SQUARES} : new String[] {WEIGHTS});
    }

    /** The live array: {@link #touch} before a change. */
    public double[] weights() {
        return arrays[0];
    }

    /** The live array, or null if there is none. */
    public double[] squares() {
        return array(SQUARES);
    }

    /** The live array of that name, or null if there is none. */
    public double[] array(String name) {
        for (int i = 0; i < names.length; i++) {
            if (names[i].equals(name)) {
                return arrays[i];
            }
        }
        return null;
    }

    /** Whether {@link #touch} does anything. */
    boolean isLarge() {
        return chunks != null;
    }

    /** Must stand before a change of the places {@code from} … {@code to} − 1. */
    public void touch(int from, int to) {
        if (chunks != null) {
            for (ChunkedArray array : chunks) {
                array.touch(from, to);
            }
        }
    }

    public void snapshot(StateWriter out) {
        for (int i = 0; i < names.length; i++) {
            if (chunks != null) {
                out.register(names[i], chunks[i]);
            } else {
                out.writeDoubles(arrays[i]);
            }
        }
    }

    /**
     * Reads a snapshot, perhaps of a layout that had not all coordinates of this one yet: the new ones stay
     * what they are, as at the start.
     *
     * @param last how many of the last numbers belong to the intercept, and stay the last
     * @param stored how many the snapshot has
     */
    public void restore(StateReader in, int last, int stored) {
        if (stored == arrays[0].length) {
            read(in);
            return;
        }
        Parameters earlier = new Parameters(stored, names);
        earlier.read(in);
        touch(0, arrays[0].length);
        for (int i = 0; i < names.length; i++) {
            System.arraycopy(earlier.arrays[i], 0, arrays[i], 0, stored - last);
            System.arraycopy(earlier.arrays[i], stored - last, arrays[i], arrays[i].length - last, last);
        }
    }

    private void read(StateReader in) {
        for (int i = 0; i < names.length; i++) {
            if (chunks != null) {
                in.restore(names[i], chunks[i]);
            } else {
                fill(arrays[i], in.readDoubles());
            }
        }
    }

    /**
     * Copies a vector that may be of fewer coordinates; the others become 0.
     *
     * @param before length of the vector that is stored
     * @param intercept whether the last of both is the same, however many come before it
     */
    static void fill(double[] target, double[] stored, int before, boolean intercept) {
        fill(new double[before], stored);
        Arrays.fill(target, 0);
        System.arraycopy(stored, 0, target, 0, before);
        if (intercept && before < target.length) {
            target[before - 1] = 0;
            target[target.length - 1] = stored[before - 1];
        }
    }

    /** Copies, after a look at the length. */
    static void fill(double[] target, double[] stored) {
        if (stored.length != target.length) {
            throw new BadState("the snapshot has " + stored.length + " weights where this layout needs " + target.length
                    + "; it belongs to other features or settings");
        }
        System.arraycopy(stored, 0, target, 0, stored.length);
    }
}
