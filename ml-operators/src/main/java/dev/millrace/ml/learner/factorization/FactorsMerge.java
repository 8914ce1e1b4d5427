package dev.millrace.ml.learner.factorization;

import dev.millrace.ml.feature.Alignment;
import dev.millrace.ml.feature.Attribute;
import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.Mergeable;
import dev.millrace.ml.learner.Usable;
import java.util.Arrays;
import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.SingularValueDecomposition_F64;

/**
 * Averages the margins of factorization machines of several partitions: how far each has moved a number since the base (the beginning,
 * where all is 0), counted by the squared gradients that it has summed there since, or by its events since; a row of factors counts by
 * their mean, for its axes are turned. Who never met a coordinate has no say there.
 *
 * <p>First each partition's scaler is taken out and the common one put in. Where a partition saw z = a·u + c of the common u, its pairs
 * ⟨vᵢ, vⱼ⟩·zᵢ·zⱼ are pairs, weights and a constant of u: v′ = a·v, w′ᵢ = aᵢ·(wᵢ + ⟨vᵢ, C − cᵢ·vᵢ⟩) with C = Σ cⱼ·vⱼ, and
 * b′ = b + Σ cᵢ·wᵢ + ½·(|C|² − Σ cᵢ²·|vᵢ|²). That changes no margin of an event that has all numbers.
 *
 * <p>Then factors are turned, which changes no margin either, to lie as closely as they can on those of the base, or of the partition with most
 * events: axes of factors that began by chance have nothing in common. Sources: Schönemann, "A generalized solution of the
 * orthogonal Procrustes problem", Psychometrika 31 (1966); see {@link Mergeable} for the averages. O(coordinates · factors² ·
 * partitions). Pure functions on the factors given.
 */
final class FactorsMerge {
    private final Layout layout;
    private final int rank;
    private final int stride;
    private final int intercept;
    private final double[] start;
    private final double[] sums;
    private final double[] weights;

    /**
     * What one partition has learned of a margin.
     *
     * @param before the partition in the base; null without a base
     * @param then its factors there; null if it had none
     */
    record Side(Mergeable.Part part, Factors now, Mergeable.Part before, Factors then) {
        long events() {
            return part.events() - (before == null ? 0 : before.events());
        }
    }

    private record Folded(double[] now, double[] then, double[] counts) {}

    private FactorsMerge(Layout layout, int rank) {
        this.layout = layout;
        this.rank = rank;
        this.stride = 1 + rank;
        this.intercept = layout.width() * stride;
        this.start = new double[intercept + 1];
        this.sums = new double[intercept + 1];
        this.weights = new double[intercept + 1];
    }

    /**
     * The numbers of the common margin, laid out as those of {@link Factors}.
     *
     * @param base the merged base and its factors for this margin; null if there are none
     * @param share what the margin counts: the others have a margin of 0
     */
    static double[] of(Layout layout, int rank, List<Side> sides, Side base, double share) {
        FactorsMerge merge = new FactorsMerge(layout, rank);
        if (base != null) {
            merge.place(merge.fold(base.now.numbers(), base.part.features()), base.part.features(), merge.start);
        }
        List<Folded> folded = sides.stream().map(merge::fold).toList();
        int most = 0;
        for (int p = 1; p < sides.size(); p++) {
            most = sides.get(p).part.events() > sides.get(most).part.events() ? p : most;
        }
        double[] reference = merge.start;
        if (base == null) {
            reference = new double[merge.intercept + 1];
            merge.place(folded.get(most).now, sides.get(most).part.features(), reference);
        }
        for (int p = 0; p < sides.size(); p++) {
            boolean stays = base == null && p == most;
            merge.add(sides.get(p), folded.get(p), stays ? null : merge.turn(sides.get(p), folded.get(p), reference));
        }
        return merge.finish(share);
    }

    private Folded fold(Side side) {
        double[] counts = side.now.squaredGradients();
        if (counts == null) {
            counts = new double[intercept + 1];
            Arrays.fill(counts, (double) side.events());
        } else if (side.then != null) {
            double[] past = side.then.squaredGradients();
            for (int i = 0; i <= intercept; i++) {
                counts[i] = Math.max(0, counts[i] - past[i]);
            }
        }
        if (counts[intercept] == 0) { // there is none to learn, but what was folded out of weights
            counts[intercept] = side.events();
        }
        if (side.part.features().isRescaled()) {
            for (Attribute number : layout.numbers()) { // in units a times as large, squares are a² times as large
                double factor = side.part.features().factor(number.slot());
                for (int i = 0; i < stride; i++) {
                    counts[number.start() * stride + i] *= factor * factor;
                }
            }
        }
        double[] then =
                side.then == null ? new double[intercept + 1] : fold(side.then.numbers(), side.before.features());
        return new Folded(fold(side.now.numbers(), side.part.features()), then, counts);
    }

