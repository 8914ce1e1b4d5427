package dev.millrace.ml.learner.tree;

import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.learner.Scores;
import dev.millrace.ml.learner.bayes.AttributeChoice;
import dev.millrace.ml.learner.bayes.ClassConditionals;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import java.util.Arrays;
import java.util.function.Supplier;

/** Where a tree learns: weight by class (inherited from the split that made it, then counted), and what classes look like. */
final class Leaf implements Node {
    private double[] weights;

    /** What has been seen since the leaf was made; null before the first event. */
    private ClassConditionals conditionals;

    private double majorityCorrect;
    private double bayesCorrect;
    private double totalAtLastAttempt;

    /** @param weights inherited, by class; taken over */
    Leaf(double[] weights) {
        this.weights = weights;
        this.totalAtLastAttempt = total();
    }

    /** Classes that have, or could have, weight here. */
    int classes() {
        return weights.length;
    }

    double[] weights() {
        return weights;
    }

    ClassConditionals conditionals() {
        return conditionals;
    }

    /** The leaf is gone: what it has counted may be forgotten. */
    void release() {
        if (conditionals != null) {
            conditionals.release();
            conditionals = null;
        }
    }

    double total() {
        double sum = 0;
        for (double weight : weights) {
            sum += weight;
        }
        return sum;
    }

    boolean isPure() {
        int present = 0;
        for (double weight : weights) {
            present += weight != 0 ? 1 : 0;
        }
        return present < 2;
    }

    /** The class with most weight; the first before any has. */
    int majority() {
        return weights.length == 0 ? 0 : Scores.argmax(weights, weights.length);
    }

    boolean prefersMajority() {
        return majorityCorrect > bayesCorrect;
    }

    /**
     * Numbers in proportion to naive Bayes' probabilities of the classes; false, and all 0, if it gives none of them any.
     *
     * @param factors scratch space, at least {@link #classes} long
     */
    boolean bayes(FeatureVector x, double[] scores, double[] factors) {
        if (conditionals != null) {
            return conditionals.posterior(x, weights, weights.length, scores, factors);
        }
        Arrays.fill(scores, 0);
        System.arraycopy(weights, 0, scores, 0, weights.length);
        return true;
    }

    /** Probabilities by naive Bayes; the shares of the classes if it gives none. */
    void bayesOrShares(FeatureVector x, double[] scores, double[] factors) {
        if (bayes(x, scores, factors)) {
            Scores.normalize(scores);
        } else {
            shares(scores);
        }
    }

    /** Shares of the classes; equal if there is no weight yet. */
    void shares(double[] scores) {
        shares(weights, scores);
    }

    static void shares(double[] weights, double[] scores) {
        Arrays.fill(scores, 0);
        System.arraycopy(weights, 0, scores, 0, weights.length);
        Scores.normalize(scores);
    }

    /** Keeps the score of the two ways to predict; {@code bayes} is what naive Bayes predicts for this event. */
    void judge(int bayes, int label, double weight) {
        if (majority() == label) {
            majorityCorrect += weight;
        }
        if (bayes == label) {
            bayesCorrect += weight;
        }
    }

    void learn(FeatureVector x, int label, double weight, Supplier<AttributeChoice> attributes) {
        if (label >= weights.length) {
            weights = Arrays.copyOf(weights, label + 1);
        }
        weights[label] += weight;
        if (conditionals == null) {
            conditionals = new ClassConditionals(attributes.get());
        }
        conditionals.observe(x, label, weight);
    }

    /** Whether enough has come since the last attempt to split; if so, this is the new last. */
    boolean attemptIsDue(double gracePeriod) {
        double total = total();
        if (total - totalAtLastAttempt < gracePeriod) {
            return false;
        }
        totalAtLastAttempt = total;
        return true;
    }

    void snapshot(StateWriter out) {
        out.writeDoubles(weights);
        out.writeDouble(majorityCorrect);
        out.writeDouble(bayesCorrect);
        out.writeDouble(totalAtLastAttempt);
        out.writeBoolean(conditionals != null);
        if (conditionals != null) {
            out.writeInts(conditionals.choice().attributes());
            conditionals.snapshot(out);
        }
    }

    /** @param format of the statistics */
    static Leaf restore(StateReader in, StoredAttributes attributes, int format) {
        Leaf leaf = new Leaf(in.readDoubles());
        leaf.majorityCorrect = in.readDouble();
        leaf.bayesCorrect = in.readDouble();
        leaf.totalAtLastAttempt = in.readDouble();
        if (in.readBoolean()) {
            leaf.conditionals = attributes.read(in, in.readInts(), format);
        }
        return leaf;
    }
}
