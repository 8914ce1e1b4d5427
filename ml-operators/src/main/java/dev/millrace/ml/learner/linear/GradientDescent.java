package dev.millrace.ml.learner.linear;

/**
 * One rate for all coordinates, falling by a schedule or not at all: w ← w − η·g. Source: Robbins and Monro, "A stochastic
 * approximation method", Annals of Mathematical Statistics 22 (1951); L1 by truncation: Langford, Li and Zhang, "Sparse online
 * learning via truncated gradient", JMLR 10 (2009).
 */
final class GradientDescent extends Descent {
    private double rate;

    GradientDescent(StepSettings settings, Coordinates coordinates) {
        super(settings, coordinates);
    }

    @Override
    double prepare(Support event, double slope, double weight) {
        rate = rate();
        return settings.invariant() ? rate * event.squaredNorm() : 0;
    }

    @Override
    double moved(int at, double gradient, double penalty) {
        return cut(weights[at] - rate * pulled(at, gradient, penalty), rate, penalty);
    }
}
