package dev.millrace.ml.learner.anomaly;

import dev.millrace.stream.state.BadState;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import dev.millrace.stream.time.Timestamps;
import java.util.Arrays;

/**
 * One number's level, trend and seasons, and the scale of what they leave over. Residuals beyond two scales are learned as if they
 * were two, and the scale takes none in as more than about one and a half: what is strange moves neither far. Until every
 * season has been seen once, there are plain means and nothing is told. Threading: one caller.
 */
final class SeasonalSeries {
    /** Residuals that the first scale is made of. */
    static final int FIRST_RESIDUALS = 10;

    /** Of the clipped residual, and of the biweight that bounds a residual in the scale; 2.52 makes it right for normal ones. */
    private static final double CLIP = 2;

    private static final double BIWEIGHT = 2.52;
    private static final double OF_MEDIAN = 0.6744897501960817;

    /** Residuals below this share of the value are rounding. */
    private static final double ROUNDING = 1e-12;

    private final Season[] seasons;
    private double level;
    private double trend;

    /** Offsets by season and slot, and how often each was learned; null before the first value. */
    private double[][] offsets;

    private int[][] visits;
    private long values;
    private boolean isSettled;
    private long firstEvent;
    private long firstMillis = Timestamps.NONE;
    private long lastMillis = Timestamps.NONE;

    /** 0 until enough residuals have been seen that are not. */
    private double scale;

    private long residuals;

    /** The last sizes of residuals, while there is no scale. */
    private final double[] latest = new double[FIRST_RESIDUALS];

    SeasonalSeries(Season[] seasons) {
        this.seasons = seasons;
    }

    /** What is expected next. */
    private double forecast(long events, long timeMillis) {
        double sum = level + trend;
        for (int i = 0; i < seasons.length; i++) {
            int slot = seasons[i].slot(events, timeMillis);
            if (slot != Season.NOWHERE) {
                sum += offsets[i][slot];
            }
        }
        return sum;
    }

    /** Whether every season that applies has been seen once. */
    private boolean isOver(long events, long timeMillis) {
        for (Season season : seasons) {
            if (season.slot(events, timeMillis) != Season.NOWHERE
                    && !season.isOver(events - firstEvent, firstMillis, lastMillis)) {
                return false;
            }
        }
        return true;
    }

    /** Whether the slots of an event have been seen. */
    private boolean isKnown(long events, long timeMillis) {
        for (int i = 0; i < seasons.length; i++) {
            int slot = seasons[i].slot(events, timeMillis);
            if (slot != Season.NOWHERE && visits[i][slot] == 0) {
                return false;
            }
        }
        return true;
    }

    private static double residual(double value, double expected) {
        double off = value - expected;
        return Math.abs(off) <= ROUNDING * Math.max(Math.abs(value), Math.abs(expected)) ? 0 : off;
    }

    /** The residual of a value in units of the scale; 0 while too little was seen to tell. */
    double deviation(double value, long events, long timeMillis) {
        if (residuals < FIRST_RESIDUALS || !isKnown(events, timeMillis)) {
            return 0;
        }
        double size = Math.abs(residual(value, forecast(events, timeMillis)));
        return size == 0 ? 0 : size / scale; // infinite where nothing was ever off
    }

    void learn(double value, long events, long timeMillis, SeasonalResidualSettings settings) {
        if (values == 0) {
            firstEvent = events;
            room();
        }
        values++;
        if (timeMillis != Timestamps.NONE) {
            firstMillis = firstMillis == Timestamps.NONE ? timeMillis : firstMillis;
            lastMillis = Math.max(lastMillis, timeMillis);
        }
        if (!isSettled && !isOver(events, timeMillis)) {
            learnMeans(value, events, timeMillis);
            return;
        }
        settle();
        double residual = residual(value, forecast(events, timeMillis));
        if (isKnown(events, timeMillis)) {
            learnScale(Math.abs(residual), settings.scale());
            if (scale > 0) {
                residual = Math.max(-CLIP * scale, Math.min(CLIP * scale, residual));
            }
        }
        learnResidual(residual, events, timeMillis, settings);
    }

