package dev.millrace.ml.learner;

/** Where a {@link Clusterer} puts an event: a buffer, reused. Threading: one caller. */
public final class Assignment {
    /** In place of a cluster: the event is in none. */
    public static final int NONE = -1;

    private int cluster = NONE;
    private double distance = Double.NaN;
    private double otherDistance = Double.NaN;

    /** The cluster's number, the same for as long as there is the cluster; {@link #NONE} for an event in none. */
    public int cluster() {
        return cluster;
    }

    /** Euclidean distance to the nearest centre of its cluster, or of all if it is in none; NaN if there is none. */
    public double distance() {
        return distance;
    }

    /** Distance to the nearest centre of another cluster; NaN if there is no other. */
    public double otherDistance() {
        return otherDistance;
    }

    public void set(int newCluster, double newDistance, double newOtherDistance) {
        cluster = newCluster;
        distance = newDistance;
        otherDistance = newOtherDistance;
    }

    /** Nothing is known. */
    public void clear() {
        set(NONE, Double.NaN, Double.NaN);
    }
}
