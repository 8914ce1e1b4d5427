package dev.millrace.ml.stream;

import dev.millrace.ml.evaluation.ScoreBins;
import dev.millrace.stream.state.BadState;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import java.util.List;

/**
 * The score above which a given share of recent events lies: counts in the bins of {@link ScoreBins}, all halved whenever two
 * hundred alerts' worth of events is counted (at least 2,000 events), so that few matter where alerts are frequent, and enough
 * where they are rare. Of scores in one bin all or none are above, so that the share is met as nearly as ties let it. O(1) per
 * event but for the halving; 32 KiB. Threading: one caller while it is added to.
 */
final class AlertQuantile {
    private static final int MOST_ALERTS = 200;

    private static final int MOST_EVENTS = 1 << 20;

    /** Before so many events the quantile is noise: one half decides. */
    private static final int FEWEST = 100;

    private static final int FIRST_EVENTS = 250;

    /** What an event counts at first: bins that hold one event each must not vanish when counts are halved. */
    private static final int UNIT = 256;

    private final double share;

    /** Total at which counts are halved, in the end. */
    private final int most;

    /** Total at which they are halved next: small at first, while a learner's scores still move with what it learns. */
    private long limit = (long) UNIT * FIRST_EVENTS;

    private final int[] counts = new int[ScoreBins.BINS];
    private long total;

    /** Scores in this bin and above are alerts. */
    private int cut = ScoreBins.BINS;

    /** Counted in {@code cut} and above. */
    private long above;

    AlertQuantile(double share) {
        this.share = share;
        this.most = UNIT * (int) Math.max(10 * MOST_ALERTS, Math.min(MOST_EVENTS, MOST_ALERTS / share));
    }

    /** What several have counted, as one; they ask for the same share. */
    static AlertQuantile merged(List<AlertQuantile> parts) {
        AlertQuantile merged = new AlertQuantile(parts.get(0).share);
        long all = parts.stream().mapToLong(part -> part.total).sum();
        double scale = Math.min(1, (double) merged.most / Math.max(1, all));
        for (int b = 0; b < merged.counts.length; b++) {
            long sum = 0;
            for (AlertQuantile part : parts) {
                sum += part.counts[b];
            }
            merged.counts[b] = (int) Math.ceil(sum * scale); // what is rare must not vanish
            merged.total += merged.counts[b];
        }
        merged.limit = merged.most;
        merged.settle();
        return merged;
    }

    boolean isAlert(double score) {
        return total < FEWEST * UNIT ? score >= 0.5 : ScoreBins.bin(score) >= cut;
    }

    void add(double score) {
        int bin = ScoreBins.bin(score);
        counts[bin] += UNIT;
        total += UNIT;
        if (bin >= cut) {
            above += UNIT;
        }
        if (total >= limit) {
            halve();
        }
        settle();
    }

    private void halve() {
        limit = Math.min(most, 2 * limit);
        total = 0;
        above = 0;
        for (int b = 0; b < counts.length; b++) {
            counts[b] /= 2;
            total += counts[b];
            above += b >= cut ? counts[b] : 0;
        }
    }

    /** Moves the cut to where the share above it is nearest to the one wished for; down past empty bins only to a full one. */
    private void settle() {
        double wish = share * total;
        while (cut < counts.length && Math.abs(above - counts[cut] - wish) < Math.abs(above - wish)) {
            above -= counts[cut++];
        }
        while (cut < counts.length && counts[cut] == 0) {
            cut++;
        }
        int next = below(cut);
        while (next >= 0 && Math.abs(above + counts[next] - wish) <= Math.abs(above - wish)) {
            cut = next;
            above += counts[next];
            next = below(cut);
        }
    }

    /** The next bin below with anything in it; −1 if there is none. */
    private int below(int bin) {
        int next = bin - 1;
        while (next >= 0 && counts[next] == 0) {
            next--;
        }
        return next;
    }

    /** Only bins that are not empty are written. */
    void snapshot(StateWriter out) {
        int used = 0;
        for (int count : counts) {
            used += count > 0 ? 1 : 0;
        }
        long[] cells = new long[2 * used];
        int at = 0;
        for (int b = 0; b < counts.length; b++) {
            if (counts[b] > 0) {
                cells[at++] = b;
                cells[at++] = counts[b];
            }
        }
        out.writeInt(cut);
        out.writeLong(limit);
        out.writeLongs(cells);
    }

    void restore(StateReader in) {
        cut = in.readInt();
        limit = in.readLong();
        long[] cells = in.readLongs();
        if (cut < 0 || cut > counts.length || cells.length % 2 != 0) {
            throw new BadState("an alert quantile with cut " + cut + " and " + cells.length + " cells");
        }
        java.util.Arrays.fill(counts, 0);
        total = 0;
        above = 0;
        for (int i = 0; i < cells.length; i += 2) {
            if (cells[i] < 0 || cells[i] >= counts.length || cells[i + 1] < 0 || cells[i + 1] > (long) most + UNIT) {
                throw new BadState("an alert quantile has no bin " + cells[i] + " with " + cells[i + 1] + " events");
            }
            int b = (int) cells[i];
            counts[b] = (int) cells[i + 1];
            total += counts[b];
            above += b >= cut ? counts[b] : 0;
        }
    }
}
