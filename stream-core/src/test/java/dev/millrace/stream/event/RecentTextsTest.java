package dev.millrace.stream.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RecentTextsTest {
    private final RecentTexts recent = new RecentTexts();

    @Test
    void findsTheObjectThatWasAdded() {
        String up = new String("UP");
        recent.add(up, 3);
        assertThat(recent.find(up)).isEqualTo(3);
    }

    @Test
    void saysNothingOfAnEqualTextThatIsAnotherObject() {
        recent.add(new String("UP"), 3);
        assertThat(recent.find(new String("UP"))).isEqualTo(RecentTexts.NOT_FOUND);
    }

    @Test
    void saysNothingOfNull() {
        assertThat(recent.find(null)).isEqualTo(RecentTexts.NOT_FOUND);
    }

    @Test
    void findsEachOfAFewAndForgetsSomeOfMany() {
        List<String> texts =
                IntStream.range(0, 1000).mapToObj(Integer::toString).toList();
        for (int i = 0; i < texts.size(); i++) {
            recent.add(texts.get(i), i);
            for (int earlier = 0; earlier <= i; earlier++) {
                assertThat(recent.find(texts.get(earlier))).isIn(earlier, RecentTexts.NOT_FOUND);
            }
            assertThat(recent.find(texts.get(i))).isEqualTo(i);
        }
        assertThat(texts.stream().filter(text -> recent.find(text) != RecentTexts.NOT_FOUND))
                .hasSize(64);
    }

    @Test
    void theLastTwoOfOnePlaceAreFound() {
        List<String> texts = List.of(new String("a"), new String("a"), new String("a"));
        for (int i = 0; i < 3; i++) {
            recent.add(texts.get(i), i);
        }
        assertThat(texts.stream().map(recent::find)).containsExactly(RecentTexts.NOT_FOUND, 1, 2);
    }

    @Test
    void forgetsAll() {
        String text = "a";
        recent.add(text, 0);
        recent.clear();
        assertThat(recent.find(text)).isEqualTo(RecentTexts.NOT_FOUND);
    }
}
