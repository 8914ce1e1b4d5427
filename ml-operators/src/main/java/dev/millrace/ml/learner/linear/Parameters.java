package dev.millrace.ml.learner.linear;

import dev.millrace.stream.state.BadState;
import dev.millrace.stream.state.ChunkedArray;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;

/**
 * The numbers that a linear model learns: weights and, for AdaGrad, sums of squared gradients. Small ones are copied whole into a
 * snapshot; from {@value #LARGE} on they are kept in chunks, of which a checkpoint writes those that changed.
 */
final class Parameters {
    /** Numbers from which on a copy at each checkpoint would be felt. */
    static final int LARGE = 1 << 16;

    /** Keeps AdaGrad's first division defined; the value that Tribuo has as its default. */
    static final double EPSILON = 1e-6;

    private final double[] weights;

    /** Null without AdaGrad. */
    private final double[] squares;

    /** Null unless large. */
    private final ChunkedArray weightChunks;

    private final ChunkedArray squareChunks;

    Parameters(int size, boolean adaptive) {
        boolean large = size >= LARGE;
        weightChunks = large ? new ChunkedArray(size) : null;
        squareChunks = large && adaptive ? new ChunkedArray(size) : null;
        weights = large ? weightChunks.values() : new double[size];
        squares = !adaptive ? null : large ? squareChunks.values() : new double[size];
    }

    /** The live array: {@link #touch} before a change. */
    double[] weights() {
        return weights;
    }

    /** The live array, or null without AdaGrad. */
    double[] squares() {
        return squares;
    }

    /** Whether {@link #touch} does anything. */
    boolean isLarge() {
        return weightChunks != null;
    }

    /** Must stand before a change of the places {@code from} … {@code to} − 1. */
    void touch(int from, int to) {
        if (weightChunks != null) {
            weightChunks.touch(from, to);
            if (squareChunks != null) {
                squareChunks.touch(from, to);
            }
        }
    }

    void snapshot(StateWriter out) {
        if (weightChunks != null) {
            out.register("weights", weightChunks);
            if (squareChunks != null) {
                out.register("squares", squareChunks);
            }
            return;
        }
        out.writeDoubles(weights);
        if (squares != null) {
            out.writeDoubles(squares);
        }
    }

    void restore(StateReader in) {
        if (weightChunks != null) {
            in.restore("weights", weightChunks);
            if (squareChunks != null) {
                in.restore("squares", squareChunks);
            }
            return;
        }
        fill(weights, in.readDoubles());
        if (squares != null) {
            fill(squares, in.readDoubles());
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
