package dev.millrace.ml.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.stream.event.Row;
import dev.millrace.stream.event.Schema;
import dev.millrace.stream.random.Random64;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StreamProfileTest {
    private static final Schema SCHEMA = Schema.builder()
            .number("x")
            .text("colour")
            .text("words")
            .text("class")
            .build();

    private final StreamProfile profile = new StreamProfile(SCHEMA, "class", Set.of("words"));

    private void row(double x, String colour, String words, String label) {
        Row row = new Row(SCHEMA);
        row.setNumber(0, x);
        row.setText(0, colour);
        row.setText(1, words);
        row.setText(2, label);
        profile.update(row);
    }

    private FieldProfile field(int index) {
        return profile.fields().get(index);
    }

    @Test
    void rangesMissingAndDistinctAreCounted() {
        row(1, "red", "a:1 b:2", "yes");
        row(4, "red", "a", "yes");
        row(Double.NaN, null, "", "no");
        row(4, "blue", null, null);
        assertThat(profile.rows()).isEqualTo(4);
        assertThat(field(0).moments().least()).isEqualTo(1);
        assertThat(field(0).moments().most()).isEqualTo(4);
        assertThat(field(0).moments().mean()).isEqualTo(3);
        assertThat(field(0).moments().standardDeviation()).isCloseTo(Math.sqrt(3), within(1e-12));
        assertThat(field(0).missing()).isEqualTo(1);
        assertThat(field(0).names().distinct()).isEqualTo(2);
        assertThat(field(1).missing()).isEqualTo(1);
        assertThat(field(1).names().top(1)).containsExactly(new Names.Counted("red", 2, 2 / 3.0));
        assertThat(field(2).names().distinct()).as("names of tokens").isEqualTo(2);
        assertThat(field(2).moments().mean()).as("tokens a row").isEqualTo(1);
    }

    @Test
    void runsOfLabelsAreWhatNoChangeIsRightIn() {
        for (int i = 0; i < 100; i++) {
            row(i, "red", "", i / 10 % 2 == 0 ? "yes" : "no");
        }
        LabelProfile label = profile.label().orElseThrow();
        assertThat(label.noChange()).isEqualTo(0.9);
        assertThat(label.meanRun()).isEqualTo(10);
        assertThat(label.majority()).isEqualTo(0.5);
        assertThat(label.noChangeShuffled()).isEqualTo(0.5);
        assertThat(label.classes()).extracting(Names.Counted::name).containsExactly("yes", "no");
        assertThat(label.overTime("yes").stream().mapToDouble(d -> d).average().orElseThrow())
                .isCloseTo(0.5, within(0.1));
    }

    @Test
    void changesAreFoundWhereTheyAreAndNowhereElse() {
        Random64 random = new Random64(3);
        for (int i = 0; i < 6_000; i++) {
            boolean late = i >= 3_000;
            row(
                    random.nextDouble() + (late ? 0.3 : 0),
                    random.nextDouble() < 0.5 ? "red" : "blue",
                    "",
                    random.nextDouble() < (late ? 0.8 : 0.2) ? "yes" : "no");
        }
        assertThat(field(0).changes())
                .isNotEmpty()
                .allSatisfy(row -> assertThat(row).isBetween(3_000L, 3_500L));
        assertThat(field(1).changes()).isEmpty();
        LabelProfile label = profile.label().orElseThrow();
        assertThat(label.changes())
                .isNotEmpty()
                .allSatisfy(row -> assertThat(row).isBetween(3_000L, 3_500L));
        assertThat(field(0).overTime()).hasSizeBetween(10, 20);
        assertThat(field(0).overTime().get(0)).isCloseTo(0.5, within(0.05));
        assertThat(field(0).overTime().get(field(0).overTime().size() - 1)).isCloseTo(0.8, within(0.05));
    }

    @Test
    void aShortOrEmptyStreamHasAProfile() {
        assertThat(profile.label().orElseThrow().noChange()).isNaN();
        assertThat(field(0).moments().mean()).isNaN();
        assertThat(field(0).overTime()).isEmpty();
        row(5, "red", "", "yes");
        assertThat(field(0).changes()).isEmpty();
        assertThat(profile.label().orElseThrow().noChange()).isZero();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new StreamProfile(SCHEMA, "clas", Set.of()))
                .withMessageContaining("no field 'clas'");
    }
}
