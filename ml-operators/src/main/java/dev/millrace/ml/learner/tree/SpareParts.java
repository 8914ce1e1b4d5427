package dev.millrace.ml.learner.tree;

import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.bayes.AttributeChoice;
import dev.millrace.ml.learner.tree.RegressionNode.Leaf;
import java.util.ArrayDeque;

/**
 * What a regression tree no longer needs, for what it needs next: leaves that are gone, and cells that bins have outgrown, by size. So
 * splitting and growing allocate only what the tree grows by. At most two megabytes of cells are kept, and
 * leaves of eight thousand attributes together. No part of any state.
 */
final class SpareParts {
    private static final int MOST_CELLS = 1 << 18;
    private static final int MOST_PLACES = 1 << 13;

    private final Layout layout;
    private final ArrayDeque<Leaf> leaves = new ArrayDeque<>();

    /** At index k: arrays for the moments of 2^k bins. */
    private final ArrayDeque<double[]>[] cells;

    private int kept;

    @SuppressWarnings({"unchecked", "rawtypes"}) // an array of one generic class
    SpareParts(Layout layout) {
        this.layout = layout;
        cells = new ArrayDeque[Integer.numberOfTrailingZeros(ValueBins.BINS) + 1];
        for (int k = 0; k < cells.length; k++) {
            cells[k] = new ArrayDeque<>();
        }
    }

    /**
     * A leaf that has seen nothing.
     *
     * @param line what its linear model starts from; copied
     * @param choice attributes that a split may ask for
     */
    Leaf leaf(double inherited, LeafLine line, AttributeChoice choice) {
        Leaf leaf = leaves.isEmpty() ? new Leaf(layout) : leaves.pop();
        leaf.begin(inherited, line, choice);
        return leaf;
    }

    /** Takes a leaf back: nobody may look at it again. */
    void give(Leaf leaf) {
        leaf.clear(this);
        if (leaves.size() * layout.attributes().size() <= MOST_PLACES) {
            leaves.push(leaf);
        }
    }

    /**
     * Cells with anything in them.
     *
     * @param bins a power of two
     */
    double[] cells(int bins) {
        double[] spare = cells[Integer.numberOfTrailingZeros(bins)].poll();
        if (spare == null) {
            return new double[bins * Moments.CELLS];
        }
        kept -= spare.length;
        return spare;
    }

    /** Takes cells back: nobody may look at them again. */
    void give(double[] gone) {
        if (kept + gone.length <= MOST_CELLS) {
            cells[Integer.numberOfTrailingZeros(gone.length / Moments.CELLS)].push(gone);
            kept += gone.length;
        }
    }
}
