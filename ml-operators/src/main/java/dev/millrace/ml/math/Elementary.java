package dev.millrace.ml.math;

/**
 * Exponential, logarithm, power and sums made of additions, multiplications and divisions alone, so that every JVM and
 * every compiler gives the same bits ({@link Math#exp} and its like may not).
 *
 * <p>Errors stay within 2 ulp of the true value. Pure functions; a few nanoseconds each. {@link Math#sqrt} is exact by
 * specification and needs no replacement. Source: Muller, "Elementary Functions", 3rd edition (2016), chapters 5, 6, 11.
 */
public final class Elementary {
    static final double LN2_HIGH = 0x1.62e42feep-1; // 29 bits: k · LN2_HIGH is exact for every exponent k
    static final double LN2_LOW = 0x1.a39ef35793c76p-33;
    static final double LOG2_E = 1.4426950408889634;
    static final double ROUNDER = 0x1.8p52; // adding and subtracting it rounds to the nearest integer
    private static final double LARGEST_EXPONENT = 709.782712893384;
    private static final double SMALLEST_EXPONENT = -745.1332191019412;
    private static final double SMALLEST_NORMAL = -708; // above it e to the power of x is a normal number
    private static final long SQRT_TWO_BITS = Double.doubleToRawLongBits(0x1.6a09e667f3bcdp0);

    private Elementary() {}

    /** e to the power of x; 0 for very small x, ∞ for large x, NaN for NaN. */
    public static double exp(double x) {
        return exp(x, 0);
    }

    /** e to the power of x + low, where |low| is far below |x|. */
    static double exp(double x, double low) {
        if (!(x > SMALLEST_EXPONENT && x < LARGEST_EXPONENT)) {
            if (Double.isNaN(x)) {
                return x;
            }
            if (x >= LARGEST_EXPONENT) {
                return x == LARGEST_EXPONENT ? Double.MAX_VALUE : Double.POSITIVE_INFINITY;
            }
            return x == SMALLEST_EXPONENT ? Double.MIN_VALUE : 0;
        }
        double k = (x * LOG2_E + ROUNDER) - ROUNDER;
        double r = (x - k * LN2_HIGH) - (k * LN2_LOW - low);
        double y = 1 + (r + r * r * expTail(r));
        int exponent = (int) k;
        if (exponent > -1022 && exponent < 1024) {
            return y * Double.longBitsToDouble((long) (exponent + 1023) << 52);
        }
        // Near the ends of the range: in two steps, so that neither factor leaves it.
        int half = exponent / 2;
        return y
                * Double.longBitsToDouble((long) (half + 1023) << 52)
                * Double.longBitsToDouble((long) (exponent - half + 1023) << 52);
    }

    /** (e^r − 1 − r) / r² for |r| ≤ ln 2 / 2, by its series: the first term left out is below 1e-19. */
    private static double expTail(double r) {
        double r2 = r * r;
        double r4 = r2 * r2;
        double a = 1.0 / 2 + r * (1.0 / 6);
        double b = 1.0 / 24 + r * (1.0 / 120);
        double c = 1.0 / 720 + r * (1.0 / 5040);
        double d = 1.0 / 40320 + r * (1.0 / 362880);
        double e = 1.0 / 3628800 + r * (1.0 / 39916800);
        double f = 1.0 / 479001600 + r * (1.0 / 6227020800.0);
        // Pairs first (Estrin): half the latency of Horner's rule.
        return (a + r2 * b) + r4 * ((c + r2 * d) + r4 * (e + r2 * f));
    }

    /** Natural logarithm; −∞ for 0, NaN below it and for NaN. */
    public static double log(double x) {
        long bits = Double.doubleToRawLongBits(x);
        int exponent = 0;
        if (bits < 0x0010000000000000L || bits >= 0x7ff0000000000000L) {
            if (!(x > 0)) {
                return x == 0 ? Double.NEGATIVE_INFINITY : Double.NaN;
            }
            if (!(x < Double.POSITIVE_INFINITY)) {
                return x;
            }
            bits = Double.doubleToRawLongBits(x * 0x1p54);
            exponent = -54;
        }
        exponent += (int) (bits >>> 52) - 1023;
        // m in (√2 ÷ 2, √2]: half of what is larger, without a jump, for which it is is anybody's guess.
        long mantissa = (bits & 0x000fffffffffffffL) | 0x3ff0000000000000L;
        long half = SQRT_TWO_BITS - mantissa >>> 63;
        double m = Double.longBitsToDouble(mantissa - (half << 52));
        exponent += (int) half;
        // log(1 + f) = f − (f²/2 − s·(f²/2 + R)) with s = f / (2 + f) and R = Σ 2 s^2j / (2j + 1), j ≥ 1.
        double f = m - 1;
        double s = f / (2 + f);
        double z = s * s;
        double w = z * z;
        double odd = z * (L1 + w * (L3 + w * (L5 + w * L7)));
        double even = w * (L2 + w * (L4 + w * L6));
        double square = 0.5 * f * f;
        return exponent * LN2_HIGH + (f - (square - (s * (square + (odd + even)) + exponent * LN2_LOW)));
    }

