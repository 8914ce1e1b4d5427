package dev.millrace.ml.evaluation;

import dev.millrace.ml.math.Elementary;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import java.util.Map;
import java.util.TreeMap;

/**
 * How good clusters are. From within: how close events are to the centres of their clusters, and how far from those of others.
 * From without: how far clusters agree with labels that nobody learned from. Events in no cluster count as one more cluster there.
 * Clusters have numbers that may grow without end, so pairs of class and cluster are kept up to {@value #MOST_PAIRS}; what
 * comes after that counts as one more cluster, too. O(log pairs) per event. Threading: one caller.
 *
 * <p>Sources: silhouette with centres in place of all events: Hruschka, de Castro and Campello, "Evolutionary algorithms for
 * clustering gene-expression data", ICDM 2004; adjusted Rand index: Hubert and Arabie, "Comparing partitions", Journal of
 * Classification 2 (1985); normalised mutual information: Strehl and Ghosh, "Cluster ensembles", JMLR 3 (2002), by the
 * arithmetic mean of the entropies.
 */
final class ClusterQuality {
    private static final int MOST_PAIRS = 1 << 16;

    /** Number of all clusters beyond the pairs that are kept. */
    private static final int REST = -2;

    private long events;
    private long outside;
    private double squares;
    private long silhouettes;
    private double silhouetteSum;

    /** Events by class (in the upper half) and cluster (in the lower). */
    private final TreeMap<Long, Long> pairs = new TreeMap<>();

    private long labelled;

    /**
     * An event has been put into a cluster, or into none.
     *
     * @param cluster −1 for none
     */
    void add(int cluster, double distance, double otherDistance) {
        events++;
        if (cluster < 0) {
            outside++;
            return;
        }
        squares += distance * distance;
        if (!Double.isNaN(otherDistance)) {
            silhouettes++;
            silhouetteSum += silhouette(distance, otherDistance);
        }
    }

    /** From −1, in the midst of another cluster, to 1. */
    static double silhouette(double distance, double otherDistance) {
        double larger = Math.max(distance, otherDistance);
        return larger == 0 ? 0 : (otherDistance - distance) / larger;
    }

    /** The label of an event that was put into that cluster has become known. */
    void addLabel(int truth, int cluster) {
        addPair(truth, cluster, 1);
        labelled++;
    }

    private void addPair(int truth, int cluster, long count) {
        long pair = pair(truth, cluster);
        if (!pairs.containsKey(pair) && pairs.size() >= MOST_PAIRS) {
            pair = pair(truth, REST);
        }
        pairs.merge(pair, count, Long::sum);
    }

    private static long pair(int truth, int cluster) {
        return (long) truth << 32 | cluster & 0xFFFF_FFFFL;
    }

    /** Adds what another partition has seen; its clusters are others than those here, whatever their numbers. */
    void merge(ClusterQuality other, int[] ids) {
        events += other.events;
        outside += other.outside;
        squares += other.squares;
        silhouettes += other.silhouettes;
        silhouetteSum += other.silhouetteSum;
        labelled += other.labelled;
        int above = 0;
        for (long pair : pairs.keySet()) {
            above = Math.max(above, (int) pair + 1);
        }
        for (Map.Entry<Long, Long> each : other.pairs.entrySet()) {
            int cluster = (int) (long) each.getKey();
            addPair(ids[(int) (each.getKey() >> 32)], cluster < 0 ? cluster : above + cluster, each.getValue());
        }
    }

    long events() {
        return events;
    }

    /** Mean squared distance to the centre of the event's cluster. */
    double meanSquare() {
        return squares / (events - outside);
    }

    double silhouette() {
        return silhouetteSum / silhouettes;
    }

    /** Share of the events that are in no cluster. */
    double outside() {
        return outside / (double) events;
    }

    /** Share of the labelled events that are of the most frequent class of their cluster. */
    double purity() {
        Map<Integer, Long> largest = new TreeMap<>();
        pairs.forEach((pair, count) -> largest.merge((int) (long) pair, count, Math::max));
        return largest.values().stream().mapToLong(Long::longValue).sum() / (double) labelled;
    }

    /** Agreement of pairs of events beyond chance: 1 is perfect, 0 no better than chance. */
    double adjustedRand() {
        double together = 0;
        for (long count : pairs.values()) {
            together += twos(count);
        }
        double byClass = 0;
        for (long count : classes().values()) {
            byClass += twos(count);
        }
        double byCluster = 0;
        for (long count : clusters().values()) {
            byCluster += twos(count);
        }
        double expected = byClass * byCluster / twos(labelled);
        double most = (byClass + byCluster) / 2;
        return most == expected ? Double.NaN : (together - expected) / (most - expected);
    }

    private static double twos(long count) {
        return count * (count - 1.0) / 2;
    }

    /** What cluster and class tell of each other, as a share of what each tells alone, in the mean: 0 to 1. */
    double mutualInformation() {
        Map<Integer, Long> classes = classes();
        Map<Integer, Long> clusters = clusters();
        double shared = 0;
        for (Map.Entry<Long, Long> each : pairs.entrySet()) {
            long pair = each.getKey();
            double count = each.getValue();
            double alone = (double) classes.get((int) (pair >> 32)) * clusters.get((int) pair);
            shared += count / labelled * Elementary.log(count * labelled / alone);
        }
        double mean = (entropy(classes) + entropy(clusters)) / 2;
        return mean > 0 ? Math.min(1, Math.max(0, shared / mean)) : Double.NaN;
    }

    private double entropy(Map<Integer, Long> counts) {
        double sum = 0;
        for (long count : counts.values()) {
            double share = count / (double) labelled;
            sum -= share * Elementary.log(share);
        }
        return sum;
    }

    private Map<Integer, Long> classes() {
        Map<Integer, Long> counts = new TreeMap<>();
        pairs.forEach((pair, count) -> counts.merge((int) (pair >> 32), count, Long::sum));
        return counts;
    }

    private Map<Integer, Long> clusters() {
        Map<Integer, Long> counts = new TreeMap<>();
        pairs.forEach((pair, count) -> counts.merge((int) (long) pair, count, Long::sum));
        return counts;
    }

    void snapshot(StateWriter out) {
        out.writeLong(events);
        out.writeLong(outside);
        out.writeDouble(squares);
        out.writeLong(silhouettes);
        out.writeDouble(silhouetteSum);
        out.writeLong(labelled);
        out.writeInt(pairs.size());
        pairs.forEach((pair, count) -> {
            out.writeLong(pair);
            out.writeLong(count);
        });
    }

    void restore(StateReader in) {
        events = in.readLong();
        outside = in.readLong();
        squares = in.readDouble();
        silhouettes = in.readLong();
        silhouetteSum = in.readDouble();
        labelled = in.readLong();
        pairs.clear();
        for (int i = in.readInt(); i > 0; i--) {
            long pair = in.readLong();
            pairs.put(pair, in.readLong());
        }
    }
}
