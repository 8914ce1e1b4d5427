package dev.millrace.ml.learner.ensemble;

import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.Scores;
import dev.millrace.ml.learner.Slice;
import dev.millrace.stream.parallel.Parallel;
import dev.millrace.stream.random.Random64;
import dev.millrace.stream.state.ScopedStateReader;
import dev.millrace.stream.state.ScopedStateWriter;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import java.util.Arrays;
import java.util.function.IntFunction;

/**
 * Members whose votes are added in their order. As none sees another, each may go through a slice of events alone: its model
 * stays in the cache, and members may run at the same time, with the same bits as one event after the other.
 */
final class Committee {
    private final Member[] members;

    /** For learning only: a member's vote, and the sum. */
    private double[] vote = new double[0];

    private double[] sum = new double[0];

    /** Votes on a slice: by member, then event, then class. */
    private double[] votes = new double[0];

    Committee(int count, IntFunction<Member> maker) {
        members = new Member[count];
        Arrays.setAll(members, maker);
    }

    void predict(FeatureVector x, double[] scores) {
        double[] added = new double[scores.length];
        for (Member member : members) {
            member.vote(x, scores);
            add(scores, added);
        }
        answer(added, scores);
    }

    void learn(FeatureVector x, int label, double weight) {
        for (Member member : members) {
            member.learn(x, label, weight);
        }
    }

    void predictAndLearn(FeatureVector x, int label, double weight, double[] scores) {
        ensureRoom(scores.length);
        for (Member member : members) {
            member.voteAndLearn(x, label, weight, vote);
            add(vote, sum);
        }
        answer(sum, scores);
    }

    private void ensureRoom(int classes) {
        if (vote.length != classes) {
            vote = new double[classes];
            sum = new double[classes];
        }
        Arrays.fill(sum, 0);
    }

    private static void add(double[] vote, double[] sum) {
        for (int k = 0; k < vote.length; k++) {
            sum[k] += vote[k];
        }
    }

    private static void answer(double[] sum, double[] scores) {
        System.arraycopy(sum, 0, scores, 0, scores.length);
        Scores.normalize(scores);
    }

    /** Events {@code from} to {@code until} − 1 of a slice. */
    void predictAndLearn(Slice slice, int from, int until, Parallel parallel) {
        int classes = slice.classes();
        int events = until - from;
        if (votes.length < members.length * events * classes) {
            votes = new double[members.length * events * classes];
        }
        double[] all = votes;
        parallel.run(members.length, m -> {
            double[] mine = new double[classes]; // once a slice; the thread's own
            for (int i = 0; i < events; i++) {
                members[m].voteAndLearn(slice.x(from + i), slice.label(from + i), slice.weight(from + i), mine);
                System.arraycopy(mine, 0, all, (m * events + i) * classes, classes);
            }
        });
        ensureRoom(classes);
        for (int i = 0; i < events; i++) {
            Arrays.fill(sum, 0);
            for (int m = 0; m < members.length; m++) {
                int at = (m * events + i) * classes;
                for (int k = 0; k < classes; k++) {
                    sum[k] += all[at + k];
                }
            }
            answer(sum, slice.scores(from + i));
        }
    }

    void snapshot(StateWriter out) {
        for (int i = 0; i < members.length; i++) {
            members[i].snapshot(new ScopedStateWriter(out, "member-" + i + "-"));
        }
    }

    /** @param before layout of the snapshot, perhaps with fewer attributes */
    void restore(StateReader in, int format, Layout before) {
        for (int i = 0; i < members.length; i++) {
            members[i].restore(new ScopedStateReader(in, "member-" + i + "-"), format, before);
        }
    }

    /** As {@link #restore} from the first format, in which one generator, before all members, was shared. */
    void restoreFirst(StateReader in, Layout before) {
        Random64 shared = new Random64(0);
        shared.restore(in);
        restore(in, 1, before);
        reseed(shared);
    }

    /** Gives each member chance of its own. */
    void reseed(Random64 seeds) {
        for (Member member : members) {
            member.reseed(seeds.nextLong());
        }
    }
}
