package dev.millrace.ml.learner.cluster;

/**
 * Settings of {@link DenStream}.
 *
 * @param epsilon largest radius of a small cluster, as a root mean square over the numbers; 1e-6 to 1e6
 * @param reach distance, in such radii, within which small clusters are neighbours; the source takes 2, where a small cluster of
 *     events in a line is 3.5 radii long; 1 to 100
 * @param mu weight of a small cluster from which it makes its neighbours dense; 1 to 1e6
 * @param beta share of mu from which a small cluster is no noise; above 0, to 1, and beta · mu above 1
 * @param halfLife events after which an event counts for half; 10 to 1e9
 * @param most small clusters that are kept, of those that are noise as of the others; 10 to 10,000
 */
public record DenStreamSettings(double epsilon, double reach, double mu, double beta, int halfLife, int most) {
    public static final DenStreamSettings DEFAULT = new DenStreamSettings(0.3, 4, 10, 0.25, 1_000, 500);

    public DenStreamSettings {
        if (!(epsilon >= 1e-6 && epsilon <= 1e6)) {
            throw new IllegalArgumentException("epsilon must lie between 1e-6 and 1e6, got " + epsilon);
        }
        if (!(reach >= 1 && reach <= 100)) {
            throw new IllegalArgumentException("reach must lie between 1 and 100, got " + reach);
        }
        if (!(mu >= 1 && mu <= 1e6)) {
            throw new IllegalArgumentException("mu must lie between 1 and 1e6, got " + mu);
        }
        if (!(beta > 0 && beta <= 1)) {
            throw new IllegalArgumentException("beta must lie above 0 and up to 1, got " + beta);
        }
        if (beta * mu <= 1) {
            throw new IllegalArgumentException(
                    "beta times mu must be above 1, so that one event alone is noise, got beta " + beta + " and mu "
                            + mu);
        }
        if (halfLife < 10 || halfLife > 1_000_000_000) {
            throw new IllegalArgumentException("half-life must lie between 10 and 1e9 events, got " + halfLife);
        }
        if (most < 10 || most > 10_000) {
            throw new IllegalArgumentException("most must lie between 10 and 10000 small clusters, got " + most);
        }
    }
}
