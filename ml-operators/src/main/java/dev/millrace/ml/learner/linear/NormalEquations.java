package dev.millrace.ml.learner.linear;

import dev.millrace.ml.feature.Alignment;
import dev.millrace.ml.feature.Attribute;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/**
 * What several partitions know of one regression, added up: A = ΣAₚ − (P − 1)·A₀ and b = Σbₚ, where Aₚ = Pₚ⁻¹ is the Gram matrix
 * of a partition and bₚ = Aₚ·wₚ. Codes are brought to the places of their names, and numbers to a common scale, on the way. O(d³)
 * per partition. Threading: one caller.
 */
public final class NormalEquations {
    private final int size;
    private final double prior;
    private final boolean intercept;
    private final DMatrixRMaj gram;
    private final DMatrixRMaj moment;
    private double squares;

    /**
     * @param size coordinates, the intercept included
     * @param prior on the diagonal of A₀
     */
    public NormalEquations(int size, double prior, boolean intercept) {
        this.size = size;
        this.prior = prior;
        this.intercept = intercept;
        this.gram = new DMatrixRMaj(size, size);
        this.moment = new DMatrixRMaj(size, 1);
    }

    /** Adds what a partition has learned beyond the prior. */
    public void add(InverseGram inverse, DMatrixRMaj weights, Alignment features) {
        DMatrixRMaj own = inverse.gram();
        DMatrixRMaj ownMoment = new DMatrixRMaj(size, 1);
        CommonOps_DDRM.mult(own, weights, ownMoment);
        squares += CommonOps_DDRM.dot(weights, ownMoment);
        addToDiagonal(own, -prior);
        DMatrixRMaj moves = moves(features);
        DMatrixRMaj moved = new DMatrixRMaj(size, size);
        CommonOps_DDRM.mult(moves, own, moved);
        CommonOps_DDRM.multAddTransB(moved, moves, gram);
        CommonOps_DDRM.multAdd(moves, ownMoment, moment);
    }

    /** Takes an own column x to the merged one: factor · x at the place of each coordinate, and offset times the intercept's 1. */
    private DMatrixRMaj moves(Alignment features) {
        DMatrixRMaj moves = new DMatrixRMaj(size, size);
        int[] places = features.coordinates();
        for (int c = 0; c < places.length; c++) {
            if (places[c] != Alignment.NOWHERE) {
                moves.set(places[c], c, 1);
            }
        }
        if (intercept) {
            moves.set(size - 1, size - 1, 1);
        }
        for (Attribute number : features.layout().numbers()) {
            moves.set(number.start(), number.start(), features.factor(number.slot()));
            if (intercept) {
                moves.set(number.start(), size - 1, features.offset(number.slot()));
            }
        }
        return moves;
    }

    private void addToDiagonal(DMatrixRMaj matrix, double value) {
        for (int i = 0; i < size; i++) {
            matrix.data[i * size + i] += value;
        }
    }

    /** Puts the inverse of A into one and the solution into the other. */
    public void solve(InverseGram inverse, DMatrixRMaj weights) {
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < i; j++) {
                double both = 0.5 * (gram.get(i, j) + gram.get(j, i));
                gram.set(i, j, both);
                gram.set(j, i, both);
            }
        }
        addToDiagonal(gram, prior);
        inverse.ofGram(gram);
        inverse.multiply(moment, weights);
    }

    /** Σ wₚᵀ·Aₚ·wₚ − wᵀ·A·w: what the partitions explain of their values beyond what one solution for all does. */
    double lost(DMatrixRMaj weights) {
        return squares - CommonOps_DDRM.dot(moment, weights);
    }
}
