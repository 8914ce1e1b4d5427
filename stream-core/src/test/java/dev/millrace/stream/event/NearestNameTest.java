package dev.millrace.stream.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NearestNameTest {
    @Test
    void theNearestIsNamedElseAllThatThereAre() {
        List<String> known = List.of("amount", "card", "country");
        assertThat(NearestName.hint("amout", known)).isEqualTo("; did you mean 'amount'?");
        assertThat(NearestName.hint("Crad", known)).isEqualTo("; did you mean 'card'?");
        assertThat(NearestName.hint("x", known)).isEqualTo("; known are amount, card, country");
        assertThat(NearestName.hint("x", List.of())).isEqualTo("; there are none");
    }

    @Test
    void ofThousandsTheFirstAreNamed() {
        List<String> known =
                IntStream.range(0, 5_000).mapToObj(i -> "column" + i).toList();
        assertThat(NearestName.hint("label", known))
                .startsWith("; known are column0, column1, ")
                .endsWith("column59 and 4,940 more");
        assertThat(NearestName.some(known.subList(0, 60))).endsWith("column59");
    }
}
