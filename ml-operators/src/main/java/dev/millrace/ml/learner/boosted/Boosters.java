package dev.millrace.ml.learner.boosted;

import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.tree.HoeffdingRegressionTree;
import dev.millrace.stream.random.Random64;
import dev.millrace.stream.state.BadState;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import java.util.ArrayList;
import java.util.List;

/** Trees by output, then stage: the sum of what those of an output say, each times the rate, is the output. */
final class Boosters {
    private final BoostedSettings settings;
    private final Layout layout;
    private final int attributes;
    private final long seed;
    private final List<HoeffdingRegressionTree[]> outputs = new ArrayList<>();

    Boosters(BoostedSettings settings, Layout layout, long seed) {
        this.settings = settings;
        this.layout = layout;
        this.attributes = settings.attributes(layout);
        this.seed = seed;
    }

    int outputs() {
        return outputs.size();
    }

    /** Makes trees for outputs that are new. */
    void ensure(int count) {
        while (outputs.size() < count) {
            HoeffdingRegressionTree[] trees = new HoeffdingRegressionTree[settings.stages()];
            for (int m = 0; m < trees.length; m++) {
                long own = Random64.seedOf(seed, "tree-" + outputs.size(), m);
                trees[m] = new HoeffdingRegressionTree(settings.tree(), layout, attributes, own);
            }
            outputs.add(trees);
        }
    }

    /** What an output's trees say together. */
    double predict(int output, double start, FeatureVector x) {
        double sum = start;
        for (HoeffdingRegressionTree tree : outputs.get(output)) {
            sum += settings.rate() * tree.predict(x);
        }
        return sum;
    }

    /**
     * Lets one tree learn.
     *
     * @return what it adds to its output, from before it learned
     */
    double step(int output, int stage, FeatureVector x, double target, double weight) {
        return settings.rate() * outputs.get(output)[stage].predictAndLearn(x, target, weight);
    }

    void snapshot(StateWriter out) {
        out.writeInt(outputs.size());
        for (HoeffdingRegressionTree[] trees : outputs) {
            for (HoeffdingRegressionTree tree : trees) {
                tree.snapshot(out);
            }
        }
    }

    void restore(StateReader in) {
        int count = in.readInt();
        if (count < 0 || count > in.remaining()) {
            throw new BadState("boosted trees for " + count + " outputs; the snapshot is damaged");
        }
        outputs.clear();
        ensure(count);
        for (HoeffdingRegressionTree[] trees : outputs) {
            for (HoeffdingRegressionTree tree : trees) {
                tree.restore(in);
            }
        }
    }
}
