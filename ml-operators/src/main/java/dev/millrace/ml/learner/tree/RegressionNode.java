package dev.millrace.ml.learner.tree;

import dev.millrace.ml.drift.PageHinkley;
import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.Usable;
import dev.millrace.ml.learner.bayes.AttributeChoice;
import dev.millrace.ml.learner.tree.RegressionTreeSettings.LeafModel;
import dev.millrace.stream.state.BadState;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import java.util.Arrays;

/** A node of a {@link HoeffdingRegressionTree}. */
abstract sealed class RegressionNode {
    private static final int LEAF = 0;
    private static final int SPLIT = 1;
    private static final double[] NOTHING = {};

    /** Share of a leaf's past errors that is kept at each event: the last two hundred count. */
    private static final double FADING = 0.995;

    /** Where the tree learns. */
    static final class Leaf extends RegressionNode {
        /** Of the values seen here. */
        double[] moments = new double[Moments.CELLS];

        /** What is predicted before any value was seen. */
        private double inherited;

        final LeafLine line;

        /** Attributes that a split may ask for. */
        private AttributeChoice choice;

        /** By slot; null where no value was ever seen. */
        final ValueBins[] numbers;

        /** Moments by category, then code; as long as the codes seen. */
        final double[][] codes;

        double weightAtLastAttempt;
        private double meanLoss;
        private double lineLoss;

        Leaf(Layout layout) {
            line = new LeafLine(layout.numbers().size(), layout.categories().size());
            numbers = new ValueBins[layout.numbers().size()];
            codes = new double[layout.categories().size()][];
            Arrays.fill(codes, NOTHING);
        }

        /** Starts, having seen nothing. */
        void begin(double mean, LeafLine model, AttributeChoice attributes) {
            inherited = mean;
            line.copyFrom(model);
            choice = attributes;
        }

        double mean() {
            return moments[0] > 0 ? moments[1] : inherited;
        }

        double predict(FeatureVector x, LeafModel model, InputScale scale) {
            boolean line = model == LeafModel.LINEAR || (model == LeafModel.ADAPTIVE && lineLoss < meanLoss);
            double predicted = line ? scale.unscaled(this.line.predict(x, scale)) : mean();
            return Double.isFinite(predicted) ? predicted : mean();
        }

        /** The linear model learns, and is compared with the mean. */
        void fit(FeatureVector x, double value, double rate, InputScale scale) {
            double scaled = scale.scaled(value);
            double byMean = scaled - scale.scaled(mean());
            double byLine = scaled - line.predict(x, scale);
            meanLoss = FADING * meanLoss + byMean * byMean;
            lineLoss = FADING * lineLoss + byLine * byLine;
            line.learn(x, byLine, rate, scale);
        }

        /** @param spare what leaves that are gone have left */
        void count(FeatureVector x, double value, double weight, SpareParts spare) {
            Moments.add(moments, 0, value, weight);
            for (int i : choice.numberSlots()) {
                if (Usable.isUsable(x.numbers()[i])) {
                    if (numbers[i] == null) {
                        numbers[i] = new ValueBins();
                    }
                    numbers[i].observe(x.numbers()[i], value, weight, spare);
                }
            }
            for (int j : choice.categorySlots()) {
                int code = x.categories()[j];
                if (code >= 0) {
                    int room = (code + 1) * Moments.CELLS;
                    codes[j] = codes[j].length < room ? Arrays.copyOf(codes[j], room) : codes[j];
                    Moments.add(codes[j], code * Moments.CELLS, value, weight);
                }
            }
        }

        /** Forgets what it has seen; the cells of its bins go to others. */
        void clear(SpareParts spare) {
            Arrays.fill(moments, 0);
            for (ValueBins bins : numbers) {
                if (bins != null) {
                    bins.clear(spare);
                }
            }
            Arrays.fill(codes, NOTHING);
            weightAtLastAttempt = 0;
            meanLoss = 0;
            lineLoss = 0;
        }

        private void write(StateWriter out) {
            out.writeBoolean(choice.isAll());
            if (!choice.isAll()) {
                out.writeInts(choice.attributes());
            }
            out.writeDouble(inherited);
            out.writeDoubles(moments);
            out.writeDouble(weightAtLastAttempt);
            out.writeDouble(meanLoss);
            out.writeDouble(lineLoss);
            line.snapshot(out);
            for (ValueBins bins : numbers) {
                boolean any = bins != null && !bins.isEmpty();
                out.writeBoolean(any);
                if (any) {
                    bins.snapshot(out);
                }
            }
            for (double[] cells : codes) {
                out.writeDoubles(cells);
            }
        }