    /** Within the first season: means of the values, of each slot and of all. */
    private void learnMeans(double value, long events, long timeMillis) {
        level += (value - level) / values;
        double rest = value;
        for (int i = 0; i < seasons.length; i++) {
            int slot = seasons[i].slot(events, timeMillis);
            if (slot != Season.NOWHERE) {
                offsets[i][slot] += (rest - offsets[i][slot]) / visit(i, slot);
                rest -= offsets[i][slot];
            }
        }
    }

    /** The first season is over: the shortest one's means become distances from the level. */
    private void settle() {
        if (!isSettled) {
            isSettled = true;
            for (int slot = 0; seasons.length > 0 && slot < offsets[0].length; slot++) {
                offsets[0][slot] -= visits[0][slot] > 0 ? level : 0;
            }
        }
    }

    private void learnResidual(double residual, long events, long timeMillis, SeasonalResidualSettings settings) {
        double step = Math.max(settings.level(), 1.0 / values) * residual;
        level += trend + step;
        trend += settings.trend() * step;
        double rest = residual - step;
        for (int i = 0; i < seasons.length; i++) {
            int slot = seasons[i].slot(events, timeMillis);
            if (slot != Season.NOWHERE) {
                double part = Math.max(settings.season(), 1.0 / visit(i, slot)) * rest;
                offsets[i][slot] += part;
                rest -= part;
            }
        }
    }

    /** Counts a visit of a slot; how many there were, this one included. */
    private int visit(int season, int slot) {
        int count = Math.min(visits[season][slot], Integer.MAX_VALUE - 1) + 1;
        visits[season][slot] = count;
        return count;
    }

    private void room() {
        offsets = new double[seasons.length][];
        visits = new int[seasons.length][];
        for (int i = 0; i < seasons.length; i++) {
            offsets[i] = new double[seasons[i].slots()];
            visits[i] = new int[seasons[i].slots()];
        }
    }

    private void learnScale(double size, double share) {
        if (scale > 0) {
            double ratio = size / (CLIP * scale);
            double inside = ratio < 1 ? 1 - ratio * ratio : 0;
            double bounded = BIWEIGHT * (1 - inside * inside * inside);
            scale *= Math.sqrt(share * bounded + 1 - share);
            residuals++;
            return;
        }
        latest[(int) (residuals++ % FIRST_RESIDUALS)] = size;
        if (residuals >= FIRST_RESIDUALS) {
            double[] sorted = latest.clone();
            Arrays.sort(sorted);
            scale = (0.5 * sorted[FIRST_RESIDUALS / 2 - 1] + 0.5 * sorted[FIRST_RESIDUALS / 2]) / OF_MEDIAN;
        }
    }

    void snapshot(StateWriter out) {
        out.writeLong(values);
        if (values == 0) {
            return;
        }
        out.writeBoolean(isSettled);
        out.writeLong(firstEvent);
        out.writeLong(firstMillis);
        out.writeLong(lastMillis);
        out.writeDouble(level);
        out.writeDouble(trend);
        out.writeDouble(scale);
        out.writeLong(residuals);
        out.writeDoubles(latest);
        for (int i = 0; i < seasons.length; i++) {
            out.writeDoubles(offsets[i]);
            out.writeInts(visits[i]);
        }
    }

    void restore(StateReader in) {
        values = in.readLong();
        if (values == 0) {
            return;
        }
        isSettled = in.readBoolean();
        firstEvent = in.readLong();
        firstMillis = in.readLong();
        lastMillis = in.readLong();
        level = in.readDouble();
        trend = in.readDouble();
        scale = in.readDouble();
        residuals = in.readLong();
        System.arraycopy(in.readDoubles(), 0, latest, 0, FIRST_RESIDUALS);
        room();
        for (int i = 0; i < seasons.length; i++) {
            offsets[i] = same(in.readDoubles(), seasons[i].slots());
            visits[i] = in.readInts();
        }
    }

    private static double[] same(double[] stored, int slots) {
        if (stored.length != slots) {
            throw new BadState(
                    "the snapshot has a season of " + stored.length + " slots where the settings say " + slots);
        }
        return stored;
    }
}
