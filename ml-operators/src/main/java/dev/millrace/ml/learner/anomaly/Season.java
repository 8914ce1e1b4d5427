package dev.millrace.ml.learner.anomaly;

import dev.millrace.stream.time.Timestamps;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A length after which things repeat, cut into slots. Immutable.
 *
 * @param length in milliseconds of event time, or in events
 * @param ofTime which of the two
 * @param slots parts of it; of events one each
 */
record Season(long length, boolean ofTime, int slots) {
    static final int MOST_SLOTS = 100_000;
    private static final int MOST_SEASONS = 4;
    private static final Pattern ONE = Pattern.compile("(\\d{1,12})\\s*(ms|s|m|h|d)?");

    /** There is no such slot: the event has no time. */
    static final int NOWHERE = -1;

    /** As {@link SeasonalResidualSettings} describes them. */
    static Season[] parse(String period, int slots) {
        if (period.strip().equals("none")) {
            return new Season[0];
        }
        List<Season> seasons = new ArrayList<>();
        for (String text : period.split("/", -1)) {
            seasons.add(one(text.strip(), slots));
        }
        if (seasons.size() > MOST_SEASONS) {
            throw new IllegalArgumentException("period names " + seasons.size() + " seasons, " + MOST_SEASONS
                    + " are the most, got '" + period + "'");
        }
        return seasons.toArray(new Season[0]);
    }

    private static Season one(String text, int slots) {
        Matcher matcher = ONE.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "period is an event time such as 24h, a number of events such as 288, several"
                            + " with a slash between them, or none; got '" + text + "'");
        }
        long count = Long.parseLong(matcher.group(1));
        if (matcher.group(2) == null) {
            if (count < 2 || count > MOST_SLOTS) {
                throw new IllegalArgumentException("period must lie between 2 and 100000 events, got " + count);
            }
            return new Season(count, false, (int) count);
        }
        long unit = switch (matcher.group(2)) {
            case "ms" -> 1;
            case "s" -> 1_000;
            case "m" -> 60_000;
            case "h" -> 3_600_000;
            default -> 86_400_000;
        };
        if (count > Long.MAX_VALUE / 1_000 / unit || count * unit < slots) {
            throw new IllegalArgumentException("period must have as many milliseconds as there are slots (" + slots
                    + ") and no more than 290,000 years, got '" + text + "'");
        }
        return new Season(count * unit, true, slots);
    }

    /** The slot of an event; {@link #NOWHERE} where a season of time meets an event without. */
    int slot(long events, long timeMillis) {
        if (!ofTime) {
            return (int) (events % length);
        }
        if (timeMillis == Timestamps.NONE) {
            return NOWHERE;
        }
        long into = Math.floorMod(timeMillis, length);
        return (int) (into / (length / (double) slots));
    }

    /**
     * Whether a whole one has been seen.
     *
     * @param events since the first
     * @param firstMillis time of the first event that has one, {@link Timestamps#NONE} without
     * @param lastMillis time of the latest
     */
    boolean isOver(long events, long firstMillis, long lastMillis) {
        return ofTime ? firstMillis != Timestamps.NONE && lastMillis - firstMillis >= length : events >= length;
    }
}
