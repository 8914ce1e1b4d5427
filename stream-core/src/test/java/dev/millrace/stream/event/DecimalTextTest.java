package dev.millrace.stream.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.stream.random.Random64;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecimalTextTest {
    @Test
    void shortDecimalsAreWhatTheJdkReads() {
        Random64 random = new Random64(3);
        int simple = 0;
        for (int i = 0; i < 200_000; i++) {
            BigDecimal decimal = BigDecimal.valueOf(random.nextLong() >> random.nextInt(63), random.nextInt(20));
            String text = decimal.toPlainString();
            double value = parse(text);
            if (!Double.isNaN(value)) {
                simple++;
                assertThat(value).as(text).isEqualTo(Double.parseDouble(text));
            }
        }
        assertThat(simple).isGreaterThan(100_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-0", "0.1", "-0.0", "9007199254740992", "0.000001", "123456789012345.6"})
    void edgesAreExact(String text) {
        assertThat(Double.doubleToLongBits(parse(text))).isEqualTo(Double.doubleToLongBits(Double.parseDouble(text)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e5", "9007199254740993", "0.10999999999999943", "NaN", "-", "1.2.3", ""})
    void whatIsNotSimpleIsLeftToOthers(String text) {
        assertThat(parse(text)).isNaN();
    }

    private static double parse(String text) {
        return DecimalText.parse(text.toCharArray(), 0, text.length());
    }
}
