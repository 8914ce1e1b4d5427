package dev.millrace.ml.learner.cluster;

import dev.millrace.stream.settings.About;

/**
 * Settings of {@link DenStream}.
 */
public record DenStreamSettings(
        @About(
                value = "largest radius of a small cluster, as a root mean square over the numbers",
                range = "1e-6 … 1e6")
        double epsilon,

        @About(
                value =
                        "distance, in such radii, within which small clusters are neighbours; the source takes 2, where a small "
                                + "cluster of     events in a line is 3.5 radii long",
                range = "1 … 100")
        double reach,

        @About(value = "weight of a small cluster from which it makes its neighbours dense", range = "1 … 1e6")
        double mu,

        @About(
                value = "share of mu from which a small cluster is no noise; beta · mu must be above 1",
                range = "above 0 … 1")
        double beta,

        @About(value = "events after which an event counts for half", range = "10 … 1e9")
        int halfLife,

        @About(value = "small clusters that are kept, of those that are noise as of the others", range = "10 … 10000")
        int most) {
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
