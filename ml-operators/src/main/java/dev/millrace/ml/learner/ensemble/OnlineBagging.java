package dev.millrace.ml.learner.ensemble;

import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.ChosenLearner;
import dev.millrace.ml.learner.Learners;
import dev.millrace.stream.random.Poisson;
import dev.millrace.stream.random.Random64;
import dev.millrace.stream.state.StateReader;
import java.util.function.IntFunction;

/**
 * Bagging on a stream: each member sees an event a Poisson number of times, as it would be drawn into a bootstrap sample, and the
 * mean of the members' scores is the answer. An event's weight multiplies the number. Missing values are the members'
 * affair. Cost and memory: the members'. Source: see {@link #PAPER}.
 */
public final class OnlineBagging extends BaggedVote {
    static final String PAPER = "Oza and Russell, \"Online bagging and boosting\", AISTATS 2001";
    private static final int FORMAT = 2;

    public OnlineBagging(BaggingSettings settings, Layout layout, long seed) {
        super("online bagging", FORMAT, layout, settings.members(), maker(settings, layout, seed));
    }

    private static IntFunction<BaggedMember> maker(BaggingSettings settings, Layout layout, long seed) {
        ChosenLearner base = Learners.parseMember("base", settings.base());
        Poisson times = new Poisson(settings.lambda());
        return i -> new BaggedMember(base, layout, times, 0, Random64.seedOf(seed, "member", i));
    }

    @Override
    void restore(StateReader in, int found, Layout before) {
        if (found > 1) {
            super.restore(in, found, before);
            return;
        }
        Random64 shared = new Random64(0);
        shared.restore(in);
        super.restore(in, found, before);
        reseed(shared);
    }
}