        private static Leaf readLeaf(StateReader in, StoredAttributes attributes, int format) {
            Leaf leaf = new Leaf(attributes.layout());
            leaf.choice = format == 1 || in.readBoolean() ? attributes.all() : attributes.of(in.readInts());
            leaf.inherited = in.readDouble();
            leaf.moments = in.readDoubles();
            leaf.weightAtLastAttempt = in.readDouble();
            leaf.meanLoss = in.readDouble();
            leaf.lineLoss = in.readDouble();
            leaf.line.restore(in, attributes.numbers(), attributes.categories());
            for (int i = 0; i < attributes.numbers(); i++) {
                if (in.readBoolean()) {
                    leaf.numbers[i] = new ValueBins();
                    leaf.numbers[i].restore(in, format);
                }
            }
            for (int j = 0; j < attributes.categories(); j++) {
                leaf.codes[j] = in.readDoubles();
            }
            return leaf;
        }
    }

    /** An inner node: a question with two answers. It watches the error of the subtree below. */
    static final class Split extends RegressionNode {
        final SplitTest test;
        final RegressionNode[] children;
        final int heaviest;
        final PageHinkley detector;

        /** What grows to take its place since its error rose, or null. */
        RegressionNode alternate;

        /** Fading squared errors of the subtree and of its alternate since that began. */
        double loss;

        double alternateLoss;
        int alternateEvents;

        Split(SplitTest test, RegressionNode[] children, int heaviest, double driftThreshold) {
            this.test = test;
            this.children = children;
            this.heaviest = heaviest;
            this.detector = new PageHinkley(30, 0.005, driftThreshold, 0.9999);
        }

        int branch(FeatureVector x) {
            return test.branch(x, heaviest, 2);
        }

        void startAlternate(RegressionNode seedling) {
            alternate = seedling;
            loss = 0;
            alternateLoss = 0;
            alternateEvents = 0;
        }

        void compare(double error, double alternateError) {
            loss = FADING * loss + error * error;
            alternateLoss = FADING * alternateLoss + alternateError * alternateError;
            alternateEvents++;
        }
    }

    /** A subtree is gone. */
    static void release(RegressionNode node, SpareParts spare) {
        if (node instanceof Split split) {
            release(split.children[0], spare);
            release(split.children[1], spare);
            release(split.alternate, spare);
        } else if (node instanceof Leaf leaf) {
            spare.give(leaf);
        }
    }

    static int count(RegressionNode node) {
        if (node instanceof Split split) {
            return 1 + count(split.children[0]) + count(split.children[1]) + count(split.alternate);
        }
        return node == null ? 0 : 1;
    }

    static void write(RegressionNode node, StateWriter out) {
        if (node instanceof Leaf leaf) {
            out.writeByte(LEAF);
            leaf.write(out);
        } else if (node instanceof Split split) {
            out.writeByte(SPLIT);
            split.test.snapshot(out);
            out.writeInt(split.heaviest);
            split.detector.snapshot(out);
            write(split.children[0], out);
            write(split.children[1], out);
            out.writeBoolean(split.alternate != null);
            if (split.alternate != null) {
                write(split.alternate, out);
                out.writeDouble(split.loss);
                out.writeDouble(split.alternateLoss);
                out.writeInt(split.alternateEvents);
            }
        }
    }

    static RegressionNode read(StateReader in, StoredAttributes attributes, double driftThreshold, int format) {
        int kind = in.readByte();
        if (kind == LEAF) {
            return Leaf.readLeaf(in, attributes, format);
        }
        if (kind != SPLIT) {
            throw new BadState("a node of kind " + kind + " in a regression tree; the snapshot is damaged");
        }
        SplitTest test = SplitTest.restore(in, attributes.layout());
        Split split = new Split(test, new RegressionNode[2], in.readInt(), driftThreshold);
        split.detector.restore(in);
        split.children[0] = read(in, attributes, driftThreshold, format);
        split.children[1] = read(in, attributes, driftThreshold, format);
        if (in.readBoolean()) {
            split.alternate = read(in, attributes, driftThreshold, format);
            split.loss = in.readDouble();
            split.alternateLoss = in.readDouble();
            split.alternateEvents = in.readInt();
        }
        return split;
    }
}
