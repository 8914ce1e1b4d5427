package dev.millrace.ml.learner.ensemble;

import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.Classifier;
import dev.millrace.ml.learner.Slice;
import dev.millrace.stream.parallel.Parallel;
import dev.millrace.stream.random.Poisson;
import dev.millrace.stream.random.Random64;
import dev.millrace.stream.state.BadState;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;

/**
 * Hoeffding trees whose leaves look at random subsets of the attributes, each trained on a Poisson number of copies of an
 * event (λ = 6). Where a tree's error gives a warning, another starts to grow in the background; where it gives an
 * alarm, that one (or a new one) takes the tree's place. Trees vote by their accuracy so far. An event's weight multiplies the
 * number of copies; missing values as in {@link dev.millrace.ml.learner.tree.HoeffdingTree}; hashed values are not used.
 *
 * <p>Cost: members times (two predictions and one learning). Source: see {@link #PAPER}.
 */
public final class AdaptiveRandomForest implements Classifier {
    static final String PAPER =
            "Gomes, Bifet, Read, Barddal, Enembreck, Pfahringer, Holmes and Abdessalem, \"Adaptive random"
                    + " forests for evolving data stream classification\", Machine Learning 106 (2017)";
    private static final int FORMAT = 2;

    private final Layout layout;
    private final Committee committee;

    public AdaptiveRandomForest(ForestSettings settings, Layout layout, long seed) {
        this.layout = layout;
        Poisson times = new Poisson(settings.lambda());
        this.committee = new Committee(
                settings.members(),
                i -> new ForestMember(
                        times,
                        random -> ForestTree.ofRandomLeaves(settings, layout, random),
                        Random64.seedOf(seed, "member", i)));
    }

    @Override
    public void predict(FeatureVector x, double[] scores) {
        committee.predict(x, scores);
    }

    @Override
    public void learn(FeatureVector x, int label, double weight) {
        committee.learn(x, label, weight);
    }

    @Override
    public void predictAndLearn(FeatureVector x, int label, double weight, double[] scores) {
        committee.predictAndLearn(x, label, weight, scores);
    }

    @Override
    public boolean gainsFromSlices() {
        return true;
    }

    @Override
    public void predictAndLearn(Slice slice, Parallel parallel) {
        committee.predictAndLearn(slice, 0, slice.size(), parallel);
    }

    @Override
    public void snapshot(StateWriter out) {
        out.writeInt(FORMAT);
        committee.snapshot(out);
    }

    @Override
    public void restore(StateReader in) {
        restore(in, layout);
    }

    @Override
    public void restore(StateReader in, Layout before) {
        int format = in.readInt();
        if (format < 1 || format > FORMAT) {
            throw new BadState(
                    "adaptive forest of format " + format + " is unknown here; this reads formats up to " + FORMAT);
        }
        if (format == 1) {
            Random64 shared = new Random64(0);
            shared.restore(in);
            in.readInt();
            committee.restore(in, format, before);
            committee.reseed(shared);
        } else {
            committee.restore(in, format, before);
        }
    }
}
