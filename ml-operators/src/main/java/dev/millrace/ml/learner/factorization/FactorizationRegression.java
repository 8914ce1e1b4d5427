package dev.millrace.ml.learner.factorization;

import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.Mergeable;
import dev.millrace.ml.learner.Regressor;
import dev.millrace.ml.learner.Usable;
import dev.millrace.ml.learner.linear.Coordinates;
import dev.millrace.ml.learner.linear.Support;
import dev.millrace.stream.state.BadState;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * A value that every pair of coordinates has a say in, by squared loss; see {@link FactorizationMachine}, also for cost, memory
 * and sources. Targets count up to ±1e100, slopes up to ±1e12.
 */
public final class FactorizationRegression implements Regressor, Mergeable {
    private static final int FORMAT = 1;
    private static final double STEEPEST = 1e12;

    private final Layout layout;
    private final Coordinates coordinates;
    private final int factors;
    private final Factors output;
    private final Support event;
    private final double[] sums;
    private long seed;

    public FactorizationRegression(FactorizationSettings settings, Layout layout, long seed) {
        this.layout = layout;
        this.coordinates = new Coordinates(layout);
        this.factors = settings.factors();
        this.output = new Factors(settings, layout, 0);
        this.event = Factors.support(coordinates);
        this.sums = new double[2 * factors];
        this.seed = seed;
    }

    @Override
    public double predict(FeatureVector x) {
        Support fresh = Factors.support(coordinates);
        fresh.gather(x);
        return bounded(output.margin(fresh, new double[2 * factors]));
    }

    @Override
    public void learn(FeatureVector x, double value, double weight) {
        event.gather(x);
        learn(output.margin(event, sums), value, weight);
    }

    @Override
    public double predictAndLearn(FeatureVector x, double value, double weight) {
        event.gather(x);
        double margin = output.margin(event, sums);
        learn(margin, value, weight);
        return bounded(margin);
    }

    private void learn(double before, double value, double weight) {
        double margin = output.meet(event, seed) ? output.margin(event, sums) : before;
        double slope = Math.max(-STEEPEST, Math.min(STEEPEST, margin - bounded(value)));
        output.step(event, sums, slope, weight);
    }

    private static double bounded(double value) {
        return Math.max(-Usable.LARGEST, Math.min(Usable.LARGEST, value));
    }

    @Override
    public void merge(List<Part> parts) {
        merge(parts, null);
    }

    @Override
    public void merge(List<Part> parts, Base base) {
        List<FactorsMerge.Side> sides = new ArrayList<>();
        for (int p = 0; p < parts.size(); p++) {
            Part part = parts.get(p);
            Part before = base == null ? null : base.parts().get(p);
            if (part.events() > 0) {
                Factors then = before == null ? null : ((FactorizationRegression) before.learner()).output;
                sides.add(new FactorsMerge.Side(part, ((FactorizationRegression) part.learner()).output, before, then));
            }
        }
        if (!sides.isEmpty()) {
            FactorsMerge.Side start = base == null
                    ? null
                    : new FactorsMerge.Side(
                            base.merged(),
                            ((FactorizationRegression) base.merged().learner()).output,
                            null,
                            null);
            output.start(FactorsMerge.of(layout, factors, sides, start, 1));
        }
    }

    @Override
    public void snapshot(StateWriter out) {
        out.writeInt(FORMAT);
        out.writeLong(seed);
        output.snapshot(out);
    }

    @Override
    public void restore(StateReader in) {
        restore(in, layout);
    }

    @Override
    public void restore(StateReader in, Layout before) {
        int format = in.readInt();
        if (format != FORMAT) {
            throw new BadState("a factorization machine for values, of format " + format
                    + ", is unknown here; this is format " + FORMAT);
        }
        seed = in.readLong();
        output.restore(in, before);
    }
}
