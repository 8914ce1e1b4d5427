package dev.millrace.ml.learner.linear;

import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;

/**
 * Steps along the running mean of gradients, divided by the root of the running mean of their squares, both corrected for
 * having begun at 0. A coordinate that an event does not use keeps its means and stays where it is, so that sparse events cost
 * their non-zeros; where every coordinate is used at each event this is Adam as published. Source: Kingma and Ba, "Adam: a method
 * for stochastic optimization", ICLR (2015).
 */
final class AdamDescent extends Descent {
    private static final String MEANS = "means";

    private final double[] means;
    private final double[] squares;
    private double keptOne = 1;
    private double keptTwo = 1;
    private double rate;

    AdamDescent(StepSettings settings, Coordinates coordinates) {
        super(settings, coordinates, MEANS, Parameters.SQUARES);
        this.means = parameters.array(MEANS);
        this.squares = parameters.squares();
    }

    @Override
    double prepare(Support event, double slope, double weight) {
        keptOne *= settings.betaOne();
        keptTwo *= settings.betaTwo();
        rate = rate() * Math.sqrt(1 - keptTwo) / (1 - keptOne);
        return 0;
    }

    @Override
    double moved(int at, double gradient, double penalty) {
        double g = pulled(at, gradient, penalty);
        means[at] = settings.betaOne() * means[at] + (1 - settings.betaOne()) * g;
        squares[at] = settings.betaTwo() * squares[at] + (1 - settings.betaTwo()) * g * g;
        double own = rate / (Parameters.EPSILON + Math.sqrt(squares[at]));
        return cut(weights[at] - own * means[at], rate(), penalty);
    }

    /** Running means, as if each step so far had been the usual one. */
    @Override
    double[] squaredGradients() {
        double[] sums = squares.clone();
        for (int i = 0; i < sums.length; i++) {
            sums[i] *= steps();
        }
        return sums;
    }

    @Override
    void sharePast(Descent past) {
        keptOne = ((AdamDescent) past).keptOne;
        keptTwo = ((AdamDescent) past).keptTwo;
    }

    @Override
    void snapshot(StateWriter out) {
        super.snapshot(out);
        out.writeDouble(keptOne);
        out.writeDouble(keptTwo);
    }

    @Override
    void restore(StateReader in, int before, int format) {
        super.restore(in, before, format);
        keptOne = in.readDouble();
        keptTwo = in.readDouble();
    }
}
