package dev.millrace.ml.learner.ensemble;

import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.bayes.AttributeChoice;
import dev.millrace.stream.random.Poisson;
import dev.millrace.stream.random.Random64;
import dev.millrace.stream.state.StateReader;
import java.util.function.IntFunction;

/**
 * Hoeffding trees that each look at a random subset of the attributes, at least two, and are trained on a Poisson number of copies
 * of an event (λ = 6): random patches of the stream. The first subsets are dealt so that every attribute is in equally many. Where a tree's error gives a warning, another starts to grow in the background, over
 * another subset; where it gives an alarm, that one (or a new one) takes the tree's place. Trees vote by their accuracy so
 * far. Weights, missing and hashed values as in {@link AdaptiveRandomForest}.
 *
 * <p>Cost: members times (two predictions and one learning). Source: see {@link #PAPER}.
 */
public final class StreamingRandomPatches extends VotingEnsemble<ForestMember> {
    static final String PAPER =
            "Gomes, Read and Bifet, \"Streaming random patches for evolving data stream classification\", ICDM 2019";
    private static final int FORMAT = 1;

    /** The reference implementation's, with 10 members where it has 100. */
    static final ForestSettings DEFAULT = new ForestSettings(10, 60, 6, 1e-5, 1e-4, 50, 0.01, 0.05, 20_000);

    /** Of the members: the second that forests have. */
    private static final int MEMBERS_FORMAT = 2;

    /** Where there are two, no tree looks at one alone: it could see nothing of how they go together. */
    private static final int LEAST_ATTRIBUTES = 2;

    public StreamingRandomPatches(ForestSettings settings, Layout layout, long seed) {
        super("random patches", FORMAT, layout, settings.members(), maker(settings, layout, seed));
    }

    private static IntFunction<ForestMember> maker(ForestSettings settings, Layout layout, long seed) {
        Poisson times = new Poisson(settings.lambda());
        int size = ForestTree.attributes(settings, layout, LEAST_ATTRIBUTES);
        Patches first = new Patches(layout, size, Random64.seedOf(seed, "patches", 0));
        return i -> ForestMember.ofPatches(
                times,
                random -> ForestTree.ofPatch(settings, layout, first.next()),
                random -> ForestTree.ofPatch(settings, layout, AttributeChoice.random(layout, size, random)),
                Random64.seedOf(seed, "member", i));
    }

    @Override
    void restore(StateReader in, int found, Layout before) {
        super.restore(in, MEMBERS_FORMAT, before);
    }
}
