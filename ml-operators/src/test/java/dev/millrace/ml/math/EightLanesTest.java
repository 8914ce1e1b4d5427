package dev.millrace.ml.math;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Vector instructions and plain ones give the same bits, and the right ones. */
class EightLanesTest {
    private static final double LARGEST = 1e100;
    private static final EightLanes SCALAR = new ScalarLanes();
    private static final EightLanes VECTOR = vector();

    private static EightLanes vector() {
        try {
            return Class.forName("dev.millrace.ml.math.VectorLanes")
                    .asSubclass(EightLanes.class)
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("the tests run with --add-modules jdk.incubator.vector", e);
        }
    }

    @Test
    void vectorInstructionsAreChosenWhereTheyAreWide() {
        assertThat(EightLanes.best().getClass()).isEqualTo(VECTOR.isFast() ? VECTOR.getClass() : ScalarLanes.class);
    }

    @Property(tries = 300)
    void rowsAreAddedWithTheSameBits(@ForAll long seed, @ForAll @IntRange(max = 70) int count) {
        Case one = new Case(seed, count);
        double[] sums = one.matrixOf(16);
        double[] expected = sums.clone();
        SCALAR.addRows(one.matrix, one.rows, 8, one.values, LARGEST, expected);
        VECTOR.addRows(one.matrix, one.rows, 8, one.values, LARGEST, sums);
        assertThat(sums).containsExactly(expected);
    }

    @Property(tries = 300)
    void outerProductsAreAddedWithTheSameBits(@ForAll long seed, @ForAll @IntRange(max = 70) int count) {
        Case one = new Case(seed, count);
        double[] factors = one.matrixOf(16);
        double[] other = one.matrix.clone();
        SCALAR.addOuter(one.matrix, one.rows, 8, one.values, LARGEST, factors);
        VECTOR.addOuter(other, one.rows, 8, one.values, LARGEST, factors);
        assertThat(other).containsExactly(one.matrix);
    }

    @Test
    void aDotProductIsThatOfTheDefinition() {
        double[] vector = {9, 1, 2, 3, 4, 5, 6};
        double[] values = {1, 10, Double.NaN, 1000, 10_000, 1e101};
        assertThat(EightLanes.dot(vector, 1, values, 6, LARGEST, 0.5)).isEqualTo(54_021.5);
        EightLanes.add(vector, 1, values, 6, LARGEST, 2);
        assertThat(vector).containsExactly(9, 3, 22, 3, 2004, 20_005, 6);
    }

    @Property(tries = 1000)
    void exponentialsAreThoseOfOneAtATime(@ForAll long seed) {
        Random random = new Random(seed);
        double[] values = new double[16];
        double[] odd = {0, -0.0, 1, -708, -708.4, 709, 710, -746, 1e308, Double.NaN, Double.NEGATIVE_INFINITY};
        for (int i = 0; i < 16; i++) {
            values[i] = random.nextInt(10) == 0
                    ? odd[random.nextInt(odd.length)]
                    : random.nextGaussian() * Math.pow(10, random.nextInt(5) - 2);
        }
        double[] expected = values.clone();
        for (int i = 8; i < 16; i++) {
            expected[i] = Elementary.exp(values[i]);
        }
        double[] plain = values.clone();
        SCALAR.exp(plain, 8);
        VECTOR.exp(values, 8);
        assertThat(values).containsExactly(expected);
        assertThat(plain).containsExactly(expected);
    }

    @Property(tries = 500)
    void normalisedStepsHaveTheSameBits(@ForAll long seed) {
        Random random = new Random(seed);
        double[] values = random.doubles(64, -3, 3).toArray();
        double[] weights = random.doubles(70, -3, 3).toArray();
        double[] bounds = random.doubles(70, 3, 4).toArray();
        double[] inverses = random.doubles(70, 0, 1).toArray();
        double[] roots = random.doubles(70, 0, 2).toArray();
        long eights = random.nextLong() & 0x0101010101010101L;
        switch (random.nextInt(4)) {
            case 0 ->
                values[random.nextInt(64)] =
                        new double[] {Double.NaN, Double.POSITIVE_INFINITY, -5, 0, -0.0}[random.nextInt(5)];
            case 1 -> weights[random.nextInt(70)] = new double[] {LARGEST, Double.NaN}[random.nextInt(2)];
            default -> {
                // all as it mostly is
            }
        }
        double[] expected = new double[32];
        double[] sums = random.doubles(32).toArray();
        boolean fits = SCALAR.meetNormalized(eights, values, 5, weights, bounds, inverses, roots, expected);
        assertThat(VECTOR.meetNormalized(eights, values, 5, weights, bounds, inverses, roots, sums))
                .isEqualTo(fits);
        if (fits) {
            assertThat(sums).containsExactly(expected);
        }
        double[] otherWeights = weights.clone();
        double[] otherRoots = roots.clone();
        double far = random.nextInt(5) == 0 ? 1e101 : random.nextGaussian();
        SCALAR.stepNormalized(eights, values, 5, weights, inverses, roots, 1e-3, far, LARGEST);
        VECTOR.stepNormalized(eights, values, 5, otherWeights, inverses, otherRoots, 1e-3, far, LARGEST);
        assertThat(otherWeights).containsExactly(weights);
        assertThat(otherRoots).containsExactly(roots);
    }

