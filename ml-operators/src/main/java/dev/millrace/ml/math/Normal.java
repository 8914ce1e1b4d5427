package dev.millrace.ml.math;

/**
 * The normal distribution's integral by rational approximations; absolute error below 1e-15. Pure functions.
 * Source: Moshier, "Methods and Programs for Mathematical Functions" (1989), the Cephes library.
 */
public final class Normal {
    private static final double SQRT_HALF = 0.7071067811865476;

    // erfc(x) = exp(−x²) P(x) / Q(x) for 1 ≤ x < 8, R / S beyond, and erf(x) = x T(x²) / U(x²) below 1.
    private static final double[] P = {
        2.461969814735305E-10,
        0.5641895648310689,
        7.463210564422699,
        48.63719709856814,
        196.5208329560771,
        526.4451949954773,
        934.5285271719576,
        1027.5518868951572,
        557.5353353693994
    };
    private static final double[] Q = {
        1.0,
        13.228195115474499,
        86.70721408859897,
        354.9377788878199,
        975.7085017432055,
        1823.9091668790973,
        2246.3376081871097,
        1656.6630919416134,
        557.5353408177277
    };
    private static final double[] R = {
        0.5641895835477551,
        1.275366707599781,
        5.019050422511805,
        6.160210979930536,
        7.4097426995044895,
        2.9788666537210022
    };
    private static final double[] S = {
        1.0,
        2.2605286322011726,
        9.396035249380015,
        12.048953980809666,
        17.08144507475659,
        9.608968090632859,
        3.369076451000815
    };
    private static final double[] T = {
        9.604973739870516, 90.02601972038427, 2232.005345946843, 7003.325141128051, 55592.30130103949
    };
    private static final double[] U = {
        1.0, 33.56171416475031, 521.3579497801527, 4594.323829709801, 22629.000061389095, 49267.39426086359
    };

    private Normal() {}

    /** Share of a standard normal distribution at or below x; NaN for NaN. */
    public static double below(double x) {
        double y = x * SQRT_HALF;
        double z = Math.abs(y);
        if (z < 1) {
            return 0.5 + 0.5 * y * series(T, y * y) / series(U, y * y);
        }
        double tail = 0.5 * complement(z);
        return y > 0 ? 1 - tail : tail;
    }

    /** erfc for z ≥ 1. */
    private static double complement(double z) {
        double e = Elementary.exp(-z * z);
        if (e == 0) {
            return 0;
        }
        return z < 8 ? e * series(P, z) / series(Q, z) : e * series(R, z) / series(S, z);
    }

    private static double series(double[] coefficients, double x) {
        double sum = coefficients[0];
        for (int i = 1; i < coefficients.length; i++) {
            sum = sum * x + coefficients[i];
        }
        return sum;
    }
}
