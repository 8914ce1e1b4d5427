package dev.millrace.ml.learner.ensemble;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.ml.feature.Layout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PatchesTest {
    @Test
    void everyAttributeIsInEquallyManySubsets() {
        for (int size = 1; size <= 9; size++) {
            Patches patches = new Patches(numbers(9), size, 5);
            int[] dealt = new int[9];
            for (int member = 0; member < 10; member++) {
                int[] subset = patches.next().attributes();
                assertThat(subset).hasSize(size).isSorted().doesNotHaveDuplicates();
                Arrays.stream(subset).forEach(a -> dealt[a]++);
                int most = Arrays.stream(dealt).max().orElseThrow();
                int least = Arrays.stream(dealt).min().orElseThrow();
                assertThat(most - least).isLessThanOrEqualTo(1);
            }
        }
    }

    @Test
    void theSeedSaysWhichSubsets() {
        assertThat(five(1)).isEqualTo(five(1)).isNotEqualTo(five(2));
    }

    @Test
    void fewerAttributesThanASubsetHoldsAreAllInIt() {
        assertThat(new Patches(numbers(2), 5, 1).next().attributes()).containsExactly(0, 1);
        assertThat(new Patches(numbers(0), 5, 1).next().attributes()).isEmpty();
    }

    private static List<List<Integer>> five(long seed) {
        Patches patches = new Patches(numbers(9), 5, seed);
        List<List<Integer>> subsets = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            subsets.add(Arrays.stream(patches.next().attributes()).boxed().toList());
        }
        return subsets;
    }

    private static Layout numbers(int count) {
        Layout.Builder builder = Layout.builder();
        for (int i = 0; i < count; i++) {
            builder.number("x" + i);
        }
        return builder.build();
    }
}
