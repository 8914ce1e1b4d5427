package dev.millrace.ml.learner.ensemble;

import dev.millrace.ml.drift.Adwin;
import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.tree.HoeffdingRegressionTree;
import dev.millrace.stream.random.Poisson;
import dev.millrace.stream.random.Random64;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import java.util.function.Function;

/**
 * A place in a regression forest: the tree that answers, and the one that grows in the background since a warning to take its
 * place. The detectors see the tree's absolute errors before learning, over three standard deviations of the value.
 */
final class RegressionForestMember implements Estimator {
    private final Poisson times;
    private final double driftDelta;
    private final double warningDelta;
    private final Random64 random;

    /** Grows a new tree, by this member's chance. */
    private final Function<Random64, HoeffdingRegressionTree> seedlings;

    private HoeffdingRegressionTree tree;
    private Adwin drift;
    private Adwin warning;

    /** What grows to take the tree's place, or null. */
    private HoeffdingRegressionTree background;

    RegressionForestMember(
            RegressionForestSettings settings,
            Poisson times,
            Function<Random64, HoeffdingRegressionTree> seedlings,
            long seed) {
        this.times = times;
        this.driftDelta = settings.driftDelta();
        this.warningDelta = settings.warningDelta();
        this.random = new Random64(seed);
        this.seedlings = seedlings;
        this.tree = seedlings.apply(random);
        watchAnew();
    }

    private void watchAnew() {
        drift = new Adwin(driftDelta);
        warning = new Adwin(warningDelta);
    }

    @Override
    public double estimate(FeatureVector x) {
        return tree.predict(x);
    }

    @Override
    public double estimateAndLearn(FeatureVector x, double value, double weight) {
        int count = times.draw(random);
        double said;
        if (count > 0) {
            said = tree.predictAndLearn(x, value, weight * count);
            if (background != null) {
                background.learn(x, value, weight * count);
            }
        } else {
            said = tree.predict(x);
        }
        watch(tree.scaledError(value, said));
        return said;
    }

    private void watch(double error) {
        double shown = Math.min(1, error / 3);
        boolean warned = rises(warning, shown);
        if (rises(drift, shown)) {
            tree = background != null ? background : seedlings.apply(random);
            background = null;
            watchAnew();
        } else if (warned) {
            background = seedlings.apply(random);
            warning = new Adwin(warningDelta);
        }
    }

    private static boolean rises(Adwin adwin, double error) {
        double before = adwin.mean();
        return adwin.update(error) && adwin.mean() > before;
    }

    @Override
    public void snapshot(StateWriter out) {
        random.snapshot(out);
        tree.snapshot(out);
        drift.snapshot(out);
        warning.snapshot(out);
        out.writeBoolean(background != null);
        if (background != null) {
            background.snapshot(out);
        }
    }

    @Override
    public void restore(StateReader in, int format, Layout before) {
        Random64 unused = new Random64(0);
        random.restore(in);
        tree = seedlings.apply(unused);
        tree.restore(in, before);
        watchAnew();
        drift.restore(in);
        warning.restore(in);
        background = null;
        if (in.readBoolean()) {
            background = seedlings.apply(unused);
            background.restore(in, before);
        }
    }
}
