package dev.millrace.ml.learner.ensemble;

import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.bayes.AttributeChoice;
import dev.millrace.stream.random.Random64;
import java.util.Arrays;

/**
 * Random subsets of the attributes, dealt like cards: an attribute comes again only when every other has come as often, as far as
 * a subset may not hold it twice. So none is left out by chance. Not thread-safe; used while an ensemble is made.
 */
final class Patches {
    private final Layout layout;
    private final int size;
    private final Random64 random;

    /** How often each attribute was dealt. */
    private final int[] dealt;

    /** @param size attributes per subset; all if there are fewer */
    Patches(Layout layout, int size, long seed) {
        this.layout = layout;
        this.dealt = new int[layout.attributes().size()];
        this.size = Math.min(size, dealt.length);
        this.random = new Random64(seed);
    }

    /** The next subset: those dealt least often, by chance among equals. */
    AttributeChoice next() {
        int[] deck = new int[dealt.length];
        for (int a = 0; a < deck.length; a++) { // a shuffled deck
            int at = random.nextInt(a + 1);
            deck[a] = deck[at];
            deck[at] = a;
        }
        int[] subset = new int[size];
        int taken = 0;
        for (int often = least(); taken < size; often++) {
            for (int i = 0; i < deck.length && taken < size; i++) {
                if (dealt[deck[i]] == often) {
                    subset[taken++] = deck[i];
                }
            }
        }
        for (int attribute : subset) {
            dealt[attribute]++;
        }
        Arrays.sort(subset);
        return AttributeChoice.of(layout, subset);
    }

    private int least() {
        return Arrays.stream(dealt).min().orElse(0);
    }
}
