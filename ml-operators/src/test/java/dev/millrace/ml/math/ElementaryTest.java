package dev.millrace.ml.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.stream.random.Random64;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** StrictMath is within 1 ulp of the truth, so 2 ulp from the truth may be 3 from it; we ask for 2. */
class ElementaryTest {
    private final Random64 random = new Random64(42);

    private static void within2Ulp(String what, double actual, double expected) {
        if (Double.compare(actual, expected) != 0) {
            assertThat(Math.abs(actual - expected))
                    .as("%s: %s instead of %s", what, actual, expected)
                    .isLessThanOrEqualTo(2 * Math.ulp(expected));
        }
    }

    private void compare(DoubleUnaryOperator ours, DoubleUnaryOperator reference, DoubleUnaryOperator argument) {
        for (int i = 0; i < 200_000; i++) {
            double x = argument.applyAsDouble(random.nextDouble());
            within2Ulp("at " + x, ours.applyAsDouble(x), reference.applyAsDouble(x));
        }
    }

    @Test
    void exponentialsAgreeOverTheWholeRange() {
        compare(Elementary::exp, StrictMath::exp, u -> -750 + 1465 * u);
        compare(Elementary::exp, StrictMath::exp, u -> 2 * u - 1);
        compare(Elementary::exp, StrictMath::exp, u -> (u - 0.5) * 1e-5);
    }

    @Test
    void manyLogisticsAreThoseOfOneAtATime() {
        double[] odd = {0, -0.0, 1, -1, 708, -708, 709, -745.2, 746, 1e308, Double.NaN, -1.0 / 0, 1.0 / 0, 0x1p-1074};
        double[] values = Arrays.copyOf(odd, 10_000);
        for (int i = odd.length; i < values.length; i++) {
            values[i] = random.nextGaussian() * (i % 3 == 0 ? 300 : 3);
        }
        double[] each = Arrays.stream(values).map(Elementary::logistic).toArray();
        Elementary.logistic(values);
        assertThat(values).containsExactly(each);
    }

    @Test
    void logarithmsAgreeOverTheWholeRange() {
        compare(Elementary::log, StrictMath::log, u -> Double.longBitsToDouble((long) (u * 0x7ff0000000000000L)));
        compare(Elementary::log, StrictMath::log, u -> 0.5 + u);
        compare(Elementary::log, StrictMath::log, u -> 1 + (u - 0.5) * 1e-6);
    }

    @Test
    void powersAgreeOverTheWholeRange() {
        for (int i = 0; i < 200_000; i++) {
            double x = Double.longBitsToDouble((long) (random.nextDouble() * 0x7ff0000000000000L));
            double y = (random.nextDouble() - 0.5) * 2200 / (1 + Math.abs(StrictMath.log(x) / 0.7));
            within2Ulp(x + " ^ " + y, Elementary.pow(x, y), StrictMath.pow(x, y));
        }
        for (int i = 0; i < 200_000; i++) {
            double x = 1 + (random.nextDouble() - 0.5) * Math.pow(2, -random.nextInt(50));
            double y = (random.nextDouble() - 0.5) * 1400 / (Math.abs(x - 1) + 1e-6);
            within2Ulp(x + " ^ " + y, Elementary.pow(x, y), StrictMath.pow(x, y));
        }
    }

    /** Beyond 2^31 StrictMath itself is 13 ulp off here; the value is from 60-digit decimal arithmetic. */
    @Test
    void hugePowersOfNumbersNextToOneAreExact() {
        within2Ulp(
                "huge power",
                Elementary.pow(0.9999999139596046, 2.7796145069976473E9),
                Double.parseDouble("1.36302738087265044023729174361E-104"));
    }

    @Test
    void specialValuesAreThoseOfTheJdk() {
        double[] special = {
            0,
            -0.0,
            1,
            -1,
            2,
            -2,
            3,
            -3,
            0.5,
            -0.5,
            1e300,
            -1e300,
            1e-300,
            0x1p53,
            0x1p53 + 2,
            -0x1p53 - 2,
            709.7827128933,
            -745.1332191,
            Double.MIN_VALUE,
            Double.MIN_NORMAL,
            Double.MAX_VALUE,
            -Double.MAX_VALUE,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY,
            Double.NaN
        };
        for (double x : special) {
            within2Ulp("exp " + x, Elementary.exp(x), StrictMath.exp(x));
            within2Ulp("log " + x, Elementary.log(x), StrictMath.log(x));
            for (double y : special) {
                within2Ulp(x + " ^ " + y, Elementary.pow(x, y), StrictMath.pow(x, y));
            }
        }
    }

    @Test
    void theLogisticFunctionIsSymmetricAndNeverOverflows() {
        assertThat(Elementary.logistic(0)).isEqualTo(0.5);
        assertThat(Elementary.logistic(1e308)).isEqualTo(1);
        assertThat(Elementary.logistic(-1e308)).isEqualTo(0);
        for (double x = -30; x < 30; x += 0.37) {
            assertThat(Elementary.logistic(x) + Elementary.logistic(-x)).isCloseTo(1, within(1e-15));
        }
    }

    @Test
    void sumsAndProductsTakeEveryTermOnce() {
        for (int n = 0; n < 40; n++) {
            double[] ones = new double[n + 3];
            double[] numbers = new double[n + 3];
            Arrays.fill(ones, 1);
            Arrays.setAll(numbers, i -> i + 1);
            assertThat(Elementary.sum(numbers, n)).isEqualTo(n * (n + 1) / 2.0);
            assertThat(Elementary.dot(ones, numbers, n)).isEqualTo(n * (n + 1) / 2.0);
            assertThat(Elementary.dot(numbers, numbers, n)).isEqualTo(n * (n + 1) * (2 * n + 1) / 6.0);
        }
    }
}
