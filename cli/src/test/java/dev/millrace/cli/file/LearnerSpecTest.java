package dev.millrace.cli.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class LearnerSpecTest {
    @Test
    void theShortFormReadsBackTheSame() {
        assertThat(LearnerSpec.parse("hoeffding-tree")).isEqualTo(new LearnerSpec("hoeffding-tree", Map.of()));
        LearnerSpec spec = LearnerSpec.parse("logistic:rate=0.01,optimizer=sgd");
        assertThat(spec.settings()).containsExactly(Map.entry("rate", "0.01"), Map.entry("optimizer", "sgd"));
        assertThat(spec).hasToString("logistic:rate=0.01,optimizer=sgd");
    }

    @Test
    void aSettingNeedsAKeyAndAValueOnce() {
        assertThatThrownBy(() -> LearnerSpec.parse("logistic:rate"))
                .hasMessageContaining("'rate' in 'logistic:rate' is not a setting");
        assertThatThrownBy(() -> LearnerSpec.parse("logistic:rate=1,rate=2")).hasMessageContaining("twice");
        assertThatThrownBy(() -> LearnerSpec.parse("")).hasMessageContaining("needs a name");
    }
}
