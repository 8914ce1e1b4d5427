package dev.millrace.ml.learner.linear;

import dev.millrace.stream.state.ChunkedArray;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/**
 * P, the inverse of a weighted Gram matrix that grows by an event at a time, by Sherman and Morrison's formula; symmetric at
 * every step. O(d²) an event, 8·d² bytes. Threading: one caller; {@link #varianceOf} shares nothing.
 */
public final class InverseGram {
    /** Coordinates for which a square fits: 128 MiB. */
    public static final int MOST_COORDINATES = 4096;

    private static final double LARGEST_VARIANCE = 1e12;

    private static final String SQUARE = "square";

    private final int size;
    private final double first;
    private final ChunkedArray square;

    /** Over the numbers of the square. */
    private final DMatrixRMaj inverse;

    private final DMatrixRMaj gain;

    /** Where the gain is not 0: of categories most codes have not come yet, and nothing goes with them. */
    private final int[] active;

    /** @param variance of every direction at first */
    public InverseGram(int size, double variance) {
        this.size = size;
        this.first = variance;
        this.square = new ChunkedArray(size * size);
        this.inverse = DMatrixRMaj.wrap(size, size, square.values());
        CommonOps_DDRM.setIdentity(inverse);
        CommonOps_DDRM.scale(variance, inverse);
        this.gain = new DMatrixRMaj(size, 1);
        this.active = new int[size];
    }

    /** xᵀ·P·x; {@link #gain} is P·x from then on. O(size) for each coordinate of the event that is not 0. */
    public double variance(DMatrixRMaj x) {
        double[] p = inverse.data;
        double[] g = gain.data;
        Arrays.fill(g, 0);
        for (int j = 0; j < size; j++) {
            double value = x.data[j];
            if (value != 0) {
                int row = j * size; // the same as the column
                for (int i = 0; i < size; i++) {
                    g[i] += p[row + i] * value;
                }
            }
        }
        return CommonOps_DDRM.dot(x, gain);
    }

    /** The same without a trace: safe for many threads while nobody learns. */
    public double varianceOf(double[] x) {
        double sum = 0;
        for (int i = 0; i < size; i++) {
            if (x[i] != 0) {
                double row = 0;
                for (int j = 0; j < size; j++) {
                    row += inverse.data[i * size + j] * x[j];
                }
                sum += x[i] * row;
            }
        }
        return Math.max(0, sum);
    }

    /** P·x of the last {@link #variance}. */
    public DMatrixRMaj gain() {
        return gain;
    }

    /** P ← (P − g·gᵀ·share)·growth, on both sides of the diagonal alike. Without growth only where g is not 0. */
    public void shrink(double share, double growth) {
        if (growth == 1) {
            shrink(share);
            return;
        }
        touch();
        double[] p = inverse.data;
        double[] g = gain.data;
        for (int i = 0; i < size; i++) {
            int row = i * size;
            double factor = g[i] * share;
            for (int j = 0; j <= i; j++) {
                double value = (0.5 * (p[row + j] + p[j * size + i]) - factor * g[j]) * growth;
                p[row + j] = value;
                p[j * size + i] = value;
            }
        }
        if (growth > 1) {
            bound(p);
        }
    }

    private void shrink(double share) {
        double[] p = inverse.data;
        double[] g = gain.data;
        int count = 0;
        for (int i = 0; i < size; i++) {
            active[count] = i;
            count += g[i] != 0 ? 1 : 0;
        }
        for (int a = 0; a < count; a++) {
            int i = active[a];
            int row = i * size;
            square.touch(row, row + size);
            double factor = g[i] * share;
            for (int b = 0; b <= a; b++) {
                int j = active[b];
                double value = p[row + j] - factor * g[j];
                p[row + j] = value;
                p[j * size + i] = value;
            }
        }
    }

    /** P ← P + variance·I. */
    void widen(double variance) {
        touch();
        for (int i = 0; i < size; i++) {
            inverse.data[i * size + i] += variance;
        }
        bound(inverse.data);
    }

    /** A direction that no event excites keeps a finite variance: its row and column are scaled down together. */
    private void bound(double[] p) {
        for (int i = 0; i < size; i++) {
            double variance = p[i * size + i];
            if (variance > LARGEST_VARIANCE) {
                double factor = Math.sqrt(LARGEST_VARIANCE / variance);
                for (int j = 0; j < size; j++) {
                    p[i * size + j] *= factor;
                    p[j * size + i] *= factor;
                }
            }
        }
    }

