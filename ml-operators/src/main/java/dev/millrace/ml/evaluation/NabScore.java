package dev.millrace.ml.evaluation;

import dev.millrace.ml.math.Elementary;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The score of the Numenta benchmark. Detections are the records whose anomaly score reaches a threshold, one threshold for
 * all streams. Of each window the earliest detection counts, up to 1 at its start and near 0 at its end, by a scaled
 * sigmoid; a window without one costs. Every detection outside costs, the more the farther behind the last window, in full
 * before the first. The beginning of each stream, 15 % of its first 5,000 records, is not scored. 100 is all windows found at their
 * starts and no false alarm, 0 is no detection at all; there is no lower bound.
 *
 * @param profile what right and wrong detections are worth
 * @param threshold where it was computed; above 1 if no detection at all was best
 * @param raw sum of gains and costs over all streams
 * @param score from raw: 0 to 100, or below 0
 * @param found windows with a detection
 * @param windows how many there are
 * @param falseAlarms detections outside of windows
 */
public record NabScore(
        NabProfile profile, double threshold, double raw, double score, int found, int windows, int falseAlarms) {
    /** Share of a stream that is not scored, and the records of which it is a share at most. */
    private static final double PROBATION = 0.15;

    private static final int PROBATION_OF = 5_000;

    /** A threshold that no score reaches. */
    private static final double ABOVE_ALL = 1.1;

    /** From here on behind a window, in windows, a false alarm costs in full. */
    private static final double FAR = 3;

    private static final double STEEPNESS = 5;

    /** A record that is scored: its worth as a detection, and its window in all streams, −1 outside. */
    private record Scored(double score, double worth, int window) {}

    /**
     * The score at the threshold that makes it largest, the highest of equal ones: how the benchmark compares detectors, whose
     * thresholds it chooses on the streams that they are scored on.
     */
    public static NabScore best(List<NabSeries> streams, NabProfile profile) {
        return sweep(streams, profile, at -> at.raw);
    }

    /** The score with detections at one threshold. */
    public static NabScore at(double threshold, List<NabSeries> streams, NabProfile profile) {
        return sweep(streams, profile, at -> at.threshold >= threshold ? -at.threshold : Double.NEGATIVE_INFINITY);
    }

    /** Records outside the beginnings, worth what they are as detections. */
    private static List<Scored> scored(List<NabSeries> streams, NabProfile profile) {
        List<Scored> all = new ArrayList<>();
        int before = 0;
        for (NabSeries stream : streams) {
            List<int[]> windows = stream.windows();
            int next = 0; // the window that a record is in, or before
            for (int i = 0; i < stream.size(); i++) {
                if (next < windows.size() && i > windows.get(next)[1]) {
                    next++;
                }
                boolean inside = next < windows.size() && i >= windows.get(next)[0];
                double worth = inside
                        ? worthInside(i, windows.get(next)) * profile.found()
                        : worthBehind(i, next == 0 ? null : windows.get(next - 1)) * profile.falseAlarm();
                if (i >= probation(stream.size())) {
                    all.add(new Scored(stream.score(i), worth, inside ? before + next : -1));
                }
            }
            before += windows.size();
        }
        return all;
    }

    private static double probation(int records) {
        return Math.min(Math.floor(PROBATION * records), PROBATION * PROBATION_OF);
    }

    /** 1 at the first record; the last is one record before the end, where it is 0. */
    private static double worthInside(int record, int[] window) {
        double position = -(window[1] - record + 1) / (double) (window[1] - window[0] + 1);
        return sigmoid(position) / sigmoid(-1);
    }

    private static double worthBehind(int record, int[] window) {
        if (window == null) {
            return -1;
        }
        int behind = record - window[1];
        double width = window[1] - window[0];
        return behind >= FAR * width ? -1 : sigmoid(behind / width);
    }

    /** 2 ÷ (1 + e^5p) − 1: from 1 far before the end of a window to −1 far behind it. */
    private static double sigmoid(double position) {
        return 2 * Elementary.logistic(-STEEPNESS * position) - 1;
    }

    private static final class At {
        private double threshold = ABOVE_ALL;
        private double raw;
        private int found;
        private int falseAlarms;
    }

    /** Lowers the threshold from one score to the next, and keeps what is chosen. */
    private static NabScore sweep(List<NabSeries> streams, NabProfile profile, ToDoubleFunction<At> choice) {
        List<Scored> records = scored(streams, profile);
        int all = streams.stream().mapToInt(stream -> stream.windows().size()).sum();
        double[] gains = new double[all];
        boolean[] hasRecords = new boolean[all];
        records.stream().filter(each -> each.window >= 0).forEach(each -> hasRecords[each.window] = true);
        int windows = 0;
        for (int w = 0; w < all; w++) {
            windows += hasRecords[w] ? 1 : 0; // a window in the beginning of its stream does not count
            gains[w] = -profile.missed();
        }
        records.sort(Comparator.comparingDouble((Scored each) -> -each.score));
        At at = new At();
        at.raw = -windows * profile.missed();
        NabScore best = score(profile, at, windows);
        double most = choice.applyAsDouble(at);
        for (int i = 0; i < records.size(); i++) {
            Scored record = records.get(i);
            at.threshold = record.score;
            if (record.window < 0) {
                at.falseAlarms++;
                at.raw += record.worth;
            } else {
                at.found += gains[record.window] < 0 ? 1 : 0;
                double gain = Math.max(gains[record.window], record.worth);
                at.raw += gain - gains[record.window];
                gains[record.window] = gain;
            }
            boolean isLast = i + 1 == records.size() || records.get(i + 1).score != record.score;
            if (isLast && choice.applyAsDouble(at) > most) {
                most = choice.applyAsDouble(at);
                best = score(profile, at, windows);
            }
        }
        return best;
    }

    private static NabScore score(NabProfile profile, At at, int windows) {
        double none = -windows * profile.missed();
        double perfect = windows * profile.found();
        double score = 100 * (at.raw - none) / (perfect - none);
        return new NabScore(profile, at.threshold, at.raw, score, at.found, windows, at.falseAlarms);
    }
}
