package dev.millrace.ml.learner.anomaly;

/**
 * Settings of {@link SeasonalResidual}.
 *
 * @param period how long a season is: an event time ({@code 24h}; units ms, s, m, h, d), or a number of events ({@code 288});
 *     several with a slash between them, short ones first ({@code 24h/7d}); {@code none} for no season
 * @param slots parts into which a season of event time is cut, each with a mean of its own; 2 to 100,000
 * @param level share of an event's residual that the level takes; 0 to 1
 * @param trend share of the level's step that the trend takes; 0 for none, to 1
 * @param season share of what is left of the residual that its slot takes; 0 to 1
 * @param scale share of an event in the scale of the residuals; 1e-6 to 1
 * @param threshold residual in units of the scale that gives a score of ½; 1e-3 to 1e6
 */
public record SeasonalResidualSettings(
        String period, int slots, double level, double trend, double season, double scale, double threshold) {
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
