package dev.millrace.ml.learner.anomaly;

/**
 * Settings of {@link HalfSpaceTrees}.
 *
 * @param trees how many there are; 1 to 1,000
 * @param depth cuts from the root of a tree to its leaves; 1 to 20
 * @param window events after which what was learned becomes what is compared with; 2 to 1,000,000
 */
public record HalfSpaceSettings(int trees, int depth, int window) {
    public static final HalfSpaceSettings DEFAULT = new HalfSpaceSettings(25, 15, 250);

    public HalfSpaceSettings {
        if (trees < 1 || trees > 1_000) {
            throw new IllegalArgumentException("trees must lie between 1 and 1000, got " + trees);
        }
        if (depth < 1 || depth > 20) {
            throw new IllegalArgumentException("depth must lie between 1 and 20, got " + depth);
        }
        if (window < 2 || window > 1_000_000) {
            throw new IllegalArgumentException("window must lie between 2 and 1000000 events, got " + window);
        }
    }
}
