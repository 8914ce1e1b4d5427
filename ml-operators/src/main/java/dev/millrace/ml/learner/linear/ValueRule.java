package dev.millrace.ml.learner.linear;

/** What a predicted value should have been: the slope of a loss by the margin. Pure functions. */
abstract class ValueRule {

    /** Without the event's weight unless the rule says how it counts. */
    abstract double slope(double margin, double target, double weight, double squaredNorm);

    boolean weighsItself() {
        return false;
    }

    /** As {@link ClassRule#travelled}. */
    double travelled(double margin, double target, double reach, double weight, double slope) {
        return slope * weight;
    }

    LinearModel.Link link() {
        return LinearModel.Link.IDENTITY;
    }

    /** The slope stays the same until the margin reaches a place, and is 0 there. */
    static double upTo(double place, double margin, double reach, double weight, double slope) {
        return slope == 0 ? 0 : slope * Math.min(weight, Math.abs(place - margin) / (reach * Math.abs(slope)));
    }
}
