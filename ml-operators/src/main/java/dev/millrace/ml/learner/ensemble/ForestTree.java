package dev.millrace.ml.learner.ensemble;

import dev.millrace.ml.drift.Adwin;
import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.bayes.AttributeChoice;
import dev.millrace.ml.learner.tree.HoeffdingTree;
import dev.millrace.ml.learner.tree.HoeffdingTreeSettings;
import dev.millrace.stream.random.Random64;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;

/** A tree of a forest: it keeps its own accuracy and watches its error for a warning and for a change. */
final class ForestTree {
    private final ForestSettings settings;
    private final Layout layout;

    /** Whether the whole tree looks at one choice of the attributes; else each leaf has its own. */
    private final boolean patch;

    private AttributeChoice choice;
    private HoeffdingTree tree;
    private final Adwin drift;
    private Adwin warning;
    private double total;
    private double correct;

    /** @param choice what the whole tree looks at; null if each leaf has its own */
    private ForestTree(ForestSettings settings, Layout layout, AttributeChoice choice, HoeffdingTree tree) {
        this.settings = settings;
        this.layout = layout;
        this.patch = choice != null;
        this.choice = choice;
        this.tree = tree;
        this.drift = new Adwin(settings.driftDelta());
        this.warning = new Adwin(settings.warningDelta());
    }

    /** A tree each leaf of which looks at attributes of its own. */
    static ForestTree ofRandomLeaves(ForestSettings settings, Layout layout, Random64 random) {
        int attributes = attributes(settings, layout, 1);
        return new ForestTree(
                settings, layout, null, new HoeffdingTree(trees(settings), layout, attributes, random.nextLong()));
    }

    /** A tree that looks at the same attributes everywhere. */
    static ForestTree ofPatch(ForestSettings settings, Layout layout, AttributeChoice choice) {
        return new ForestTree(settings, layout, choice, new HoeffdingTree(trees(settings), layout, choice));
    }

    /** How many attributes the settings' percentage means. */
    static int attributes(ForestSettings settings, Layout layout, int least) {
        return (int) Math.max(least, Math.rint(layout.attributes().size() * settings.features() / 100));
    }

    private static HoeffdingTreeSettings trees(ForestSettings settings) {
        HoeffdingTreeSettings defaults = HoeffdingTreeSettings.DEFAULT;
        return new HoeffdingTreeSettings(
                settings.gracePeriod(),
                settings.splitConfidence(),
                settings.tieThreshold(),
                defaults.leafPrediction(),
                defaults.splitPoints(),
                defaults.minBranchFraction(),
                defaults.binarySplits(),
                settings.maxNodes());
    }

    HoeffdingTree tree() {
        return tree;
    }

    /** Share of right predictions so far; 1 before the first right one, so that a new tree votes too. */
    double voice() {
        return correct > 0 ? correct / total : 1;
    }

    /** Keeps its accuracy: what it predicted before learning. */
    void score(boolean right, double weight) {
        total += weight;
        if (right) {
            correct += weight;
        }
    }

    /** What learning one event has shown. */
    enum Sign {
        STEADY,
        WARNING,
        DRIFT
    }

    Sign watch(boolean wrong) {
        double error = wrong ? 1 : 0;
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
        if (patch) {
            out.writeInts(choice.attributes());
        }
        tree.snapshot(out);
        drift.snapshot(out);
        warning.snapshot(out);
        out.writeDouble(total);
        out.writeDouble(correct);
    }

    /**
     * Reads a snapshot, perhaps of a layout with fewer attributes: a patch gets each of the new ones with the chance that it had
     * for the others.
     *
     * @param chance where that comes from
     */
    void restore(StateReader in, Layout before, Random64 chance) {
        if (patch) {
            choice = AttributeChoice.of(layout, in.readInts())
                    .grown(layout, before.attributes().size(), chance);
            tree = new HoeffdingTree(trees(settings), layout, choice);
        }
        tree.restore(in, before);
        drift.restore(in);
        warning.restore(in);
        total = in.readDouble();
        correct = in.readDouble();
    }
}
