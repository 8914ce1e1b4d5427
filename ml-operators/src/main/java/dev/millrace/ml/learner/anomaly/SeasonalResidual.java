package dev.millrace.ml.learner.anomaly;

import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.AnomalyDetector;
import dev.millrace.ml.learner.Usable;
import dev.millrace.stream.state.BadState;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;

/**
 * How far a number is from what its level, trend and seasons say is next: additive Holt–Winters smoothing of each number, of
 * one season or several, made robust, so that what is strange teaches little. z is the residual in units of its robust
 * scale, the score z / (z + threshold) of the strangest number: ½ at the threshold.
 *
 * <p>Only numbers count; one that is missing or not finite is left out. A season of event time does not count for events
 * without. Within the first season of each number, and for ten values more, the score is 0. A value is learned once, whatever
 * its weight.
 *
 * <p>Cost: O(numbers · seasons) per score and event learned; 12 bytes for each number and slot of a season. Source: see
 * {@link #PAPER}.
 */
public final class SeasonalResidual implements AnomalyDetector {
    static final String PAPER = "Gelper, Fried and Croux, \"Robust forecasting with exponential and Holt-Winters"
            + " smoothing\", Journal of Forecasting 29 (2010); several seasons: Taylor, \"Short-term electricity demand"
            + " forecasting using double seasonal exponential smoothing\", Journal of the Operational Research Society 54"
            + " (2003)";
    private static final int FORMAT = 1;
    private static final long MOST_SLOTS = 1 << 24;

    private final SeasonalResidualSettings settings;
    private final Layout layout;
    private final Season[] seasons;
    private final SeasonalSeries[] series;
    private long events;

    public SeasonalResidual(SeasonalResidualSettings settings, Layout layout) {
        this.settings = settings;
        this.layout = layout;
        this.series = new SeasonalSeries[layout.numbers().size()];
        if (series.length == 0) {
            throw new IllegalArgumentException(
                    "seasonal-residual looks at numbers, and there are none among the features; add one, or use"
                            + " half-space-trees for categories");
        }
        this.seasons = Season.parse(settings.period(), settings.slots());
        long slots = 0;
        for (Season season : seasons) {
            slots += (long) season.slots() * series.length;
        }
        if (slots > MOST_SLOTS) {
            throw new IllegalArgumentException("seasonal-residual keeps " + slots + " slots for " + series.length
                    + " numbers, " + MOST_SLOTS + " are the most; set fewer slots, or a shorter period");
        }
        for (int i = 0; i < series.length; i++) {
            series[i] = new SeasonalSeries(seasons);
        }
    }

    @Override
    public double score(FeatureVector x) {
        double[] values = x.numbers();
        double largest = 0;
        for (int i = 0; i < series.length; i++) {
            if (Usable.isUsable(values[i])) {
                largest = Math.max(largest, series[i].deviation(values[i], events, x.timeMillis()));
            }
        }
        return largest == Double.POSITIVE_INFINITY ? 1 : largest / (largest + settings.threshold());
    }

    @Override
    public void learn(FeatureVector x, double weight) {
        double[] values = x.numbers();
        for (int i = 0; i < series.length; i++) {
            if (Usable.isUsable(values[i])) {
                series[i].learn(values[i], events, x.timeMillis(), settings);
            }
        }
        events++;
    }

    @Override
    public void snapshot(StateWriter out) {
        out.writeInt(FORMAT);
        out.writeLong(events);
        out.writeInt(series.length);
        for (SeasonalSeries each : series) {
            each.snapshot(out);
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
            throw new BadState(
                    "seasonal residuals of format " + format + " are unknown here; this is format " + FORMAT);
        }
        events = in.readLong();
        int stored = in.readInt();
        if (stored != before.numbers().size()) {
            throw new BadState("the snapshot has " + stored + " numbers where this layout has "
                    + before.numbers().size() + "; it belongs to other features");
        }
        for (int i = 0; i < series.length; i++) {
            series[i] = new SeasonalSeries(seasons);
            if (i < stored) {
                series[i].restore(in);
            }
        }
    }
}
