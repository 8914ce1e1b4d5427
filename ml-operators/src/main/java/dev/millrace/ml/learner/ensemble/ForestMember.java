package dev.millrace.ml.learner.ensemble;

import dev.millrace.ml.drift.Adwin;
import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.Scores;
import dev.millrace.ml.learner.tree.HoeffdingTree;
import dev.millrace.ml.learner.tree.HoeffdingTreeSettings;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;

/** A tree of a forest: it keeps its own accuracy and watches its error for a warning and for a change. */
final class ForestMember {
    private final ForestSettings settings;
    private final HoeffdingTree tree;
    private final Adwin drift;
    private Adwin warning;
    private double total;
    private double correct;

    ForestMember(ForestSettings settings, Layout layout, long seed) {
        this.settings = settings;
        HoeffdingTreeSettings defaults = HoeffdingTreeSettings.DEFAULT;
        int attributes = (int) Math.max(1, Math.rint(layout.attributes().size() * settings.features() / 100));
        this.tree = new HoeffdingTree(
                new HoeffdingTreeSettings(
                        settings.gracePeriod(),
                        settings.splitConfidence(),
                        settings.tieThreshold(),
                        defaults.leafPrediction(),
                        defaults.splitPoints(),
                        defaults.minBranchFraction(),
                        defaults.binarySplits(),
                        settings.maxNodes()),
                layout,
                attributes,
                seed);
        this.drift = new Adwin(settings.driftDelta());
        this.warning = new Adwin(settings.warningDelta());
    }

    HoeffdingTree tree() {
        return tree;
    }

    /** Share of right predictions so far; 1 before the first right one, so that a new tree votes too. */
    double voice() {
        return correct > 0 ? correct / total : 1;
    }

    /** Keeps its accuracy; before learning. */
    void score(FeatureVector x, int label, double weight, double[] scratch) {
        tree.predict(x, scratch);
        total += weight;
        if (Scores.argmax(scratch, scratch.length) == label) {
            correct += weight;
        }
    }

    /** What learning one event has shown. */
    enum Sign {
        STEADY,
        WARNING,
        DRIFT
    }

    Sign learn(FeatureVector x, int label, double weight, double[] scratch) {
        tree.learn(x, label, weight);
        tree.predict(x, scratch);
        double error = Scores.argmax(scratch, scratch.length) == label ? 0 : 1;
        boolean warned = rises(warning, error);
        if (rises(drift, error)) {
            return Sign.DRIFT;
        }
        return warned ? Sign.WARNING : Sign.STEADY;
    }

    private static boolean rises(Adwin adwin, double error) {
        double before = adwin.mean();
        return adwin.update(error) && adwin.mean() > before;
    }

    /** After a warning: the next one is to be a new one. */
    void forgetWarning() {
        warning = new Adwin(settings.warningDelta());
    }

    void snapshot(StateWriter out) {
        tree.snapshot(out);
        drift.snapshot(out);
        warning.snapshot(out);
        out.writeDouble(total);
        out.writeDouble(correct);
    }

    void restore(StateReader in) {
        tree.restore(in);
        drift.restore(in);
        warning.restore(in);
        total = in.readDouble();
        correct = in.readDouble();
    }
}