    /** The Gram matrix itself; a copy. O(size³). */
    DMatrixRMaj gram() {
        return inverted(inverse);
    }

    /** Takes the inverse of a Gram matrix. O(size³). */
    void ofGram(DMatrixRMaj gram) {
        touch();
        inverse.setTo(inverted(gram));
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < i; j++) { // rounding may have made a difference
                inverse.data[j * size + i] = inverse.data[i * size + j];
            }
        }
    }

    /** P·x into another column. */
    void multiply(DMatrixRMaj x, DMatrixRMaj into) {
        CommonOps_DDRM.mult(inverse, x, into);
    }

    /** Rows and columns are brought to a diagonal of 1 first: units of numbers must not cost digits. */
    private static DMatrixRMaj inverted(DMatrixRMaj matrix) {
        int size = matrix.numRows;
        double[] shares = new double[size];
        for (int i = 0; i < size; i++) {
            shares[i] = 1 / Math.sqrt(matrix.get(i, i));
        }
        DMatrixRMaj scaled = matrix.copy();
        scaled(scaled, shares);
        DMatrixRMaj inverted = new DMatrixRMaj(size, size);
        if (!CommonOps_DDRM.invertSPD(scaled, inverted)) {
            throw new IllegalStateException("the products of these " + size
                    + " coordinates cannot be inverted any more; serve the partitions by vote, or raise delta");
        }
        scaled(inverted, shares);
        return inverted;
    }

    private static void scaled(DMatrixRMaj matrix, double[] shares) {
        for (int i = 0; i < shares.length; i++) {
            for (int j = 0; j < shares.length; j++) {
                matrix.data[i * shares.length + j] *= shares[i] * shares[j];
            }
        }
    }

    private void touch() {
        square.touch(0, size * size);
    }

    /** In chunks, which a checkpoint writes only if an event has moved it since the last one. */
    public void snapshotInChunks(StateWriter out) {
        out.register(SQUARE, square);
    }

    /** Reads what {@link #snapshotInChunks} wrote; see {@link #restore(StateReader, int, boolean)}. */
    public void restoreChunks(StateReader in, int before, boolean intercept) {
        if (before == size) {
            in.restore(SQUARE, square);
            return;
        }
        ChunkedArray earlier = new ChunkedArray(before * before);
        in.restore(SQUARE, earlier);
        double[] half = new double[before * (before + 1) / 2];
        for (int i = 0, at = 0; i < before; i++) {
            for (int j = 0; j <= i; j++) {
                half[at++] = earlier.get(i * before + j);
            }
        }
        place(half, before, intercept);
    }

    /** One half: the other is the same. For few numbers, written with every checkpoint. */
    public void snapshot(StateWriter out) {
        double[] half = new double[size * (size + 1) / 2];
        for (int i = 0, at = 0; i < size; i++) {
            for (int j = 0; j <= i; j++) {
                half[at++] = inverse.data[i * size + j];
            }
        }
        out.writeDoubles(half);
    }

    public void restore(StateReader in) {
        restore(in, size, false);
    }

    /**
     * Reads a snapshot of fewer coordinates: those that are new are as at first, and go with none of the others.
     *
     * @param before coordinates of the snapshot, the intercept included
     * @param intercept whether the last coordinate of both is the same, however many come before it
     */
    public void restore(StateReader in, int before, boolean intercept) {
        double[] half = new double[before * (before + 1) / 2];
        Parameters.fill(half, in.readDoubles());
        place(half, before, intercept);
    }

    private void place(double[] half, int before, boolean intercept) {
        touch();
        CommonOps_DDRM.setIdentity(inverse);
        CommonOps_DDRM.scale(first, inverse);
        for (int i = 0, at = 0; i < before; i++) {
            int row = place(i, before, intercept);
            for (int j = 0; j <= i; j++) {
                int column = place(j, before, intercept);
                inverse.data[row * size + column] = half[at];
                inverse.data[column * size + row] = half[at++];
            }
        }
    }

    /** Where one of so many coordinates is now. */
    private int place(int of, int before, boolean intercept) {
        return intercept && of == before - 1 ? size - 1 : of;
    }

    /** Sets the variance of a coordinate that goes with none of the others so far. */
    public void vary(int coordinate, double variance) {
        touch();
        for (int i = 0; i < size; i++) {
            inverse.data[i * size + coordinate] = 0;
            inverse.data[coordinate * size + i] = 0;
        }
        inverse.data[coordinate * size + coordinate] = variance;
    }
}
