package dev.millrace.serving.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.stream.random.Random64;
import dev.millrace.stream.time.Timestamps;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class IsoTimeTest {
    @Test
    void timesReadBackAsTheyWere() {
        Random64 random = new Random64(1);
        for (int i = 0; i < 10_000; i++) {
            long millis = (long) (random.nextDouble() * 315_000_000_000_000L) - 62_000_000_000_000L;
            String text = IsoTime.format(millis);
            assertThat(Instant.parse(text).toEpochMilli()).as(text).isEqualTo(millis);
            assertThat(text).hasSize(24);
        }
    }

    @Test
    void threeDigitsOfASecondAlways() {
        assertThat(IsoTime.format(0)).isEqualTo("1970-01-01T00:00:00.000Z");
        assertThat(IsoTime.format(-1)).isEqualTo("1969-12-31T23:59:59.999Z");
        assertThat(IsoTime.format(Timestamps.NONE)).isNull();
        assertThat(IsoTime.format(Timestamps.AFTER_ALL)).isNull();
    }
}
