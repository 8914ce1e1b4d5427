package dev.millrace.ml.learner.tree;

import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.Scores;
import dev.millrace.ml.learner.bayes.AttributeChoice;
import dev.millrace.ml.learner.bayes.ClassConditionals;
import dev.millrace.ml.math.Elementary;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import java.util.Arrays;
import java.util.function.Supplier;

/** Where a tree learns: weight by class (inherited from the split that made it, then counted), and what classes look like. */
final class Leaf implements Node {
    private double[] weights;
    private double[] logWeights;

    /** What has been seen since the leaf was made; null before the first event. */
    private ClassConditionals conditionals;

    private double majorityCorrect;
    private double bayesCorrect;
    private double totalAtLastAttempt;

    /** @param weights inherited, by class; taken over */
    Leaf(double[] weights) {
        this.weights = weights;
        this.logWeights = logs(weights);
        this.totalAtLastAttempt = total();
    }

    private static double[] logs(double[] weights) {
        double[] logs = new double[weights.length];
        for (int k = 0; k < logs.length; k++) {
            logs[k] = Elementary.log(weights[k]);
        }
        return logs;
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

    /** Logarithms, up to a constant, of naive Bayes' probabilities of the first {@link #classes} classes. */
    void bayesLogs(FeatureVector x, double[] scores) {
        System.arraycopy(logWeights, 0, scores, 0, weights.length);
        if (conditionals != null) {
            conditionals.addLogLikelihoods(x, scores, weights.length);
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
            int before = weights.length;
            weights = Arrays.copyOf(weights, label + 1);
            logWeights = Arrays.copyOf(logWeights, label + 1);
            Arrays.fill(logWeights, before, label + 1, Double.NEGATIVE_INFINITY);
        }
        weights[label] += weight;
        logWeights[label] = Elementary.log(weights[label]);
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

    /** @param all the choice of all attributes, to be shared */
    static Leaf restore(StateReader in, Layout layout, AttributeChoice all) {
        Leaf leaf = new Leaf(in.readDoubles());
        leaf.majorityCorrect = in.readDouble();
        leaf.bayesCorrect = in.readDouble();
        leaf.totalAtLastAttempt = in.readDouble();
        if (in.readBoolean()) {
            int[] attributes = in.readInts();
            boolean every = attributes.length == layout.attributes().size();
            leaf.conditionals = new ClassConditionals(every ? all : AttributeChoice.of(layout, attributes));
            leaf.conditionals.restore(in);
        }
        return leaf;
    }
}
