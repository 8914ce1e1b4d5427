package dev.millrace.ml.math;

import java.math.BigDecimal;
import java.math.MathContext;

/**
 * x to the power of y as exp(y · log x), the logarithm kept as a sum of two doubles so that a large y does not spread its
 * error. Source: Tang, "Table-driven implementation of the logarithm function", ACM TOMS 16 (1990).
 */
final class Power {
    private static final int STEPS = 128;
    private static final double SPLITTER = 0x1p27 + 1;

    /** A few-bit reciprocal of the middle of each step of [1, 2), and minus its logarithm as two doubles. */
    private static final double[] RECIPROCAL = new double[STEPS];

    private static final double[] LOG_HIGH = new double[STEPS];
    private static final double[] LOG_LOW = new double[STEPS];

    static {
        MathContext digits = new MathContext(45);
        for (int i = 0; i < STEPS; i++) {
            double middle = 1 + (i + 0.5) / STEPS;
            // Around 1 the logarithm is that of 1 + z alone: no table value may have to cancel.
            double reciprocal = i == 0 || i == STEPS - 1 ? 1 : Math.rint(512 / middle) / 512;
            RECIPROCAL[i] = reciprocal;
            BigDecimal log = minusLog(new BigDecimal(reciprocal), digits);
            LOG_HIGH[i] = high(log.doubleValue());
            LOG_LOW[i] = log.subtract(new BigDecimal(LOG_HIGH[i])).doubleValue();
        }
    }

    private Power() {}

    /** −log c = 2 artanh((1 − c) / (1 + c)) by its series. */
    private static BigDecimal minusLog(BigDecimal c, MathContext digits) {
        BigDecimal s = BigDecimal.ONE.subtract(c).divide(BigDecimal.ONE.add(c), digits);
        BigDecimal square = s.multiply(s, digits);
        BigDecimal term = s;
        BigDecimal sum = BigDecimal.ZERO;
        for (int n = 1; n < 90; n += 2) {
            sum = sum.add(term.divide(BigDecimal.valueOf(n), digits), digits);
            term = term.multiply(square, digits);
        }
        return sum.multiply(BigDecimal.valueOf(2));
    }

    /** The upper 26 bits: products of two such numbers are exact. */
    private static double high(double value) {
        double scaled = SPLITTER * value;
        return scaled - (scaled - value);
    }

    static double pow(double x, double y) {
        if (y == 0) {
            return 1;
        }
        if (Double.isNaN(x) || Double.isNaN(y)) {
            return Double.NaN;
        }
        if (Double.isInfinite(y)) {
            double size = Math.abs(x);
            return size == 1 ? Double.NaN : (size > 1) == (y > 0) ? Double.POSITIVE_INFINITY : 0;
        }
        boolean whole = Math.rint(y) == y;
        boolean odd = whole && Math.abs(y) < 0x1p53 && ((long) y & 1) != 0;
        boolean negative = x < 0 || (x == 0 && 1 / x < 0);
        double size = Math.abs(x);
        double result;
        if (size == 0 || size == Double.POSITIVE_INFINITY) {
            result = (size == 0) == (y > 0) ? 0 : Double.POSITIVE_INFINITY;
        } else if (negative && !whole) {
            return Double.NaN;
        } else {
            result = size == 1 ? 1 : positive(size, y);
        }
        return negative && odd ? -result : result;
    }

    private static double positive(double x, double y) {
        long bits = Double.doubleToRawLongBits(x);
        int exponent = 0;
        if (bits < 0x0010000000000000L) {
            bits = Double.doubleToRawLongBits(x * 0x1p54);
            exponent = -54;
        }
        exponent += (int) (bits >>> 52) - 1023;
        int step = (int) (bits >>> 45) & (STEPS - 1);
        double m = Double.longBitsToDouble((bits & 0x000fffffffffffffL) | 0x3ff0000000000000L);
        if (step == STEPS - 1) {
            m *= 0.5;
            exponent++;
        }

        // x = 2^exponent · m and m · c = 1 + z, z exact in two parts.
        double c = RECIPROCAL[step];
        double upper = high(m);
        double head = upper * c - 1;
        double tail = (m - upper) * c;
        double z = head + tail;
        double zLow = tail - (z - head);

        // log(1 + z) = z − z²/2 + z³ (1/3 − z/4 + …); |z| < 2^-6, so only the first two terms need two parts.
        double zUpper = high(z);
        double square = z * z;
        double squareLow = ((zUpper * zUpper - square) + 2 * zUpper * (z - zUpper)) + (z - zUpper) * (z - zUpper);
        double series = 1.0 / 3
                - z
                        * (1.0 / 4
                                - z
                                        * (1.0 / 5
                                                - z
                                                        * (1.0 / 6
                                                                - z
                                                                        * (1.0 / 7
                                                                                - z
                                                                                        * (1.0 / 8
                                                                                                - z
                                                                                                        * (1.0 / 9
                                                                                                                - z
                                                                                                                        * 0.1))))));
        double rest = zLow - z * zLow - 0.5 * squareLow + square * z * series;

        // Sum the parts from the largest on, catching what each addition loses.
        double a = exponent * Elementary.LN2_HIGH;
        double b = a + LOG_HIGH[step];
        double lost = Math.abs(a) > Math.abs(LOG_HIGH[step]) ? LOG_HIGH[step] - (b - a) : a - (b - LOG_HIGH[step]);
        double d = b + z;
        lost += Math.abs(b) > Math.abs(z) ? z - (d - b) : b - (d - z);
        double halfSquare = -0.5 * square;
        double e = d + halfSquare;
        lost += Math.abs(d) > Math.abs(halfSquare) ? halfSquare - (e - d) : d - (e - halfSquare);
        double low = lost + (rest + (LOG_LOW[step] + exponent * Elementary.LN2_LOW));
        double log = e + low;
        double logLow = low - (log - e);

        double product = y * log;
        if (!(Math.abs(product) < 800)) {
            return product > 0 ? Double.POSITIVE_INFINITY : 0;
        }
        if (Math.abs(y) > 0x1p900) { // splitting y would overflow; such a power is 1 within half an ulp or out of range
            return Elementary.exp(product);
        }
        double yUpper = high(y);
        double logUpper = high(log);
        double error = ((yUpper * logUpper - product) + yUpper * (log - logUpper) + (y - yUpper) * logUpper)
                + (y - yUpper) * (log - logUpper);
        return Elementary.exp(product, error + y * logLow);
    }
}
