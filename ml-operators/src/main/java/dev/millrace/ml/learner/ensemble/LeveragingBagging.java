package dev.millrace.ml.learner.ensemble;

import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.ChosenLearner;
import dev.millrace.ml.learner.Classifier;
import dev.millrace.ml.learner.Learners;
import dev.millrace.ml.learner.Slice;
import dev.millrace.stream.parallel.Parallel;
import dev.millrace.stream.random.Poisson;
import dev.millrace.stream.random.Random64;
import dev.millrace.stream.state.BadState;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;

/**
 * Online bagging with heavier resampling (λ = 6) and an ADWIN on each member's error: when one rises, the member with the
 * largest error starts anew. An event's weight multiplies the number of times that a member sees it. Missing values are the
 * members' affair. Cost and memory: the members', and one prediction more each. Source: see {@link #PAPER}.
 *
 * <p>Members meet only when an error has risen, and an ADWIN looks for that every 32 events only: in between they go
 * through a slice apart.
 */
public final class LeveragingBagging implements Classifier {
    static final String PAPER =
            "Bifet, Holmes and Pfahringer, \"Leveraging bagging for evolving data streams\", ECML PKDD 2010";
    private static final int FORMAT = 2;

    private final BaggedMember[] members;
    private final Layout layout;
    private final Committee committee;

    public LeveragingBagging(LeveragingSettings settings, Layout layout, long seed) {
        this.layout = layout;
        ChosenLearner base = Learners.parse(settings.base());
        Poisson times = new Poisson(settings.lambda());
        this.members = new BaggedMember[settings.members()];
        for (int i = 0; i < members.length; i++) {
            long memberSeed = Random64.seedOf(seed, "member", i);
            members[i] = new BaggedMember(base, layout, times, settings.driftDelta(), memberSeed);
        }
        this.committee = new Committee(members.length, i -> members[i]);
    }

    @Override
    public void predict(FeatureVector x, double[] scores) {
        committee.predict(x, scores);
    }

    @Override
    public void learn(FeatureVector x, int label, double weight) {
        committee.learn(x, label, weight);
        resetWorstIfAnyRose();
    }

    @Override
    public void predictAndLearn(FeatureVector x, int label, double weight, double[] scores) {
        committee.predictAndLearn(x, label, weight, scores);
        resetWorstIfAnyRose();
    }

    @Override
    public boolean gainsFromSlices() {
        return true;
    }

    @Override
    public void predictAndLearn(Slice slice, Parallel parallel) {
        for (int from = 0; from < slice.size(); ) {
            int until = slice.size();
            for (BaggedMember member : members) {
                until = Math.min(until, from + member.error().untilNextLook());
            }
            committee.predictAndLearn(slice, from, until, parallel);
            resetWorstIfAnyRose();
            from = until;
        }
    }

    private void resetWorstIfAnyRose() {
        boolean rose = false;
        int worst = 0;
        for (int i = 0; i < members.length; i++) {
            rose |= members[i].isWorse();
            if (members[i].error().mean() > members[worst].error().mean()) {
                worst = i;
            }
        }
        if (rose) {
            members[worst].reset();
        }
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
                    "leveraging bagging of format " + format + " is unknown here; this reads formats up to " + FORMAT);
        }
        if (format == 1) {
            int classes = in.readInt();
            committee.restoreFirst(in, before);
            for (BaggedMember member : members) {
                member.restoreError(in, classes);
            }
        } else {
            committee.restore(in, format, before);
        }
    }
}
