package dev.millrace.ml.learner.ensemble;

import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.ChosenLearner;
import dev.millrace.ml.learner.Learners;
import dev.millrace.ml.learner.Slice;
import dev.millrace.stream.parallel.Parallel;
import dev.millrace.stream.random.Poisson;
import dev.millrace.stream.random.Random64;
import dev.millrace.stream.state.StateReader;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Online bagging with heavier resampling (λ = 6) and an ADWIN on each member's error: when one rises, the member with the
 * largest error starts anew. An event's weight multiplies the number of times that a member sees it. Missing values are the
 * members' affair. Cost and memory: the members', and one prediction more each. Source: see {@link #PAPER}.
 *
 * <p>Members meet only when an error has risen, and an ADWIN looks for that every 32 events only: in between they go
 * through a slice apart.
 */
public final class LeveragingBagging extends BaggedVote {
    static final String PAPER =
            "Bifet, Holmes and Pfahringer, \"Leveraging bagging for evolving data streams\", ECML PKDD 2010";
    private static final int FORMAT = 2;

    public LeveragingBagging(LeveragingSettings settings, Layout layout, long seed) {
        super("leveraging bagging", FORMAT, layout, settings.members(), maker(settings, layout, seed));
    }

    private static IntFunction<BaggedMember> maker(LeveragingSettings settings, Layout layout, long seed) {
        ChosenLearner base = Learners.parseMember("base", settings.base());
        Poisson times = new Poisson(settings.lambda());
        return i -> new BaggedMember(base, layout, times, settings.driftDelta(), Random64.seedOf(seed, "member", i));
    }

    @Override
    public void predictAndLearn(Slice slice, Parallel parallel) {
        for (int from = 0; from < slice.size(); ) {
            int until = slice.size();
            for (BaggedMember member : committee().members()) {
                until = Math.min(until, from + member.error().untilNextLook());
            }
            predictAndLearn(slice, from, until, parallel);
            from = until;
        }
    }

    /** If the error of any has risen, the one with the largest starts anew. */
    @Override
    void learned() {
        List<BaggedMember> members = committee().members();
        boolean rose = false;
        BaggedMember worst = members.get(0);
        for (BaggedMember member : members) {
            rose |= member.isWorse();
            if (member.error().mean() > worst.error().mean()) {
                worst = member;
            }
        }
        if (rose) {
            worst.reset();
        }
    }

    @Override
    void restore(StateReader in, int found, Layout before) {
        if (found > 1) {
            super.restore(in, found, before);
            return;
        }
        int classes = in.readInt();
        Random64 shared = new Random64(0);
        shared.restore(in);
        super.restore(in, found, before);
        reseed(shared);
        for (BaggedMember member : committee().members()) {
            member.restoreError(in, classes);
        }
    }
}
