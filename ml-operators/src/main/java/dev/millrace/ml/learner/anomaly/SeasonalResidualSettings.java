package dev.millrace.ml.learner.anomaly;

import dev.millrace.stream.settings.About;

/**
 * Settings of {@link SeasonalResidual}.
 */
public record SeasonalResidualSettings(
        @About("how long a season is: an event time (24h; units ms, s, m, h, d), or a number of events (288); several "
                + "with a slash between them, short ones first (24h/7d); none: no season")
        String period,

        @About(
                value = "parts into which a season of event time is cut, each with a mean of its own",
                range = "2 … 100000")
        int slots,

        @About(value = "share of an event's residual that the level takes", range = "0 … 1")
        double level,

        @About(value = "share of the level's step that the trend takes; 0: none", range = "0 … 1")
        double trend,

        @About(value = "share of what is left of the residual that its slot takes", range = "0 … 1")
        double season,

        @About(value = "share of an event in the scale of the residuals", range = "1e-6 … 1")
        double scale,

        @About(value = "residual in units of the scale that gives a score of ½", range = "1e-3 … 1e6")
        double threshold) {
    public static final SeasonalResidualSettings DEFAULT =
            new SeasonalResidualSettings("24h", 48, 0.1, 0.0, 0.1, 0.02, 3.5);

    public SeasonalResidualSettings {
        if (slots < 2 || slots > Season.MOST_SLOTS) {
            throw new IllegalArgumentException("slots must lie between 2 and 100000, got " + slots);
        }
        Season.parse(period, slots);
        requireShare("level", level, 0);
        requireShare("trend", trend, 0);
        requireShare("season", season, 0);
        requireShare("scale", scale, 1e-6);
        if (!(threshold >= 1e-3 && threshold <= 1e6)) {
            throw new IllegalArgumentException("threshold must lie between 1e-3 and 1e6, got " + threshold);
        }
    }

    private static void requireShare(String name, double value, double least) {
        if (!(value >= least && value <= 1)) {
            throw new IllegalArgumentException(name + " must lie between " + least + " and 1, got " + value);
        }
    }
}
