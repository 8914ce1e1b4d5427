package dev.millrace.ml.drift;

import dev.millrace.ml.math.Elementary;
import dev.millrace.stream.state.BadState;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;

/**
 * Signals a rise of the mean of bounded values, gradual ones early: compares exponentially weighted means, of all values up
 * to the point where their upper bound was lowest and of those after it, by McDiarmid's bound. Starts anew after each
 * alarm. For values in 0 … 1; values outside are ignored. O(1); seven numbers of state. Source: Frías-Blanco et al.,
 * "Online and non-parametric drift detection methods based on Hoeffding's bounds", IEEE Transactions on Knowledge and
 * Data Engineering 27 (2015), the W-test.
 */
public final class HddmW implements DriftDetector {
    private static final int FORMAT = 1;

    private final double lambda;
    private final double logOfBound;

    /** Each: the weighted mean, and the sum of the squared weights; −1 stands for no value yet. */
    private double all;

    private double allSquares;
    private double before;
    private double beforeSquares;
    private double after;
    private double afterSquares;
    private double lowestBound;

    /**
     * @param confidence bound on the probability of a false alarm; in (0, 1); the paper has 0.001
     * @param lambda weight of the newest value; in (0, 1); the paper has 0.05
     */
    public HddmW(double confidence, double lambda) {
        if (!(confidence > 0 && confidence < 1) || !(lambda > 0 && lambda < 1)) {
            throw new IllegalArgumentException(
                    "HDDM-W needs a confidence and a lambda between 0 and 1, got " + confidence + " and " + lambda);
        }
        this.lambda = lambda;
        this.logOfBound = Elementary.log(1 / confidence) / 2;
        reset();
    }

    private void reset() {
        all = -1;
        allSquares = 0;
        before = -1;
        beforeSquares = 0;
        after = -1;
        afterSquares = 0;
        lowestBound = Double.MAX_VALUE;
    }

    @Override
    public boolean update(double value) {
        if (!(value >= 0 && value <= 1)) {
            return false;
        }
        double kept = 1 - lambda;
        allSquares = all < 0 ? 1 : lambda * lambda + kept * kept * allSquares;
        all = all < 0 ? value : lambda * value + kept * all;
        double bound = all + Math.sqrt(allSquares * logOfBound);
        if (bound < lowestBound) {
            lowestBound = bound;
            before = all;
            beforeSquares = allSquares;
            after = -1;
            return false;
        }
        afterSquares = after < 0 ? 1 : lambda * lambda + kept * kept * afterSquares;
        after = after < 0 ? value : lambda * value + kept * after;
        if (after - before > Math.sqrt((beforeSquares + afterSquares) * logOfBound)) {
            reset();
            return true;
        }
        return false;
    }

    @Override
    public void snapshot(StateWriter out) {
        out.writeInt(FORMAT);
        out.writeDoubles(new double[] {all, allSquares, before, beforeSquares, after, afterSquares, lowestBound});
    }

    @Override
    public void restore(StateReader in) {
        int format = in.readInt();
        if (format != FORMAT) {
            throw new BadState("HDDM-W of format " + format + " is unknown here; this is format " + FORMAT);
        }
        double[] stored = in.readDoubles();
        if (stored.length != 7) {
            throw new BadState("an HDDM-W state of " + stored.length + " numbers, not 7; the snapshot is damaged");
        }
        all = stored[0];
        allSquares = stored[1];
        before = stored[2];
        beforeSquares = stored[3];
        after = stored[4];
        afterSquares = stored[5];
        lowestBound = stored[6];
    }
}
