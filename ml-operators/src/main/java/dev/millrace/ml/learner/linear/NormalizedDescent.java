package dev.millrace.ml.learner.linear;

import dev.millrace.ml.math.Elementary;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;

/**
 * Steps that do not depend on the units of numbers: each coordinate's rate is divided by the largest size s seen of it and by
 * its gradients, w ← w − η·(t ÷ N)^(1−p)·G^−p·s^(2p−2)·g, where N sums Σ (x ÷ s)² over events and p is the adaptivity (½: as
 * published; 0: normalised only). A weight whose coordinate grows is brought down as if all steps so far had known its size. Where the loss
 * allows, a step follows the path of its slope instead of its first tangent, so that large rates and weights of events
 * do not overshoot.
 *
 * <p>Source: Ross, Mineiro and Langford, "Normalized online learning", UAI (2013); Karampatziakis and Langford, "Online
 * importance weight aware updates", UAI (2011). As in Vowpal Wabbit, a margin is taken before the event's own sizes count.
 */
final class NormalizedDescent extends Descent {
    static final String LARGEST = "largest";

    /** Keeps s² above 0. */
    private static final double SMALLEST = 1e-100;

    private final double[] largest;
    private final double[] squares;
    private final double adaptivity;
    private double sizes;
    private double events;
    private double rate;

    NormalizedDescent(StepSettings settings, Coordinates coordinates) {
        super(settings, coordinates, Parameters.SQUARES, LARGEST);
        this.squares = parameters.squares();
        this.largest = parameters.array(LARGEST);
        this.adaptivity = settings.adaptivity();
    }

    @Override
    double prepare(Support event, double slope, double weight) {
        events++;
        double reach = 0;
        for (int i = 0; i < event.count(); i++) {
            int at = event.at(i);
            double value = event.value(i);
            double size = Math.max(SMALLEST, Math.abs(value));
            parameters.touch(at, at + 1);
            if (size > largest[at]) {
                grow(at, size);
            }
            double share = value / largest[at];
            sizes += share * share;
            double gradient = bounded(slope * value);
            squares[at] += bounded(weight * gradient * gradient);
            reach += own(at) * value * value;
        }
        double mean = sizes / events;
        double all = adaptivity == 0.5
                ? 1 / Math.sqrt(mean)
                : adaptivity == 0 ? 1 / mean : Elementary.pow(mean, adaptivity - 1);
        rate = rate() * (mean > 0 ? all : 0);
        return rate * reach;
    }

    private void grow(int at, double size) {
        // As if every step so far had known this size.
        double ratio = largest[at] / size;
        double factor = adaptivity == 0.5
                ? ratio
                : adaptivity == 0 || ratio == 0 ? ratio * ratio : Elementary.pow(ratio, 2 - 2 * adaptivity);
        weights[at] *= factor;
        if (lags != null) {
            lags[at] *= factor;
        }
        largest[at] = size;
    }

    /** G^−p·s^(2p−2); 0 where no gradient was felt. */
    private double own(int at) {
        double seen = squares[at];
        double size = largest[at];
        if (!(seen > 0)) {
            return 0;
        }
        if (adaptivity == 0.5) {
            return 1 / (Math.sqrt(seen) * size);
        }
        if (adaptivity == 0) {
            return 1 / (size * size);
        }
        return Elementary.pow(seen, -adaptivity) * Elementary.pow(size, 2 * adaptivity - 2);
    }

    @Override
    double moved(int at, double gradient, double penalty) {
        double own = rate * own(at);
        return cut(weights[at] - own * pulled(at, gradient, penalty), own, penalty);
    }

    @Override
    void sharePast(Descent past) {
        sizes = ((NormalizedDescent) past).sizes;
        events = ((NormalizedDescent) past).events;
    }

    @Override
    void snapshot(StateWriter out) {
        super.snapshot(out);
        out.writeDouble(sizes);
        out.writeDouble(events);
    }

    @Override
    void restore(StateReader in, int before) {
        super.restore(in, before);
        sizes = in.readDouble();
        events = in.readDouble();
    }
}
