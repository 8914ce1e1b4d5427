package dev.millrace.ml.learner.ensemble;

import dev.millrace.ml.feature.Layout;
import dev.millrace.stream.parallel.Parallel;
import dev.millrace.stream.state.ScopedStateReader;
import dev.millrace.stream.state.ScopedStateWriter;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Members whose ballots are added in their order. As none sees another, each may go through a slice of events alone: its model
 * stays in the cache, and members may run at the same time, with the same bits as one event after the other.
 */
final class Committee<M extends Member> {
    private final List<M> members;

    /** Ballots on a slice: by member, then event. */
    private double[] ballots = new double[0];

    /** What a member does with an event of a slice. */
    interface Turn<M> {
        /** @param ballot filled by the member */
        void take(M member, int event, double[] ballot);
    }

    /** What becomes of the ballots on an event. */
    interface Count {
        void take(int event, double[] sum);
    }

    Committee(int count, IntFunction<M> maker) {
        members = IntStream.range(0, count).mapToObj(maker).toList();
    }

    List<M> members() {
        return members;
    }

    static void add(double[] ballot, double[] sum) {
        for (int k = 0; k < ballot.length; k++) {
            sum[k] += ballot[k];
        }
    }

    /**
     * Lets every member go through the events of a slice.
     *
     * @param width length of a ballot
     * @param sum of that length, for the sums
     */
    void go(int events, int width, double[] sum, Parallel parallel, Turn<M> turn, Count count) {
        if (ballots.length < members.size() * events * width) {
            ballots = new double[members.size() * events * width];
        }
        double[] all = ballots;
        parallel.run(members.size(), m -> {
            double[] mine = new double[width]; // once a slice; the thread's own
            for (int i = 0; i < events; i++) {
                turn.take(members.get(m), i, mine);
                System.arraycopy(mine, 0, all, (m * events + i) * width, width);
            }
        });
        for (int i = 0; i < events; i++) {
            Arrays.fill(sum, 0);
            for (int m = 0; m < members.size(); m++) {
                int at = (m * events + i) * width;
                for (int k = 0; k < width; k++) {
                    sum[k] += all[at + k];
                }
            }
            count.take(i, sum);
        }
    }

    void snapshot(StateWriter out) {
        for (int i = 0; i < members.size(); i++) {
            members.get(i).snapshot(new ScopedStateWriter(out, "member-" + i + "-"));
        }
    }

    /** @param before layout of the snapshot, perhaps with fewer attributes */
    void restore(StateReader in, int format, Layout before) {
        for (int i = 0; i < members.size(); i++) {
            members.get(i).restore(new ScopedStateReader(in, "member-" + i + "-"), format, before);
        }
    }
}
