package dev.millrace.ml.learner.factorization;

import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.Classifier;
import dev.millrace.ml.learner.Mergeable;
import dev.millrace.ml.learner.Scores;
import dev.millrace.ml.learner.linear.Coordinates;
import dev.millrace.ml.learner.linear.Support;
import dev.millrace.stream.state.BadState;
import dev.millrace.stream.state.ScopedStateReader;
import dev.millrace.stream.state.ScopedStateWriter;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A classifier that gives every pair of coordinates a weight of its own, ⟨vᵢ, vⱼ⟩, from a few factors per coordinate: pairs that
 * never met still have one. Logistic loss on the margin of the second class; from the third class on the softmax of a margin
 * per class, each with factors of its own, where the first two go on as they were. A class never learned scores 0.
 *
 * <p>Cost: O(factors · non-zeros) per predict and about three times that per learn, times the classes from the third on; memory
 * see {@code Factors}, times the same; nothing is allocated but for a class or coordinate that is new. What is missing contributes
 * nothing and is not changed. Source: see {@link #PAPER}.
 */
public final class FactorizationMachine implements Classifier, Mergeable {
    static final String PAPER =
            "Rendle, \"Factorization machines\", ICDM (2010); steps: Duchi, Hazan and Singer, \"Adaptive"
                    + " subgradient methods\", JMLR 12 (2011); Ta, \"Factorization machines with follow-the-regularized-leader for"
                    + " CTR prediction in display advertising\", IEEE Big Data (2015)";
    private static final int FORMAT = 1;

    private final FactorizationSettings settings;
    private final Layout layout;
    private final Coordinates coordinates;
    private final Margins own;
    private long seed;
    private int classes;

    /** By class; nothing at 0 until there is a third class, whose margin would only mirror that of the second. */
    private Factors[] outputs = new Factors[0];

    public FactorizationMachine(FactorizationSettings settings, Layout layout, long seed) {
        this.settings = settings;
        this.layout = layout;
        this.seed = seed;
        this.coordinates = new Coordinates(layout);
        this.own = new Margins();
        Factors.check(settings, layout);
    }

    /** An event, its margins and what steps want to know of them; one for each thread. */
    private final class Margins {
        private final Support event = Factors.support(coordinates);
        private double[] margins = new double[0];
        private double[][] sums = new double[0][];

        void of(FeatureVector x) {
            event.gather(x);
            compute();
        }

        void compute() {
            if (margins.length < classes) {
                margins = new double[classes];
                sums = new double[classes][2 * settings.factors()];
            }
            for (int k = 0; k < classes; k++) {
                margins[k] = outputs[k] == null ? 0 : outputs[k].margin(event, sums[k]);
            }
        }

        void score(double[] scores) {
            if (classes == 0) {
                Scores.uniform(scores);
                return;
            }
            System.arraycopy(margins, 0, scores, 0, classes);
            Scores.softmax(scores, classes);
        }

        void learn(int label, double weight) {
            boolean changed = grow(label + 1);
            for (Factors output : outputs) {
                changed |= output != null && output.meet(event, seed);
            }
            if (changed) {
                compute();
            }
            Scores.softmax(margins, classes);
            for (int k = 0; k < classes; k++) {
                if (outputs[k] != null) {
                    outputs[k].step(event, sums[k], margins[k] - (k == label ? 1 : 0), weight);
                }
            }
        }
    }

    @Override
    public void predict(FeatureVector x, double[] scores) {
        Margins fresh = new Margins();
        fresh.of(x);
        fresh.score(scores);
    }

    @Override
    public void predictAlone(FeatureVector x, double[] scores) {
        own.of(x);
        own.score(scores);
    }

    @Override
    public void learn(FeatureVector x, int label, double weight) {
        own.of(x);
        own.learn(label, weight);
    }

    @Override
    public void predictAndLearn(FeatureVector x, int label, double weight, double[] scores) {
        own.of(x);
        own.score(scores);
        own.learn(label, weight);
    }

    private boolean grow(int known) {
        if (known <= classes) {
            return false;
        }
        outputs = Arrays.copyOf(outputs, known);
        for (int k = known > 2 ? 0 : 1; k < known; k++) {
            if (outputs[k] == null) {
                outputs[k] = new Factors(settings, layout, k);
            }
        }
        classes = known;
        return true;
    }

    @Override
    public void merge(List<Part> parts) {
        merge(parts, null);
    }

    /**
     * Margins are averaged class by class. That of the first of two classes is 0 in the partition: where partitions met two classes in
     * another order, each class has the margin of those where it came second, as much as they have learned.
     */
    @Override
    public void merge(List<Part> parts, Base base) {
        int known = 0;
        for (Part part : parts) {
            for (int k = 0; k < ((FactorizationMachine) part.learner()).classes; k++) {
                known = Math.max(known, part.classes()[k] + 1);
            }
        }
        grow(known);
        for (int k = 0; k < known; k++) {
            merge(k, parts, base);
        }
    }

    private void merge(int label, List<Part> parts, Base base) {
        List<FactorsMerge.Side> sides = new ArrayList<>();
        double having = 0;
        double knowing = 0;
        for (int p = 0; p < parts.size(); p++) {
            Part part = parts.get(p);
            Part before = base == null ? null : base.parts().get(p);
            FactorizationMachine own = (FactorizationMachine) part.learner();
            int number = number(part, label);
            if (number < 0 || own.classes < 2) {
                continue;
            }
            knowing += part.events();
            if (own.outputs[number] != null) {
                having += part.events();
                Factors then = before == null ? null : ((FactorizationMachine) before.learner()).output(number);
                sides.add(new FactorsMerge.Side(part, own.outputs[number], before, then));
            }
        }
        FactorsMerge.Side start = start(label, base);
        if (!sides.isEmpty() || start != null) {
            if (outputs[label] == null) {
                outputs[label] = new Factors(settings, layout, label);
            }
            double share = knowing > 0 ? having / knowing : 1;
            outputs[label].start(FactorsMerge.of(layout, settings.factors(), sides, start, share));
        }
    }

    /** The margin of a class in the base; null if it has none. */
    private static FactorsMerge.Side start(int label, Base base) {
        int number = base == null ? -1 : number(base.merged(), label);
        Factors of = number < 0 ? null : ((FactorizationMachine) base.merged().learner()).output(number);
        return of == null ? null : new FactorsMerge.Side(base.merged(), of, null, null);
    }

    /** The partition's number of a merged class; −1 if it has none. */
    private static int number(Part part, int label) {
        int classes = ((FactorizationMachine) part.learner()).classes;
        for (int k = 0; k < classes; k++) {
            if (part.classes()[k] == label) {
                return k;
            }
        }
        return -1;
    }

    /** The factors of a class; null if it has none. */
    private Factors output(int label) {
        return label < classes ? outputs[label] : null;
    }

    @Override
    public void snapshot(StateWriter out) {
        out.writeInt(FORMAT);
        out.writeLong(seed);
        out.writeInt(classes);
        for (int k = 0; k < classes; k++) {
            if (outputs[k] != null) {
                outputs[k].snapshot(new ScopedStateWriter(out, "class-" + k + "-"));
            }
        }
    }

    @Override
    public void restore(StateReader in) {
        restore(in, layout);
    }

    @Override
    public void restore(StateReader in, Layout before) {
        int format = in.readInt();
        if (format != FORMAT) {
            throw new BadState(
                    "a factorization machine of format " + format + " is unknown here; this is format " + FORMAT);
        }
        seed = in.readLong();
        classes = 0;
        outputs = new Factors[0];
        grow(in.readInt());
        for (int k = 0; k < classes; k++) {
            if (outputs[k] != null) {
                outputs[k].restore(new ScopedStateReader(in, "class-" + k + "-"), before);
            }
        }
    }
}
