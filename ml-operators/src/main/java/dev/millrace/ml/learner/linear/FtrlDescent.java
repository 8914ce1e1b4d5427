package dev.millrace.ml.learner.linear;

/**
 * Follow the proximally regularised leader: what a coordinate has been told, z and n = Σg², gives its weight in closed form,
 * which is exactly 0 while |z| ≤ l1. The weight of an event counts in its gradient, not in the penalties. Source: McMahan et al.,
 * "Ad click prediction: a view from the trenches", KDD (2013).
 */
final class FtrlDescent extends Descent {
    private static final String PULLS = "pulls";

    private final double[] pulls;
    private final double[] squares;

    FtrlDescent(StepSettings settings, Coordinates coordinates) {
        super(settings, coordinates, PULLS, Parameters.SQUARES);
        this.pulls = parameters.array(PULLS);
        this.squares = parameters.squares();
    }

    @Override
    double prepare(Support event, double slope, double weight) {
        return 0;
    }

    @Override
    double moved(int at, double gradient, double penalty) {
        double root = Math.sqrt(squares[at]);
        squares[at] += gradient * gradient;
        double grown = Math.sqrt(squares[at]);
        pulls[at] += gradient - (grown - root) / settings.rate() * weights[at];
        double z = pulls[at];
        double l1 = penalty > 0 ? settings.l1() : 0;
        if (Math.abs(z) <= l1) {
            return 0;
        }
        double hold = (settings.ftrlBeta() + grown) / settings.rate() + (penalty > 0 ? settings.l2() : 0);
        return hold > 0 ? (Math.copySign(l1, z) - z) / hold : weights[at];
    }

    /** What must have been told for the closed form to give these weights before the first gradient. */
    @Override
    void start(double[] from) {
        super.start(from);
        for (int at = 0; at < from.length; at++) {
            boolean penalised = at < from.length - 1;
            double hold = settings.ftrlBeta() / settings.rate() + (penalised ? settings.l2() : 0);
            pulls[at] = -hold * from[at] - (from[at] == 0 || !penalised ? 0 : Math.copySign(settings.l1(), from[at]));
        }
    }
}
