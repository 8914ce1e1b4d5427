package dev.millrace.ml.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.stream.random.Random64;
import org.junit.jupiter.api.Test;

class SingleFieldTest {
    private static final int ROWS = 6_000;
    private final Random64 random = new Random64(1);

    @Test
    void aNumberThatIsTheLabelInOtherWordsTellsAll() {
        int[] labels = new int[ROWS];
        double[] score = new double[ROWS];
        double[] bands = new double[ROWS];
        double[] noise = new double[ROWS];
        for (int i = 0; i < ROWS; i++) {
            labels[i] = random.nextInt(3);
            score[i] = labels[i] * 10 + random.nextDouble();
            bands[i] = labels[i] == 1 ? 5 + random.nextDouble() : random.nextBoolean() ? 20 : -20;
            noise[i] = random.nextDouble();
        }
        assertThat(SingleField.ofNumbers(score, labels)).isEqualTo(1.0);
        assertThat(SingleField.ofNumbers(bands, labels)).isBetween(0.6, 0.72);
        assertThat(SingleField.ofNumbers(noise, labels)).isLessThan(0.4);
        score[0] = Double.NaN;
        assertThat(SingleField.ofNumbers(score, labels)).isEqualTo(1.0);
    }

    @Test
    void aNameThatOccursOnceTellsNothing() {
        int[] labels = new int[ROWS];
        String[] ids = new String[ROWS];
        String[] colours = new String[ROWS];
        for (int i = 0; i < ROWS; i++) {
            labels[i] = random.nextInt(2);
            ids[i] = "id" + i;
            colours[i] = labels[i] == 0 ? null : random.nextBoolean() ? "red" : "blue";
        }
        assertThat(SingleField.ofNames(ids, labels)).isZero();
        assertThat(SingleField.ofNames(colours, labels)).isEqualTo(1.0);
    }

    @Test
    void aLineIsMeasuredByWhatItExplains() {
        double[] x = new double[ROWS];
        double[] y = new double[ROWS];
        double[] other = new double[ROWS];
        for (int i = 0; i < ROWS; i++) {
            x[i] = i % 10 == 0 ? Double.NaN : random.nextGaussian();
            y[i] = 3 * x[i] - 7;
            other[i] = random.nextGaussian();
        }
        assertThat(SingleField.ofLine(x, y)).isCloseTo(1, within(1e-9));
        assertThat(SingleField.ofLine(x, other)).isLessThan(0.01);
        assertThat(SingleField.ofLine(new double[5], y)).isNaN();
    }
}
