package dev.millrace.ml.learner.ensemble;

import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.Classifier;
import dev.millrace.ml.learner.Scores;
import dev.millrace.ml.learner.Slice;
import dev.millrace.stream.parallel.Parallel;
import dev.millrace.stream.random.Random64;
import dev.millrace.stream.state.BadState;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import java.util.Arrays;
import java.util.function.IntFunction;

/** A classifier that is a vote: the sum of its members' scores. */
abstract class VotingEnsemble<V extends Voter> implements Classifier {
    private final String name;
    private final int format;
    private final Layout layout;
    private final Committee<V> committee;

    /** For learning only: a member's vote, and the sum. */
    private double[] vote = new double[0];

    private double[] sum = new double[0];

    /**
     * @param name for people
     * @param format of its snapshots
     */
    VotingEnsemble(String name, int format, Layout layout, int members, IntFunction<V> maker) {
        this.name = name;
        this.format = format;
        this.layout = layout;
        this.committee = new Committee<>(members, maker);
    }

    final Committee<V> committee() {
        return committee;
    }

    /** Every member has learned the same events. */
    void learned() {}

    @Override
    public final void predict(FeatureVector x, double[] scores) {
        double[] added = new double[scores.length];
        for (V member : committee.members()) {
            member.vote(x, scores);
            Committee.add(scores, added);
        }
        answer(added, scores);
    }

    @Override
    public final void learn(FeatureVector x, int label, double weight) {
        for (V member : committee.members()) {
            member.learn(x, label, weight);
        }
        learned();
    }

    @Override
    public final void predictAndLearn(FeatureVector x, int label, double weight, double[] scores) {
        ensureRoom(scores.length);
        Arrays.fill(sum, 0);
        for (V member : committee.members()) {
            member.voteAndLearn(x, label, weight, vote);
            Committee.add(vote, sum);
        }
        answer(sum, scores);
        learned();
    }

    private void ensureRoom(int classes) {
        if (vote.length != classes) {
            vote = new double[classes];
            sum = new double[classes];
        }
    }

    private static void answer(double[] sum, double[] scores) {
        System.arraycopy(sum, 0, scores, 0, scores.length);
        Scores.normalize(scores);
    }

    @Override
    public final boolean gainsFromSlices() {
        return true;
    }

    @Override
    public void predictAndLearn(Slice slice, Parallel parallel) {
        predictAndLearn(slice, 0, slice.size(), parallel);
    }

    /** Events {@code from} to {@code until} − 1 of a slice. */
    final void predictAndLearn(Slice slice, int from, int until, Parallel parallel) {
        ensureRoom(slice.classes());
        committee.go(
                until - from,
                slice.classes(),
                sum,
                parallel,
                (member, i, ballot) ->
                        member.voteAndLearn(slice.x(from + i), slice.label(from + i), slice.weight(from + i), ballot),
                (i, added) -> answer(added, slice.scores(from + i)));
        learned();
    }

    @Override
    public final void snapshot(StateWriter out) {
        out.writeInt(format);
        committee.snapshot(out);
    }

    @Override
    public final void restore(StateReader in) {
        restore(in, layout);
    }

    @Override
    public final void restore(StateReader in, Layout before) {
        int found = in.readInt();
        if (found < 1 || found > format) {
            throw new BadState(name + " of format " + found + " is unknown here; this reads formats up to " + format);
        }
        restore(in, found, before);
    }

    /** What follows the format in a snapshot. */
    void restore(StateReader in, int found, Layout before) {
        committee.restore(in, found, before);
    }

    /** Gives each member chance of its own: in the first format of some ensembles members shared one generator. */
    final void reseed(Random64 seeds) {
        for (V member : committee.members()) {
            member.reseed(seeds.nextLong());
        }
    }
}
