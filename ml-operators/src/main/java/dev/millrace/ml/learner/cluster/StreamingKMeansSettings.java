package dev.millrace.ml.learner.cluster;

import dev.millrace.stream.settings.About;

/**
 * Settings of {@link StreamingKMeans}.
 */
public record StreamingKMeansSettings(
        @About(value = "how many there are", range = "2 … 1000")
        int clusters,

        @About(value = "events that count: earlier ones fade", range = "10 … 1e9")
        int memory,

        @About(value = "events that the first centres are found among, for each cluster", range = "1 … 1000")
        int start) {
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