    /** Numbers over the common scaler in place of the partition's, in place. */
    private double[] fold(double[] own, Alignment features) {
        if (!features.isRescaled()) {
            return own;
        }
        double[] shifts = new double[layout.width()];
        double[] scales = new double[layout.width()];
        Arrays.fill(scales, 1);
        double[] common = new double[rank];
        double constant = own[intercept];
        for (Attribute number : layout.numbers()) {
            int row = number.start() * stride;
            double factor = features.factor(number.slot());
            double scale = factor == 0 ? 0 : 1 / factor;
            double shift = -features.offset(number.slot()) * scale;
            scales[number.start()] = scale;
            shifts[number.start()] = shift;
            constant += shift * own[row];
            for (int f = 0; f < rank; f++) {
                double moved = shift * own[row + 1 + f];
                common[f] += moved;
                constant -= 0.5 * moved * moved;
            }
        }
        for (double each : common) {
            constant += 0.5 * each * each;
        }
        for (int c = 0; c < layout.width(); c++) {
            int row = c * stride;
            double weight = own[row];
            for (int f = 0; f < rank; f++) {
                double v = own[row + 1 + f];
                weight += v * (common[f] - shifts[c] * v);
                own[row + 1 + f] = scales[c] * v;
            }
            own[row] = scales[c] * weight;
        }
        own[intercept] = constant;
        return own;
    }

    /** Where they stand in the merged layout; of several at one place the last. */
    private void place(double[] own, Alignment features, double[] to) {
        int[] coordinates = features.coordinates();
        for (int c = 0; c < coordinates.length; c++) {
            if (coordinates[c] != Alignment.NOWHERE) {
                System.arraycopy(own, c * stride, to, coordinates[c] * stride, stride);
            }
        }
        to[intercept] = own[intercept];
    }

    /** The turn that brings a partition's factors closest to the reference; null if they have nothing in common. */
    private double[] turn(Side side, Folded folded, double[] reference) {
        double[] own = side.then == null ? folded.now : folded.then;
        int[] coordinates =
                (side.then == null ? side.part : side.before).features().coordinates();
        DMatrixRMaj cross = new DMatrixRMaj(rank, rank);
        for (int c = 0; c < coordinates.length; c++) {
            for (int f = 0; coordinates[c] != Alignment.NOWHERE && f < rank; f++) {
                double v = own[c * stride + 1 + f];
                for (int g = 0; v != 0 && g < rank; g++) {
                    cross.data[f * rank + g] += v * reference[coordinates[c] * stride + 1 + g];
                }
            }
        }
        if (CommonOps_DDRM.elementMaxAbs(cross) == 0) {
            return null;
        }
        SingularValueDecomposition_F64<DMatrixRMaj> svd = DecompositionFactory_DDRM.svd(rank, rank, true, true, true);
        if (!svd.decompose(cross)) {
            return null;
        }
        DMatrixRMaj turn = new DMatrixRMaj(rank, rank);
        CommonOps_DDRM.mult(svd.getU(null, false), svd.getV(null, true), turn);
        return turn.data;
    }

    private void add(Side side, Folded folded, double[] turn) {
        int[] coordinates = side.part.features().coordinates();
        int[] coordinatesThen =
                side.then == null ? coordinates : side.before.features().coordinates();
        double[] moved = new double[rank];
        for (int c = 0; c < coordinates.length; c++) {
            int at = coordinates[c];
            int row = c * stride;
            if (at == Alignment.NOWHERE || side.now.isNew(row)) {
                continue;
            }
            // A code that was given to another name since begins at 0 for it.
            double kept = at == coordinatesThen[c] ? 1 : 0;
            double count = 0;
            for (int f = 0; f < rank; f++) {
                moved[f] = folded.now[row + 1 + f] - kept * folded.then[row + 1 + f];
                count += folded.counts[row + 1 + f] / rank;
            }
            double weightCount = folded.counts[row];
            sums[at * stride] += weightCount * (folded.now[row] - kept * folded.then[row]);
            weights[at * stride] += weightCount;
            for (int f = 0; f < rank; f++) {
                sums[at * stride + 1 + f] += count * turned(moved, turn, f);
                weights[at * stride + 1 + f] += count;
            }
        }
        sums[intercept] += folded.counts[intercept] * (folded.now[intercept] - folded.then[intercept]);
        weights[intercept] += folded.counts[intercept];
    }

    private double turned(double[] row, double[] turn, int axis) {
        if (turn == null) {
            return row[axis];
        }
        double sum = 0;
        for (int f = 0; f < rank; f++) {
            sum += row[f] * turn[f * rank + axis];
        }
        return sum;
    }

    private double[] finish(double share) {
        double root = Math.sqrt(share);
        for (int i = 0; i <= intercept; i++) {
            boolean isWeight = i == intercept || i % stride == 0;
            double mean = weights[i] > 0 ? sums[i] / weights[i] : 0;
            double value = start[i] + (isWeight ? share : root) * mean;
            sums[i] = Double.isNaN(value) ? 0 : Math.max(-Usable.LARGEST, Math.min(Usable.LARGEST, value));
        }
        return sums;
    }
}