    @Test
    void aNormalisedStepIsThatOfTheDefinition() {
        double[] values = {1, 2, 0, 0, 0, 0, 0, -4};
        double[] weights = {9, 1, 1, 0, 0, 0, 0, 0, 2};
        double[] bounds = {0, 1, 2, 0, 0, 0, 0, 0, 4};
        double[] inverses = {0, 1, 0.5, 0, 0, 0, 0, 0, 0.25};
        double[] roots = {0, 0.5, 0.5, 0, 0, 0, 0, 0, 0.25};
        double[] sums = new double[32];
        assertThat(SCALAR.meetNormalized(1, values, 1, weights, bounds, inverses, roots, sums))
                .isTrue();
        assertThat(Arrays.copyOfRange(sums, 0, 8)).containsExactly(1, 2, 0, 0, 0, 0, 0, -8);
        assertThat(Arrays.copyOfRange(sums, 8, 16)).containsExactly(1, 1, 0, 0, 0, 0, 0, 1);
        assertThat(Arrays.copyOfRange(sums, 16, 24)).containsExactly(0.25, 1, 0, 0, 0, 0, 0, 1);
        assertThat(Arrays.copyOfRange(sums, 24, 32)).containsExactly(0.5, 1, 0, 0, 0, 0, 0, 1);
        SCALAR.stepNormalized(1, values, 1, weights, inverses, roots, 0, 2, LARGEST);
        assertThat(weights).containsExactly(9, 0, 0, 0, 0, 0, 0, 0, 2.5);
        SCALAR.stepNormalized(1, values, 1, weights, inverses, roots, 0.125, 0, LARGEST);
        double share = 0.125 * 0.25;
        assertThat(roots[1]).isEqualTo(0.5 * (1 - share * (1 - 1.5 * share)));
        values[1] = -2.5;
        assertThat(SCALAR.meetNormalized(1, values, 1, weights, bounds, inverses, roots, sums))
                .isFalse();
    }

    @Test
    void sumsAreThoseOfTheDefinition() {
        double[] matrix = {1, 2, 3, 4, 5, 6, 7, 8, 10, 20, 30, 40, 50, 60, 70, 80};
        double[] sums = {0.5, 0, 0, 0, 0, 0, 0, 0};
        SCALAR.addRows(matrix, new int[] {8, 0}, 0, new double[] {2, Double.NaN}, LARGEST, sums);
        assertThat(sums).containsExactly(20.5, 40, 60, 80, 100, 120, 140, 160);
        SCALAR.addOuter(matrix, new int[] {0}, 0, new double[] {-1}, LARGEST, sums);
        assertThat(Arrays.copyOf(matrix, 8)).containsExactly(-19.5, -38, -57, -76, -95, -114, -133, -152);
    }

    /** A matrix of rows of 24, its rows in another order, and values of which a few may be unusable. */
    private static final class Case {
        private final Random random;
        final double[] matrix;
        final int[] rows;
        final double[] values;

        Case(long seed, int count) {
            random = new Random(seed);
            matrix = matrixOf(24 * count);
            rows = new int[count];
            values = matrixOf(count);
            boolean unusable = random.nextBoolean();
            for (int i = 0; i < count; i++) {
                rows[i] = 24 * (count - 1 - i);
                if (unusable && random.nextInt(8) == 0) {
                    values[i] = new double[] {Double.NaN, Double.POSITIVE_INFINITY, -1e101, 1e100}[random.nextInt(4)];
                }
            }
        }

        double[] matrixOf(int length) {
            return random.doubles(length, -3, 3).toArray();
        }
    }
}
