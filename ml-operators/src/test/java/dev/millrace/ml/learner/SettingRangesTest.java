package dev.millrace.ml.learner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.ml.feature.Layout;
import dev.millrace.stream.settings.Settings;
import dev.millrace.stream.settings.Settings.Setting;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is said of the ranges of settings is what holds: the ends are taken, what lies beyond is refused. */
class SettingRangesTest {
    private static final Pattern RANGE = Pattern.compile("(?:(≥|above) )?(-?[0-9.e-]+)(?: … (below )?([0-9.e-]+))?");

    static Stream<String> settings() {
        return Learners.all().stream()
                .flatMap(learner -> Settings.describe(learner.defaults()).stream()
                        .filter(setting -> setting.allowed().endsWith("number"))
                        .map(setting -> learner.name() + ":" + setting.key()));
    }

    private static void make(String learner, String key, double value) {
        boolean whole = Settings.describe(Learners.provider(learner).defaults()).stream()
                .anyMatch(setting ->
                        setting.key().equals(key) && setting.allowed().equals("a whole number"));
        Layout.Builder layout = Layout.builder();
        layout.number("x");
        Object given = whole ? (Object) (long) value : (Object) value;
        Learners.choose(learner, Map.of(key, given)).create(layout.build(), 1);
    }

    @ParameterizedTest
    @MethodSource("settings")
    void theEndsAreTakenAndWhatLiesBeyondIsRefused(String name) {
        String learner = name.substring(0, name.indexOf(':'));
        String key = name.substring(name.indexOf(':') + 1);
        Setting setting = Settings.describe(Learners.provider(learner).defaults()).stream()
                .filter(each -> each.key().equals(key))
                .findFirst()
                .orElseThrow();
        Matcher range = RANGE.matcher(setting.range());
        assertThat(range.matches()).as(setting.range()).isTrue();
        boolean whole = setting.allowed().equals("a whole number");
        double least = Double.parseDouble(range.group(2));
        boolean open = "above".equals(range.group(1));
        refused(learner, key, open ? least : below(least, whole));
        if (!open) {
            taken(learner, key, least);
        }
        if (range.group(4) != null) {
            double most = Double.parseDouble(range.group(4));
            boolean below = range.group(3) != null;
            refused(learner, key, below ? most : above(most, whole));
            if (!below && most <= 1_000) { // larger ones ask for more memory than a test has
                taken(learner, key, most);
            }
        }
    }

    private static double below(double value, boolean whole) {
        return whole ? value - 1 : value == 0 ? -1e-9 : value - Math.abs(value) * 1e-9;
    }

    private static double above(double value, boolean whole) {
        return whole ? value + 1 : value + Math.abs(value) * 1e-9;
    }

    private static void refused(String learner, String key, double value) {
        assertThatThrownBy(() -> make(learner, key, value))
                .as("%s:%s=%s", learner, key, value)
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** Unless another setting, at its default, does not go with it: then the message names the other one. */
    private static void taken(String learner, String key, double value) {
        try {
            make(learner, key, value);
        } catch (IllegalArgumentException e) {
            assertThat(Settings.describe(Learners.provider(learner).defaults()))
                    .as("%s:%s=%s: %s", learner, key, value, e.getMessage())
                    .anyMatch(
                            other -> !other.key().equals(key) && e.getMessage().contains(other.key()));
        }
    }
}
