package dev.millrace.ml.learner.cluster;

/**
 * Settings of {@link StreamingKMeans}.
 *
 * @param clusters how many there are; 2 to 1,000
 * @param memory events that count: earlier ones fade; 10 to 1e9
 * @param start events that the first centres are found among, for each cluster; 1 to 1,000
 */
public record StreamingKMeansSettings(int clusters, int memory, int start) {
    public static final StreamingKMeansSettings DEFAULT = new StreamingKMeansSettings(5, 1_000, 20);

    public StreamingKMeansSettings {
        if (clusters < 2 || clusters > 1_000) {
            throw new IllegalArgumentException("clusters must lie between 2 and 1000, got " + clusters);
        }
        if (memory < 10 || memory > 1_000_000_000) {
            throw new IllegalArgumentException("memory must lie between 10 and 1e9 events, got " + memory);
        }
        if (start < 1 || start > 1_000) {
            throw new IllegalArgumentException("start must lie between 1 and 1000 events a cluster, got " + start);
        }
    }
}
