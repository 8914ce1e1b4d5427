package dev.millrace.ml.learner.ensemble;

import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.Classifier;
import dev.millrace.ml.learner.MadeOfMembers;
import dev.millrace.ml.learner.Scores;
import dev.millrace.ml.learner.Slice;
import dev.millrace.stream.parallel.Parallel;
import dev.millrace.stream.state.BadState;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import java.util.Arrays;
import java.util.List;

/**
 * Classifiers of any kinds, each of which votes for a class with a weight that a mistake multiplies by β. The score of a class is the
 * weight of those that vote for it, so the class with the largest is the deterministic answer, and a draw by the scores is the randomised
 * one. With {@code loss=scores} members give their scores instead and lose 1 less that of the true class (the continuous
 * variant); with {@code share} weights follow the member that is best now. All members learn every event.
 *
 * <p>With two classes the deterministic vote makes at most (ln n + m·ln(1 ÷ β)) ÷ ln(2 ÷ (1 + β)) mistakes, where m is the number that the best
 * of n members makes. An event's weight is the number of times that it counts. Cost and memory: the members'; they learn apart.
 * Source: see {@link #PAPER}.
 */
public final class WeightedMajority implements Classifier, MadeOfMembers {
    static final String PAPER =
            "Littlestone and Warmuth, \"The weighted majority algorithm\", Information and Computation 108 (1994);"
                    + " share: " + ExpertWeights.SHARING;
    private static final int FORMAT = 1;

    private final boolean byMistakes;
    private final Experts<Classifier> members;
    private final ExpertWeights weights;
    private final double[] losses;

    /** By member: its scores of an event that is being learned, for the classes known. */
    private final double[][] votes;

    /** Its members' scores of a slice: by member, then event, then class. */
    private double[][] sliced;

    private int classes;

    public WeightedMajority(MajoritySettings settings, Layout layout, long seed) {
        this.byMistakes = settings.loss() == MajoritySettings.Loss.MISTAKES;
        this.members = new Experts<>(settings.learners(), Classifier.class, layout, seed);
        this.weights = new ExpertWeights(members.count(), settings.beta(), settings.share());
        this.losses = new double[members.count()];
        this.votes = new double[members.count()][0];
        this.sliced = new double[members.count()][0];
    }

    @Override
    public void predict(FeatureVector x, double[] scores) {
        double[] sum = new double[scores.length];
        for (int m = 0; m < members.count(); m++) {
            members.get(m).predict(x, scores);
            add(scores, 0, scores.length, weights.of(m), sum);
        }
        answer(sum, scores);
    }

    private void add(double[] vote, int from, int count, double weight, double[] sum) {
        if (byMistakes && classes > 0) {
            sum[Scores.argmax(vote, from, count)] += weight;
            return;
        }
        for (int k = 0; k < count; k++) {
            sum[k] += weight * vote[from + k];
        }
    }

    private static void answer(double[] sum, double[] scores) {
        System.arraycopy(sum, 0, scores, 0, scores.length);
        Scores.normalize(scores);
    }

    @Override
    public void learn(FeatureVector x, int label, double weight) {
        int known = Math.max(classes, label + 1);
        for (int m = 0; m < votes.length; m++) {
            if (votes[m].length != known) {
                votes[m] = new double[known];
            }
            members.get(m).predictAndLearn(x, label, weight, votes[m]);
        }
        judge(votes, 0, label, known, weight);
    }

    @Override
    public void predictAndLearn(FeatureVector x, int label, double weight, double[] scores) {
        if (scores.length != Math.max(classes, label + 1)) {
            predict(x, scores); // the members may answer otherwise where they are asked for more classes
            learn(x, label, weight);
            return;
        }
        for (int m = 0; m < votes.length; m++) {
            if (votes[m].length != scores.length) {
                votes[m] = new double[scores.length];
            }
            members.get(m).predictAndLearn(x, label, weight, votes[m]);
        }
        combine(votes, 0, scores);
        judge(votes, 0, label, scores.length, weight);
    }

    private void combine(double[][] of, int from, double[] scores) {
        Arrays.fill(scores, 0);
        for (int m = 0; m < of.length; m++) {
            add(of[m], from, scores.length, weights.of(m), scores);
        }
        Scores.normalize(scores);
    }

    private void judge(double[][] of, int from, int label, int known, double weight) {
        for (int m = 0; m < of.length; m++) {
            losses[m] = byMistakes
                    ? Scores.argmax(of[m], from, known) == label ? 0 : 1
                    : Math.max(0, 1 - of[m][from + label]);
        }
        weights.judge(losses, weight);
        classes = known;
    }

    @Override
    public boolean gainsFromSlices() {
        return true;
    }

    @Override
    public void predictAndLearn(Slice slice, Parallel parallel) {
        int known = slice.classes();
        if (known != classes) {
            Classifier.super.predictAndLearn(slice, parallel);
            return;
        }
        parallel.run(members.count(), m -> {
            double[] mine = new double[known]; // once a slice; the thread's own
            if (sliced[m].length < slice.size() * known) {
                sliced[m] = new double[slice.size() * known];
            }
            for (int i = 0; i < slice.size(); i++) {
                members.get(m).predictAndLearn(slice.x(i), slice.label(i), slice.weight(i), mine);
                System.arraycopy(mine, 0, sliced[m], i * known, known);
            }
        });
        for (int i = 0; i < slice.size(); i++) {
            combine(sliced, i * known, slice.scores(i));
            judge(sliced, i * known, slice.label(i), known, slice.weight(i));
        }
    }

    @Override
    public List<Made> made() {
        return members.made();
    }

    @Override
    public void begin(int known) {
        classes = known;
    }

    /** How much a member is trusted: all of them sum to 1. */
    public double weight(int member) {
        return weights.of(member);
    }

    @Override
    public void snapshot(StateWriter out) {
        out.writeInt(FORMAT);
        out.writeInt(classes);
        weights.snapshot(out);
        members.snapshot(out);
    }

    @Override
    public void restore(StateReader in) {
        restore(in, members.layout());
    }

    @Override
    public void restore(StateReader in, Layout before) {
        int format = in.readInt();
        if (format != FORMAT) {
            throw new BadState(
                    "a weighted majority of format " + format + " is unknown here; this is format " + FORMAT);
        }
        classes = in.readInt();
        weights.restore(in);
        members.restore(in, before);
    }
}
