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
    void forgetsTheOldestOfMoreThanEight() {
        List<String> texts = IntStream.range(0, 9).mapToObj(Integer::toString).toList();
        for (int i = 0; i < texts.size(); i++) {
            recent.add(texts.get(i), i);
        }
        assertThat(recent.find(texts.get(0))).isEqualTo(RecentTexts.NOT_FOUND);
        assertThat(texts.subList(1, 9).stream().map(recent::find)).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
    }

    @Test
    void forgetsAll() {
        String text = "a";
        recent.add(text, 0);
        recent.clear();
        assertThat(recent.find(text)).isEqualTo(RecentTexts.NOT_FOUND);
    }
}
