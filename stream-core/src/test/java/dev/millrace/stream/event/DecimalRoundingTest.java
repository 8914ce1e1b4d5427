package dev.millrace.stream.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.stream.random.Random64;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is rounded here is what the JDK reads. */
class DecimalRoundingTest {
    private static final int FEWEST = -27;
    private static final int MOST = 55;

    @Test
    void randomDecimalsOfAnyLengthAndExponent() {
        Random64 random = new Random64(1);
        for (int i = 0; i < 50_000; i++) {
            long digits = random.nextLong() >>> 1 + random.nextInt(63);
            int exponent = FEWEST + random.nextInt(MOST - FEWEST + 1);
            expectAsTheJdk(digits, exponent);
        }
    }

    @Test
    void everyExponentWithDigitsAtTheEdges() {
        long[] edges = {0, 1, 9, (1L << 53) - 1, 1L << 53, (1L << 53) + 1, 1L << 63, -1L >>> 1, -1L};
        for (long digits : edges) {
            IntStream.rangeClosed(FEWEST, MOST).forEach(exponent -> expectAsTheJdk(digits, exponent));
        }
    }

    @Test
    void halvesBetweenTwoDoublesGoToTheEvenOne() {
        Random64 random = new Random64(2);
        for (int i = 0; i < 20_000; i++) {
            long odd = (1L << 53) + 2 * (random.nextLong() >>> 12) + 1;
            expectAsTheJdk(odd, 0);
            double number = random.nextDouble() * 1e6;
            BigDecimal half = new BigDecimal(number)
                    .add(new BigDecimal(Math.nextUp(number)))
                    .divide(BigDecimal.valueOf(2))
                    .round(new MathContext(19));
            expectAsTheJdk(half.unscaledValue().longValue(), -half.scale());
        }
    }

    @Test
    void takesTheExponentsThatItDecides() {
        assertThat(IntStream.rangeClosed(-400, 400).filter(DecimalRounding::takes))
                .hasSize(MOST - FEWEST + 1)
                .contains(FEWEST, MOST);
    }

    private static void expectAsTheJdk(long digits, int exponent) {
        String text = Long.toUnsignedString(digits) + 'e' + exponent;
        if (DecimalRounding.round(digits, exponent) != Double.parseDouble(text)) {
            assertThat(DecimalRounding.round(digits, exponent)).as(text).isEqualTo(Double.parseDouble(text));
        }
    }
}
