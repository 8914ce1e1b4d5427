package dev.millrace.ml.learner.linear;

/**
 * Each coordinate's rate falls with the gradients that it has seen: w ← w − η·g ÷ (ε + √Σg²). Source: Duchi, Hazan and Singer,
 * "Adaptive subgradient methods for online learning and stochastic optimization", JMLR 12 (2011).
 */
final class AdaGradDescent extends Descent {
    private final double[] squares;
    private double rate;

    AdaGradDescent(StepSettings settings, Coordinates coordinates) {
        super(settings, coordinates, Parameters.SQUARES);
        this.squares = parameters.squares();
    }

    @Override
    double prepare(Support event, double slope, double weight) {
        rate = rate();
        return 0;
    }

    @Override
    double moved(int at, double gradient, double penalty) {
        double g = pulled(at, gradient, penalty);
        squares[at] += g * g;
        double own = rate / (Parameters.EPSILON + Math.sqrt(squares[at]));
        return cut(weights[at] - own * g, own, penalty);
    }
}
