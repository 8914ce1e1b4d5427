package dev.millrace.ml.learner.ensemble;

import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.Scores;
import dev.millrace.stream.random.Poisson;
import dev.millrace.stream.random.Random64;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import java.util.function.Function;

/**
 * A place in a forest: the tree that votes, by its accuracy so far, and the one that grows in the background since a warning
 * to take its place.
 */
final class ForestMember implements Voter {
    private final Poisson times;
    private final Random64 random;

    /** Grows a new tree, by this member's chance. */
    private final Function<Random64, ForestTree> seedlings;

    /** Whether what grows in the background sees an event as often as the tree does; else once. */
    private final boolean resampled;

    private ForestTree tree;

    /** What grows to take the tree's place, or null. */
    private ForestTree background;

    private double[] scratch = new double[1];

    private ForestMember(
            Poisson times,
            Function<Random64, ForestTree> first,
            Function<Random64, ForestTree> seedlings,
            boolean resampled,
            long seed) {
        this.times = times;
        this.random = new Random64(seed);
        this.seedlings = seedlings;
        this.resampled = resampled;
        this.tree = first.apply(random);
    }

    /** Of a forest: while it grows in the background, a tree sees each event once, so that it does not split on few. */
    static ForestMember ofRandomLeaves(Poisson times, Function<Random64, ForestTree> seedlings, long seed) {
        return new ForestMember(times, seedlings, seedlings, false, seed);
    }

    /**
     * Of random patches: a tree in the background sees an event as often as the one that votes.
     *
     * @param first grows the tree to begin with
     */
    static ForestMember ofPatches(
            Poisson times, Function<Random64, ForestTree> first, Function<Random64, ForestTree> seedlings, long seed) {
        return new ForestMember(times, first, seedlings, true, seed);
    }

    @Override
    public void vote(FeatureVector x, double[] scores) {
        tree.tree().predict(x, scores);
        weigh(scores, tree.voice());
    }

    private static void weigh(double[] scores, double voice) {
        for (int k = 0; k < scores.length; k++) {
            scores[k] *= voice;
        }
    }

    @Override
    public void voteAndLearn(FeatureVector x, int label, double weight, double[] scores) {
        ensureRoom(label);
        int count = times.draw(random);
        double learned = weight * count;
        if (count > 0) {
            tree.tree().predictAndLearn(x, label, learned, scores);
        } else {
            tree.tree().predictAlone(x, scores);
        }
        double voice = tree.voice();
        tree.score(Scores.argmax(scores, scores.length) == label, weight);
        weigh(scores, voice);
        if (count > 0) {
            watch(x, label, resampled ? learned : weight);
        }
    }

    @Override
    public void learn(FeatureVector x, int label, double weight) {
        ensureRoom(label);
        voteAndLearn(x, label, weight, scratch);
    }

    private void ensureRoom(int label) {
        if (scratch.length <= label) {
            scratch = new double[label + 1];
        }
    }

    /** After the tree has learned: the background learns too, and the detectors see what the tree says now. */
    private void watch(FeatureVector x, int label, double behind) {
        if (background != null) {
            background.tree().learn(x, label, behind);
        }
        tree.tree().predictAlone(x, scratch);
        boolean wrong = Scores.argmax(scratch, scratch.length) != label;
        switch (tree.watch(wrong)) {
            case DRIFT -> {
                tree = background != null ? background : seedlings.apply(random);
                background = null;
            }
            case WARNING -> {
                background = seedlings.apply(random);
                tree.forgetWarning();
            }
            case STEADY -> {}
        }
    }

    @Override
    public void snapshot(StateWriter out) {
        random.snapshot(out);
        out.writeInt(scratch.length);
        tree.snapshot(out);
        out.writeBoolean(background != null);
        if (background != null) {
            background.snapshot(out);
        }
    }

    @Override
    public void restore(StateReader in, int format, Layout before) {
        Random64 unused = new Random64(0);
        if (format > 1) {
            random.restore(in);
            scratch = new double[in.readInt()];
        }
        tree.restore(in, before, random);
        background = null;
        if (in.readBoolean()) {
            background = seedlings.apply(unused);
            background.restore(in, before, random);
        }
    }

    @Override
    public void reseed(long seed) {
        random.copyFrom(new Random64(seed));
    }
}
