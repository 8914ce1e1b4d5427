package dev.millrace.cli.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AmountsTest {
    @Test
    void durationsAreReadAndWritten() {
        Map.of("5s", 5_000L, "30m", 1_800_000L, "24h", 86_400_000L, "250ms", 250L, "2d", 172_800_000L, "0s", 0L)
                .forEach((text, millis) ->
                        assertThat(Amounts.durationMillis(text)).isEqualTo(millis));
        for (long millis : new long[] {0, 1, 999, 1_000, 61_000, 3_600_000, 86_400_000, 90_061_001}) {
            assertThat(Amounts.durationMillis(Amounts.duration(millis))).isEqualTo(millis);
        }
        assertThat(Amounts.duration(86_400_000)).isEqualTo("1d");
    }

    @Test
    void whatIsNoDurationIsRefused() {
        for (String text : List.of("", "5", "s", "-5s", "5 weeks", "1.5h")) {
            assertThatThrownBy(() -> Amounts.durationMillis(text)).hasMessageContaining("is not a duration");
        }
        assertThatThrownBy(() -> Amounts.durationMillis("999999999999999d")).hasMessageContaining("too long");
    }

    @Test
    void fractionsArePercentagesOrNumbers() {
        assertThat(Amounts.fraction("5%")).isEqualTo(0.05);
        assertThat(Amounts.fraction("0.25")).isEqualTo(0.25);
        assertThat(Amounts.fraction("100 %")).isEqualTo(1);
        for (String text : List.of("101%", "-1%", "2", "NaN", "half")) {
            assertThatThrownBy(() -> Amounts.fraction(text)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
