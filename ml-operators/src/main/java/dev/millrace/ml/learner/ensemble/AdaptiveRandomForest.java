package dev.millrace.ml.learner.ensemble;

import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.Classifier;
import dev.millrace.ml.learner.Scores;
import dev.millrace.stream.random.Random64;
import dev.millrace.stream.state.BadState;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import java.util.Arrays;

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
    private static final int FORMAT = 1;

    private final ForestSettings settings;
    private final Layout layout;
    private final Random64 random;
    private final ForestMember[] members;

    /** What grows to take a member's place, or null. */
    private final ForestMember[] background;

    /** For learning only, as long as there are classes. */
    private double[] scratch = new double[1];

    public AdaptiveRandomForest(ForestSettings settings, Layout layout, long seed) {
        this.settings = settings;
        this.layout = layout;
        this.random = new Random64(seed);
        this.members = new ForestMember[settings.members()];
        this.background = new ForestMember[settings.members()];
        Arrays.setAll(members, i -> seedling());
    }

    private ForestMember seedling() {
        return new ForestMember(settings, layout, random.nextLong());
    }

    @Override
    public void predict(FeatureVector x, double[] scores) {
        double[] sum = new double[scores.length];
        for (ForestMember member : members) {
            member.tree().predict(x, scores);
            double voice = member.voice();
            for (int k = 0; k < sum.length; k++) {
                sum[k] += scores[k] * voice;
            }
        }
        System.arraycopy(sum, 0, scores, 0, sum.length);
        Scores.normalize(scores);
    }

    @Override
    public void learn(FeatureVector x, int label, double weight) {
        if (scratch.length <= label) {
            scratch = new double[label + 1];
        }
        for (int i = 0; i < members.length; i++) {
            members[i].score(x, label, weight, scratch);
            int times = random.nextPoisson(settings.lambda());
            if (times > 0) {
                learn(i, x, label, weight, times);
            }
        }
    }

    private void learn(int i, FeatureVector x, int label, double weight, int times) {
        ForestMember.Sign sign = members[i].learn(x, label, weight * times, scratch);
        if (background[i] != null) {
            background[i].tree().learn(x, label, weight * times);
        }
        if (sign == ForestMember.Sign.DRIFT) {
            members[i] = background[i] != null ? background[i] : seedling();
            background[i] = null;
        } else if (sign == ForestMember.Sign.WARNING) {
            background[i] = seedling();
            members[i].forgetWarning();
        }
    }

    @Override
    public void snapshot(StateWriter out) {
        out.writeInt(FORMAT);
        random.snapshot(out);
        out.writeInt(scratch.length);
        for (int i = 0; i < members.length; i++) {
            members[i].snapshot(out);
            out.writeBoolean(background[i] != null);
            if (background[i] != null) {
                background[i].snapshot(out);
            }
        }
    }

    @Override
    public void restore(StateReader in) {
        int format = in.readInt();
        if (format != FORMAT) {
            throw new BadState("adaptive forest of format " + format + " is unknown here; this is format " + FORMAT);
        }
        random.restore(in);
        scratch = new double[in.readInt()];
        for (int i = 0; i < members.length; i++) {
            members[i].restore(in);
            background[i] = null;
            if (in.readBoolean()) {
                background[i] = new ForestMember(settings, layout, 0);
                background[i].restore(in);
            }
        }
    }
}
