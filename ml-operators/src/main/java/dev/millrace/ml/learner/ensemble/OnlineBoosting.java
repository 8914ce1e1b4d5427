package dev.millrace.ml.learner.ensemble;

import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.ChosenLearner;
import dev.millrace.ml.learner.Classifier;
import dev.millrace.ml.learner.Learners;
import dev.millrace.ml.learner.MadeOfMembers;
import dev.millrace.ml.learner.Scores;
import dev.millrace.stream.random.Random64;
import dev.millrace.stream.state.BadState;
import dev.millrace.stream.state.ScopedStateReader;
import dev.millrace.stream.state.ScopedStateWriter;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import java.util.Arrays;
import java.util.List;

/**
 * Boosting on a stream: an event goes along a row of members with an importance λ, 1 to begin with. A member learns it a Poisson
 * number of times of mean λ; then λ shrinks if the member has the class right and grows if not, so that what it got right and what
 * it got wrong weigh the same for the next one. Members vote with ln((1 − ε) ÷ ε) of their weighted error ε, up to the first that
 * made no mistake yet or is no better than half; if that is the first of all, it answers alone. λ stays below 1e6.
 *
 * <p>With {@code drift-delta} an ADWIN watches each member's error after learning; where one has risen, the member whose error
 * is largest starts anew. An event's weight multiplies the number of times, and counts in the errors. Missing values are the members'
 * affair.
 *
 * <p>Cost: members times (two predictions and about one learning), one after the other: the next needs to know what the one before got
 * wrong. Memory: the members'. Source: see {@link #PAPER}.
 */
public final class OnlineBoosting implements Classifier, MadeOfMembers {
    static final String PAPER =
            "Oza and Russell, \"Online bagging and boosting\", AISTATS (2001); members that start anew: Bifet,"
                    + " Holmes, Pfahringer, Kirkby and Gavaldà, \"New ensemble methods for evolving data streams\", KDD (2009)";
    private static final int FORMAT = 1;
    private static final double MOST_IMPORTANT = 1e6;

    /** Above this mean a Poisson number is drawn as a normal one. */
    private static final double MANY = 100;

    private final Layout layout;
    private final BoostedMember[] members;
    private final Random64 random;

    /** Weights of all events so far. */
    private double total;

    private double[] vote = new double[0];

    public OnlineBoosting(BoostingSettings settings, Layout layout, long seed) {
        this.layout = layout;
        this.random = new Random64(Random64.seedOf(seed, "poisson", 0));
        this.members = new BoostedMember[settings.members()];
        ChosenLearner base = Learners.parseMember("base", settings.base());
        for (int i = 0; i < members.length; i++) {
            members[i] = new BoostedMember(base, layout, settings.driftDelta(), Random64.seedOf(seed, "member", i));
        }
    }

    @Override
    public void predict(FeatureVector x, double[] scores) {
        collect(Classifier::predict, x, new double[scores.length], scores);
    }

    /** The same with the buffers of this learner and its members. */
    @Override
    public void predictAlone(FeatureVector x, double[] scores) {
        if (vote.length != scores.length) {
            vote = new double[scores.length];
        }
        collect(Classifier::predictAlone, x, vote, scores);
    }

    /** How a member is asked. */
    private interface Asking {
        void ask(Classifier member, FeatureVector x, double[] scores);
    }

    private void collect(Asking asking, FeatureVector x, double[] one, double[] scores) {
        if (members[0].say() == 0) {
            asking.ask(members[0].learner(), x, scores);
            return;
        }
        Arrays.fill(scores, 0);
        for (BoostedMember member : members) {
            double say = member.say();
            if (say == 0) {
                break;
            }
            asking.ask(member.learner(), x, one);
            for (int k = 0; k < scores.length; k++) {
                scores[k] += say * one[k];
            }
        }
        Scores.normalize(scores);
    }

    @Override
    public void predictAndLearn(FeatureVector x, int label, double weight, double[] scores) {
        predictAlone(x, scores);
        learn(x, label, weight);
    }

    @Override
    public void learn(FeatureVector x, int label, double weight) {
        total += weight;
        double importance = 1;
        boolean rose = false;
        for (BoostedMember member : members) {
            int times = draw(importance);
            if (times > 0) {
                member.learner().learn(x, label, weight * times);
            }
            double weighed = member.judge(x, label, weight * importance);
            rose |= member.hasRisen();
            importance = Math.min(MOST_IMPORTANT, importance * total / (2 * weighed));
        }
        if (rose) {
            worst().reset();
        }
    }

    private int draw(double mean) {
        return mean < MANY
                ? random.nextPoisson(mean)
                : (int) Math.max(0, Math.floor(mean + Math.sqrt(mean) * random.nextGaussian()));
    }

    private BoostedMember worst() {
        BoostedMember worst = members[0];
        for (BoostedMember member : members) {
            if (member.recentError() > worst.recentError()) {
                worst = member;
            }
        }
        return worst;
    }

    @Override
    public List<Made> made() {
        return Arrays.stream(members).map(BoostedMember::made).toList();
    }

    @Override
    public void begin(int classes) {
        for (BoostedMember member : members) {
            member.begin(classes);
        }
    }

    @Override
    public void snapshot(StateWriter out) {
        out.writeInt(FORMAT);
        out.writeDouble(total);
        random.snapshot(out);
        for (int i = 0; i < members.length; i++) {
            members[i].snapshot(new ScopedStateWriter(out, "member-" + i + "-"));
        }
    }

    @Override
    public void restore(StateReader in) {
        restore(in, layout);
    }

    @Override
    public void restore(StateReader in, Layout before) {
        int format = in.readInt();
        if (format != FORMAT) {
            throw new BadState("online boosting of format " + format + " is unknown here; this is format " + FORMAT);
        }
        total = in.readDouble();
        random.restore(in);
        for (int i = 0; i < members.length; i++) {
            members[i].restore(new ScopedStateReader(in, "member-" + i + "-"), before);
        }
    }
}
