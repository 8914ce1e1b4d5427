package dev.millrace.ml.learner.ensemble;

import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.tree.HoeffdingRegressionTree;
import dev.millrace.ml.learner.tree.RegressionTreeSettings;
import dev.millrace.stream.random.Poisson;
import dev.millrace.stream.random.Random64;
import java.util.function.IntFunction;

/**
 * Regression trees whose leaves may split on random subsets of the attributes, each trained on a Poisson number of copies of an
 * event (λ = 6). Where a tree's error gives a warning, another starts to grow in the background; where it gives an alarm, that one (or
 * a new one) takes the tree's place. The mean of the trees is the answer. An event's weight multiplies the number of copies;
 * missing and hashed values as in {@link HoeffdingRegressionTree}.
 *
 * <p>Cost and memory: members times a tree's, twice that while all grow another. Source: see {@link #PAPER}.
 */
public final class RegressionForest extends AveragingEnsemble<Estimator> {
    static final String PAPER = "Gomes, Barddal, Boiko Ferreira and Bifet, \"Adaptive random forests for data stream"
            + " regression\", ESANN 2018";
    private static final int FORMAT = 1;

    public RegressionForest(RegressionForestSettings settings, Layout layout, long seed) {
        super("regression forest", FORMAT, layout, settings.members(), maker(settings, layout, seed));
    }

    private static IntFunction<Estimator> maker(RegressionForestSettings settings, Layout layout, long seed) {
        Poisson times = new Poisson(settings.lambda());
        RegressionTreeSettings trees = settings.tree();
        int attributes = (int) Math.max(1, Math.rint(layout.attributes().size() * settings.features() / 100));
        return i -> new RegressionForestMember(
                settings,
                times,
                random -> new HoeffdingRegressionTree(trees, layout, attributes, random.nextLong()),
                Random64.seedOf(seed, "member", i));
    }
}
