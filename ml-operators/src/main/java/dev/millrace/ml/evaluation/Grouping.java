package dev.millrace.ml.evaluation;

/**
 * An event in a cluster, as it is scored.
 *
 * @param cluster its number, −1 for none
 * @param distance to the nearest centre of its cluster; NaN if there is none
 * @param otherDistance to the nearest centre of another; NaN if there is none
 * @param truth its class, −1 if it is not known
 * @param isNew whether the event has not been scored before: otherwise its label came later
 */
public record Grouping(int cluster, double distance, double otherDistance, int truth, boolean isNew) {

    /** Whether it is in a cluster, and there is another. */
    public boolean hasSilhouette() {
        return cluster >= 0 && !Double.isNaN(otherDistance);
    }

    /** How much nearer it is to the centre of its cluster than to that of another, if {@link #hasSilhouette}: −1 to 1. */
    public double silhouette() {
        return ClusterQuality.silhouette(distance, otherDistance);
    }
}
