package dev.millrace.ml.learner.anomaly;

import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.AnomalyDetector;
import dev.millrace.ml.learner.Usable;
import dev.millrace.stream.state.BadState;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;

/**
 * How many robust deviations an event's strangest number lies from the median of its last values. The modified z-score is
 * 0.6745·|x − median| / MAD, MAD the median distance from the median; where more than half of the values are equal, the mean
 * distance takes its place, as the source advises. The score is z / (z + threshold): ½ at the threshold.
 *
 * <p>Only numbers count; one that is missing or not finite is left out, and one of fewer than {@value #LEAST_VALUES} values
 * tells nothing. A value is learned once, whatever its weight.
 *
 * <p>Cost: O(log window) per number and score, O(window) moves of memory per number learned; 16 bytes a value of the window
 * for each number. Source: see {@link #PAPER}.
 */
public final class RobustZScore implements AnomalyDetector {
    static final String PAPER =
            "Iglewicz and Hoaglin, \"How to Detect and Handle Outliers\", ASQC Basic References in Quality"
                    + " Control 16 (1993)";
    private static final int FORMAT = 1;
    private static final int LEAST_VALUES = 10;

    /** The normal distribution's deviation over its median distance, and over its mean distance: 0.6745 and 0.7979. */
    private static final double OF_MEDIAN = 0.6744897501960817;

    private static final double OF_MEAN = 0.7978845608028654;

    private final Layout layout;
    private final int kept;
    private final double threshold;
    private final SortedWindow[] windows;

    public RobustZScore(RobustZScoreSettings settings, Layout layout) {
        this.layout = layout;
        kept = settings.window();
        threshold = settings.threshold();
        windows = new SortedWindow[layout.numbers().size()];
        if (windows.length == 0) {
            throw new IllegalArgumentException(
                    "robust-z-score looks at numbers, and there are none among the features; add"
                            + " one, or use half-space-trees for categories");
        }
        for (int i = 0; i < windows.length; i++) {
            windows[i] = new SortedWindow(settings.window());
        }
    }

    @Override
    public double score(FeatureVector x) {
        double largest = 0;
        double[] values = x.numbers();
        for (int i = 0; i < windows.length; i++) {
            if (Usable.isUsable(values[i]) && windows[i].size() >= LEAST_VALUES) {
                largest = Math.max(largest, score(windows[i], values[i]));
            }
        }
        return largest;
    }

    private double score(SortedWindow window, double value) {
        double median = window.median();
        double off = Math.abs(value - median);
        if (off == 0) {
            return 0;
        }
        double spread = window.medianDistance(median) / OF_MEDIAN;
        if (spread == 0) {
            spread = window.meanDistance(median) / OF_MEAN;
        }
        return off / (off + threshold * spread); // 1 where all values were equal
    }

    @Override
    public void learn(FeatureVector x, double weight) {
        double[] values = x.numbers();
        for (int i = 0; i < windows.length; i++) {
            if (Usable.isUsable(values[i])) {
                windows[i].add(values[i]);
            }
        }
    }

    @Override
    public void snapshot(StateWriter out) {
        out.writeInt(FORMAT);
        out.writeInt(windows.length);
        for (SortedWindow window : windows) {
            window.snapshot(out);
        }
    }

    @Override
    public void restore(StateReader in) {
        restore(in, layout);
    }

    @Override
    public void restore(StateReader in, Layout before) {
        int format = in.readInt();
        if (format != FORMAT) {
            throw new BadState("robust z-scores of format " + format + " are unknown here; this is format " + FORMAT);
        }
        int stored = in.readInt();
        if (stored != before.numbers().size()) {
            throw new BadState("the snapshot has " + stored + " numbers where this layout has "
                    + before.numbers().size() + "; it belongs to other features");
        }
        for (int i = 0; i < windows.length; i++) {
            windows[i] = new SortedWindow(kept);
            if (i < stored) {
                windows[i].restore(in);
            }
        }
    }
}
