package dev.millrace.ml.learner.linear;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.ml.learner.LearnerProvider;
import dev.millrace.ml.learner.Learners;
import dev.millrace.stream.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The page about learners says what the code says. */
class LearnersPageTest {
    @Test
    void everyLinearLearnerStandsThereWithAWayToItsSettings() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "learners.md"));
        for (String name : List.of(
                "logistic", "svm", "linear", "perceptron", "passive-aggressive", "passive-aggressive-regression")) {
            LearnerProvider<?> provider = Learners.provider(name);
            assertThat(page).contains("`" + name + "`");
            provider.aliases().forEach(alias -> assertThat(page).contains("`" + alias + "`"));
            assertThat(page).contains("](learner-settings.md#" + name + ")"); // made from the code
        }
        for (Optimizer optimizer : Optimizer.values()) {
            assertThat(page).contains("| `" + optimizer.name().toLowerCase(java.util.Locale.ROOT) + "` |");
        }
    }

    @Test
    void defaultsAreThese() {
        assertThat(Settings.write(LogisticSettings.DEFAULT).toString())
                .isEqualTo("{optimizer=sgd, rate=0.01, l2=0.0, intercept=true, l1=0.0, decay=0.0, decay-start=1.0,"
                        + " invariant=false, average=false, class-weights=none, adaptivity=0.5, beta-one=0.9,"
                        + " beta-two=0.999, ftrl-beta=1.0}");
        assertThat(Settings.write(SvmSettings.DEFAULT)).isEqualTo(Settings.write(LogisticSettings.DEFAULT));
        assertThat(Settings.write(LinearSettings.DEFAULT).toString())
                .isEqualTo("{loss=squared, optimizer=sgd, rate=0.01, l2=0.0, intercept=true, l1=0.0, threshold=1.0,"
                        + " quantile=0.5, epsilon=0.1, decay=0.0, decay-start=1.0, invariant=true, average=false,"
                        + " adaptivity=0.5, beta-one=0.9, beta-two=0.999, ftrl-beta=1.0}");
        assertThat(Settings.write(PerceptronSettings.DEFAULT).toString())
                .isEqualTo("{average=true, intercept=true, class-weights=none}");
        assertThat(Settings.write(PassiveAggressiveSettings.DEFAULT).toString())
                .isEqualTo("{variant=pa-i, c=0.01, intercept=true, average=false, class-weights=none}");
        assertThat(Settings.write(PassiveAggressiveRegressionSettings.DEFAULT).toString())
                .isEqualTo("{variant=pa-ii, c=0.01, epsilon=0.1, intercept=true, average=false}");
    }
}
