package dev.millrace.ml.learner.ensemble;

import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.ChosenLearner;
import dev.millrace.ml.learner.Learners;
import dev.millrace.ml.learner.MadeOfMembers;
import dev.millrace.stream.random.Poisson;
import dev.millrace.stream.random.Random64;
import java.util.List;
import java.util.function.IntFunction;

/**
 * {@linkplain OnlineBagging Bagging on a stream} for values: each member sees an event a Poisson number of times, and the mean of
 * the members is the answer. An event's weight multiplies the number. Missing values, and changes of the stream, are the members'
 * affair. Cost and memory: the members'. Source: see {@link OnlineBagging#PAPER}.
 */
public final class OnlineBaggingRegression extends AveragingEnsemble<BaggedEstimator> implements MadeOfMembers {
    /** Members are regression trees, which replace subtrees whose error rises. */
    static final BaggingSettings DEFAULT = new BaggingSettings(10, "hoeffding-regression-tree", 1);

    private static final int FORMAT = 1;

    public OnlineBaggingRegression(BaggingSettings settings, Layout layout, long seed) {
        super("online bagging of values", FORMAT, layout, settings.members(), maker(settings, layout, seed));
    }

    @Override
    public List<Made> made() {
        return committee().members().stream().map(BaggedEstimator::made).toList();
    }

    private static IntFunction<BaggedEstimator> maker(BaggingSettings settings, Layout layout, long seed) {
        ChosenLearner base = Learners.parseMember("base", settings.base());
        Poisson times = new Poisson(settings.lambda());
        return i -> new BaggedEstimator(base, layout, times, Random64.seedOf(seed, "member", i));
    }
}