    // Minimax coefficients of R(z) on [0, 0.1716²]; error below 2^-58. From fdlibm, Sun Microsystems 1993.
    private static final double L1 = 0.6666666666666735;
    private static final double L2 = 0.3999999999940942;
    private static final double L3 = 0.2857142874366239;
    private static final double L4 = 0.22222198432149784;
    private static final double L5 = 0.1818357216161805;
    private static final double L6 = 0.15313837699209373;
    private static final double L7 = 0.14798198605116586;

    /** x to the power of y, with the special values of {@link Math#pow}. */
    public static double pow(double x, double y) {
        return Power.pow(x, y);
    }

    /** 1 / (1 + e^−x), without overflow for any x; NaN for NaN. */
    public static double logistic(double x) {
        double e = exp(-Math.abs(x));
        return (x >= 0 ? 1 : e) / (1 + e);
    }

    /** The same of many values in place, the same bits: in loops without a branch, which become vector code. */
    public static void logistic(double[] values) {
        double[] powers = new double[values.length];
        double[] shifted = new double[values.length];
        exponents(values, powers, shifted);
        for (int i = 0; i < values.length; i++) {
            double below = -Math.abs(values[i]);
            // The low bits of the rounder's sum are the exponent: moved up, with the bias, they are the power of two.
            double scale = Double.longBitsToDouble(Double.doubleToRawLongBits(shifted[i]) + 1023 << 52);
            powers[i] = below > SMALLEST_NORMAL ? powers[i] * scale : exp(below);
        }
        for (int i = 0; i < values.length; i++) {
            values[i] = (values[i] >= 0 ? 1 : powers[i]) / (1 + powers[i]);
        }
    }

    /** Of e to the power of −|value|: the factor in front of the power of two, and its exponent with the rounder added. */
    private static void exponents(double[] values, double[] factors, double[] shifted) {
        for (int i = 0; i < values.length; i++) {
            double x = -Math.abs(values[i]);
            double sum = x * LOG2_E + ROUNDER;
            double k = sum - ROUNDER;
            double r = (x - k * LN2_HIGH) - k * LN2_LOW;
            factors[i] = 1 + (r + r * r * expTail(r));
            shifted[i] = sum;
        }
    }

    /** Sum of the first {@code count} values with eight accumulators: the same bits whatever the compiler does. */
    public static double sum(double[] values, int count) {
        double a0 = 0;
        double a1 = 0;
        double a2 = 0;
        double a3 = 0;
        double a4 = 0;
        double a5 = 0;
        double a6 = 0;
        double a7 = 0;
        int i = 0;
        for (int end = count - 7; i < end; i += 8) {
            a0 += values[i];
            a1 += values[i + 1];
            a2 += values[i + 2];
            a3 += values[i + 3];
            a4 += values[i + 4];
            a5 += values[i + 5];
            a6 += values[i + 6];
            a7 += values[i + 7];
        }
        double rest = 0;
        for (; i < count; i++) {
            rest += values[i];
        }
        return ((a0 + a1) + (a2 + a3)) + ((a4 + a5) + (a6 + a7)) + rest;
    }

    /** Inner product of the first {@code count} values, with eight accumulators. */
    public static double dot(double[] left, double[] right, int count) {
        double a0 = 0;
        double a1 = 0;
        double a2 = 0;
        double a3 = 0;
        double a4 = 0;
        double a5 = 0;
        double a6 = 0;
        double a7 = 0;
        int i = 0;
        for (int end = count - 7; i < end; i += 8) {
            a0 += left[i] * right[i];
            a1 += left[i + 1] * right[i + 1];
            a2 += left[i + 2] * right[i + 2];
            a3 += left[i + 3] * right[i + 3];
            a4 += left[i + 4] * right[i + 4];
            a5 += left[i + 5] * right[i + 5];
            a6 += left[i + 6] * right[i + 6];
            a7 += left[i + 7] * right[i + 7];
        }
        double rest = 0;
        for (; i < count; i++) {
            rest += left[i] * right[i];
        }
        return ((a0 + a1) + (a2 + a3)) + ((a4 + a5) + (a6 + a7)) + rest;
    }
}
