package dev.millrace.ml.learner.ensemble;

import dev.millrace.ml.feature.Layout;
import dev.millrace.stream.random.Poisson;
import dev.millrace.stream.random.Random64;
import dev.millrace.stream.state.StateReader;
import java.util.function.IntFunction;

/**
 * Hoeffding trees whose leaves look at random subsets of the attributes, each trained on a Poisson number of copies of an
 * event (λ = 6). Where a tree's error gives a warning, another starts to grow in the background, on one copy of each event that
 * the tree learns; where it gives an alarm, that one (or a new one) takes the tree's place. Trees vote by their accuracy so far. An event's weight multiplies the
 * number of copies; missing values as in {@link dev.millrace.ml.learner.tree.HoeffdingTree}; hashed values are not used.
 *
 * <p>Cost: members times (two predictions and one learning). Source: see {@link #PAPER}.
 */
public final class AdaptiveRandomForest extends VotingEnsemble<ForestMember> {
    static final String PAPER =
            "Gomes, Bifet, Read, Barddal, Enembreck, Pfahringer, Holmes and Abdessalem, \"Adaptive random"
                    + " forests for evolving data stream classification\", Machine Learning 106 (2017)";
    private static final int FORMAT = 2;

    public AdaptiveRandomForest(ForestSettings settings, Layout layout, long seed) {
        super("adaptive forest", FORMAT, layout, settings.members(), maker(settings, layout, seed));
    }

    private static IntFunction<ForestMember> maker(ForestSettings settings, Layout layout, long seed) {
        Poisson times = new Poisson(settings.lambda());
        return i -> ForestMember.ofRandomLeaves(
                times,
                random -> ForestTree.ofRandomLeaves(settings, layout, random),
                Random64.seedOf(seed, "member", i));
    }

    @Override
    void restore(StateReader in, int found, Layout before) {
        if (found > 1) {
            super.restore(in, found, before);
            return;
        }
        Random64 shared = new Random64(0);
        shared.restore(in);
        in.readInt();
        super.restore(in, found, before);
        reseed(shared);
    }
}
