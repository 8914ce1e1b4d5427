package dev.millrace.ml.learner.ensemble;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.feature.Layout;
import dev.millrace.stream.random.Poisson;
import dev.millrace.stream.random.Random64;
import dev.millrace.stream.state.BytesStateWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What grows in the background after a warning, and on how many copies of an event. */
class ForestMemberTest {
    /** So many copies that none is left out. */
    private static final Poisson COPIES = new Poisson(50);

    /** An alarm so rare that the background stays one. */
    private static final ForestSettings SETTINGS = new ForestSettings(1, 100, 50, 1e-300, 0.01, 50, 0.01, 0.05, 100);

    private final Layout layout = layout();

    private static Layout layout() {
        Layout.Builder builder = Layout.builder();
        builder.number("x");
        return builder.build();
    }

    /** Each tree that a member grows, beside its twin. */
    private final List<ForestTree> grown = new ArrayList<>();

    private final List<ForestTree> twins = new ArrayList<>();

    private ForestTree seedling(Random64 random) {
        Random64 copy = new Random64(0);
        copy.copyFrom(random);
        twins.add(ForestTree.ofRandomLeaves(SETTINGS, layout, copy));
        grown.add(ForestTree.ofRandomLeaves(SETTINGS, layout, random));
        return grown.get(grown.size() - 1);
    }

    /** Learns a rule that holds, then only mostly; the twin of the tree in the background sees each event once, with its weight. */
    private void learn(ForestMember member) {
        Random64 chance = new Random64(7);
        for (int i = 0; i < 3000; i++) {
            FeatureVector x = new FeatureVector(layout);
            x.numbers()[0] = chance.nextDouble();
            boolean wrong = i >= 1000 && chance.nextDouble() < 0.2;
            int label = x.numbers()[0] > 0.5 ^ wrong ? 1 : 0;
            int before = grown.size();
            member.learn(x, label, 2);
            if (before > 1 && grown.size() == before) {
                twins.get(before - 1).tree().learn(x, label, 2);
            }
        }
        assertThat(grown).as("a warning").hasSizeGreaterThan(1);
    }

    private static byte[] state(ForestTree tree) {
        BytesStateWriter out = new BytesStateWriter();
        tree.tree().snapshot(out);
        return out.main();
    }

    private boolean hasSeenEachEventOnce(Function<Function<Random64, ForestTree>, ForestMember> maker) {
        learn(maker.apply(this::seedling));
        int last = grown.size() - 1;
        return Arrays.equals(state(grown.get(last)), state(twins.get(last)));
    }

    @Test
    void aForestsTreeInTheBackgroundSeesEachEventOnce() {
        assertThat(hasSeenEachEventOnce(seedlings -> ForestMember.ofRandomLeaves(COPIES, seedlings, 1)))
                .isTrue();
    }

    @Test
    void onRandomPatchesItSeesAsManyCopiesAsTheTreeThatVotes() {
        assertThat(hasSeenEachEventOnce(seedlings -> ForestMember.ofPatches(COPIES, seedlings, seedlings, 1)))
                .isFalse();
    }
}
