package dev.millrace.ml.learner.linear;

/**
 * How far a passive-aggressive learner goes to undo a loss in one step: as far as it takes, at most c, or softly damped by c.
 * Source: Crammer, Dekel, Keshet, Shalev-Shwartz and Singer, "Online passive-aggressive algorithms", JMLR 7 (2006).
 */
public enum Aggressiveness {
    /** The whole way: τ = loss ÷ ‖x‖². The weight of an event says nothing here. */
    PA,
    /** τ = min(c · weight, loss ÷ ‖x‖²). */
    PA_I,
    /** τ = loss ÷ (‖x‖² + 1 ÷ (2 · c · weight)). */
    PA_II;

    double step(double loss, double squaredNorm, double c, double weight) {
        return switch (this) {
            case PA -> squaredNorm > 0 ? loss / squaredNorm : 0;
            case PA_I -> squaredNorm > 0 ? Math.min(c * weight, loss / squaredNorm) : 0;
            case PA_II -> loss / (squaredNorm + 0.5 / (c * weight));
        };
    }
}
