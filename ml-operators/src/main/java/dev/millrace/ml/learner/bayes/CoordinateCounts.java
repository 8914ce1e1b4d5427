package dev.millrace.ml.learner.bayes;

import dev.millrace.stream.state.BadState;
import dev.millrace.stream.state.ChunkedArray;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import java.util.Arrays;

/**
 * What each class has shown of each coordinate. A class takes 8 bytes a coordinate once it has come. Rows of
 * {@value #LARGE} coordinates or more stand in chunks of their own, of which a checkpoint writes those that changed.
 * Threading: one caller.
 */
final class CoordinateCounts {
    /** Numbers from which on a copy at each checkpoint would be felt. */
    private static final int LARGE = 1 << 16;

    private final int width;

    /** By class; null for one that has not come. */
    private ChunkedArray[] rows = {};

    CoordinateCounts(int width) {
        this.width = width;
    }

    /** Counts of a class, to be read only; null for one that has not come. */
    double[] of(int label) {
        return label < rows.length && rows[label] != null ? rows[label].values() : null;
    }

    /** Adds to a count of a class. */
    void add(int label, int coordinate, double weight) {
        ChunkedArray row = row(label);
        row.touch(coordinate);
        row.values()[coordinate] += weight;
    }

    /** Counts of a class that has come, all zero at first. */
    ChunkedArray row(int label) {
        if (label >= rows.length) {
            rows = Arrays.copyOf(rows, label + 1);
        }
        if (rows[label] == null) {
            rows[label] = new ChunkedArray(width);
        }
        return rows[label];
    }

    void snapshot(StateWriter out) {
        out.writeInt(rows.length);
        for (int k = 0; k < rows.length; k++) {
            out.writeBoolean(rows[k] != null);
            if (rows[k] != null && width >= LARGE) {
                out.register("counts-" + k, rows[k]);
            } else if (rows[k] != null) {
                out.writeDoubles(rows[k].values());
            }
        }
    }

    void restore(StateReader in) {
        restore(in, width);
    }

    /** Reads a snapshot of the first so many coordinates: the others have not been shown. */
    void restore(StateReader in, int stored) {
        int classes = in.readInt();
        if (classes < 0 || classes > in.remaining()) {
            throw new BadState("counts of " + classes + " classes; the snapshot is damaged");
        }
        rows = new ChunkedArray[classes];
        for (int k = 0; k < classes; k++) {
            if (!in.readBoolean()) {
                continue;
            }
            ChunkedArray row = row(k);
            if (stored == width && width >= LARGE) {
                in.restore("counts-" + k, row);
            } else {
                System.arraycopy(read(in, k, stored), 0, row.values(), 0, stored);
            }
        }
    }

    private static double[] read(StateReader in, int label, int width) {
        if (width >= LARGE) {
            ChunkedArray row = new ChunkedArray(width);
            in.restore("counts-" + label, row);
            return row.values();
        }
        double[] counts = in.readDoubles();
        if (counts.length != width) {
            throw new BadState("the snapshot has counts of " + counts.length + " coordinates where its layout had "
                    + width + "; it belongs to other features");
        }
        return counts;
    }
}
