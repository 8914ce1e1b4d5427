package dev.millrace.ml.math;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Inner loops over doubles side by side: in eights, the rows of a matrix whose columns are padded to eights; and along a vector.
 *
 * <p>Two implementations give the same bits: {@link ScalarLanes}, and one on the JDK's incubating Vector API, which is used
 * where the JVM was started with that module (the launcher does) and has vectors of four doubles or more. Every sum has a
 * fixed shape, four partial sums by index modulo four, and no fused multiply-add. Pure functions on the caller's arrays;
 * threading: any.
 */
public abstract class EightLanes {
    private static final String MODULE = "jdk.incubator.vector";
    private static final String VECTOR_LANES = "dev.millrace.ml.math.VectorLanes";
    private static final Logger LOG = LoggerFactory.getLogger(EightLanes.class);
    private static final EightLanes BEST = choose();

    EightLanes() {}

    /** The fastest that this JVM has. */
    public static EightLanes best() {
        return BEST;
    }

    private static EightLanes choose() {
        if (ModuleLayer.boot().findModule(MODULE).isPresent()) {
            try {
                EightLanes lanes = Class.forName(VECTOR_LANES)
                        .asSubclass(EightLanes.class)
                        .getDeclaredConstructor()
                        .newInstance();
                if (lanes.isFast()) {
                    return lanes;
                }
            } catch (ReflectiveOperationException | LinkageError e) {
                LOG.warn("vector instructions are not used, the same results come more slowly: {}", e.toString());
            }
        }
        return new ScalarLanes();
    }

    /** Whether this machine's vectors are wide enough to gain by. */
    abstract boolean isFast();

    /**
     * Adds rows times values: {@code sums[first + k] += Σ values[i] · matrix[rows[i] + first + k]} for k = 0 … 7.
     *
     * @param rows where row i starts in the matrix
     * @param largest values of a larger magnitude, and NaN, count as 0
     * @param sums eight from {@code first} on
     */
    public abstract void addRows(
            double[] matrix, int[] rows, int first, double[] values, double largest, double[] sums);

    /**
     * Adds an outer product: {@code matrix[rows[i] + first + k] += factors[first + k] · values[i]} for k = 0 … 7.
     *
     * @param rows where row i starts in the matrix; no two are the same
     * @param largest values of a larger magnitude, and NaN, count as 0
     * @param factors eight from {@code first} on
     */
    public abstract void addOuter(
            double[] matrix, int[] rows, int first, double[] values, double largest, double[] factors);

    /**
     * {@code start + Σ vector[from + i] · values[i]} for i = 0 … count − 1. The partial sums are by index modulo four, the
     * start in the first, where what is left behind the last whole four goes, too.
     *
     * <p>The same everywhere: the Vector API's objects stayed in this loop once it was compiled, some hundred bytes a call.
     *
     * @param largest values of a larger magnitude, and NaN, count as 0
     */
    public static double dot(double[] vector, int from, double[] values, int count, double largest, double start) {
        double a0 = start;
        double a1 = 0;
        double a2 = 0;
        double a3 = 0;
        int i = 0;
        for (int end = count - 3; i < end; i += 4) {
            a0 += vector[from + i] * usable(values[i], largest);
            a1 += vector[from + i + 1] * usable(values[i + 1], largest);
            a2 += vector[from + i + 2] * usable(values[i + 2], largest);
            a3 += vector[from + i + 3] * usable(values[i + 3], largest);
        }
        for (; i < count; i++) {
            a0 += vector[from + i] * usable(values[i], largest);
        }
        return (a0 + a1) + (a2 + a3);
    }

    /**
     * {@code vector[from + i] += factor · values[i]} for i = 0 … count − 1.
     *
     * @param largest values of a larger magnitude, and NaN, count as 0
     */
    public static void add(double[] vector, int from, double[] values, int count, double largest, double factor) {
        for (int i = 0; i < count; i++) {
            vector[from + i] += factor * usable(values[i], largest);
        }
    }

    private static double usable(double value, double largest) {
        return Math.abs(value) <= largest ? value : 0;
    }

    /** {@link Elementary#exp} of eight values in place, the same bits. */
    public abstract void exp(double[] values, int first);

    /**
     * First half of a normalised step over eights of numbers. With value v = values[i], inverse size s, inverse root r and weight w of
     * coordinate c = first + i, sums by i modulo eight: w·v into sums[0 … 7], (v·s)² into sums[8 … 15], (r·v)² into sums[16 … 23], r·(v·s)·v
     * into sums[24 … 31].
     *
     * @param eights a bit for each multiple of eight from which on the values are to be taken
     * @param sums 32, whatever they were
     * @return false if the magnitude of some value is beyond bounds[c], or it is NaN: then the sums say nothing
     */
    public abstract boolean meetNormalized(
            long eights,
            double[] values,
            int first,
            double[] weights,
            double[] bounds,
            double[] inverses,
            double[] roots,
            double[] sums);

    /**
     * Second half: with σ = half·(r·v)² and f = 1 − σ·(1 − 1.5·σ), the weight becomes w − far·(r·(v·s)·f), the root r·f.
     *
     * @param largest weights stay within this; one that became NaN stays what it was
     */
    public abstract void stepNormalized(
            long eights,
            double[] values,
            int first,
            double[] weights,
            double[] inverses,
            double[] roots,
            double half,
            double far,
            double largest);

    /** Where a number is after a move, within ±largest. */
    static double within(double largest, double before, double after) {
        return Double.isNaN(after) ? before : Math.max(-largest, Math.min(largest, after));
    }
}
