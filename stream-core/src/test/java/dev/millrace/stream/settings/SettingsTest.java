package dev.millrace.stream.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsTest {
    /** Speeds. */
    public enum Speed {
        SLOW,
        VERY_FAST
    }

    /** One component of each type. */
    public record Everything(double ratio, int count, long seed, boolean eager, String title, Speed topSpeed) {}

    private static final Everything DEFAULTS = new Everything(0.5, 3, 7, true, "x", Speed.SLOW);

    @Test
    void everyTypeIsRead() {
        assertThat(Settings.read(
                        DEFAULTS,
                        Map.of(
                                "ratio",
                                "1e-3",
                                "count",
                                "4",
                                "seed",
                                "8000000000",
                                "eager",
                                "false",
                                "title",
                                "y",
                                "top-speed",
                                "very-fast")))
                .isEqualTo(new Everything(1e-3, 4, 8_000_000_000L, false, "y", Speed.VERY_FAST));
    }

    @Test
    void whatIsNotGivenStaysAtItsDefault() {
        assertThat(Settings.read(DEFAULTS, Map.of("count", 9)))
                .isEqualTo(new Everything(0.5, 9, 7, true, "x", Speed.SLOW));
    }

    @Test
    void whatIsWrittenIsReadBack() {
        assertThat(Settings.write(DEFAULTS)).containsEntry("top-speed", "slow").containsEntry("ratio", "0.5");
        assertThat(Settings.read(DEFAULTS, Settings.write(DEFAULTS))).isEqualTo(DEFAULTS);
    }

    @Test
    void aWrongTypeNamesTheKeyTheValueAndWhatIsAllowed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Settings.read(DEFAULTS, Map.of("count", "1.5")))
                .withMessage("setting 'count' is '1.5'; allowed: a whole number");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Settings.read(DEFAULTS, Map.of("eager", "yes")))
                .withMessage("setting 'eager' is 'yes'; allowed: true, false");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Settings.read(DEFAULTS, Map.of("top-speed", "fast")))
                .withMessage("setting 'top-speed' is 'fast'; allowed: slow, very-fast");
    }
}
