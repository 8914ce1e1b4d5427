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

    /** How much nearer it is to the centre of its cluster than to that of another, −1 to 1; 0 where it is in none, or there is no other. */
    public double silhouette() {
        return cluster < 0 || Double.isNaN(otherDistance) ? 0 : ClusterQuality.silhouette(distance, otherDistance);
    }
}
