package dev.millrace.stream.window;

/** Slices of {@link SlicedStatistics} merged from old to new; lives only for one question. */
final class Summary {
    private final StatisticsLayout layout;
    private final long spanMillis;

    /** Two divisions a slice, the most that a question costs: only where they are wanted. */
    private final boolean withSpread;

    private long count;
    private double sum;
    private double spread;
    private double min;
    private double max;

    private long[] distinct;
    private long lastMillis;
    private double last = Double.NaN;

    /** Start of the oldest slice; times are seconds from there. */
    private long startMillis;

    private double timeMean;
    private double timeSpread;
    private double together;

    Summary(StatisticsLayout layout, long spanMillis) {
        this.layout = layout;
        this.spanMillis = spanMillis;
        this.withSpread = layout.spreadAt >= 0;
    }

    void merge(int moreCount, double moreSum, double moreSpread, double moreMin, double moreMax) {
        if (count == 0) {
            spread = moreSpread;
            min = moreMin;
            max = moreMax;
        } else {
            if (withSpread) {
                double a = (double) count;
                double b = moreCount;
                double off = moreSum * (a / b) - sum;
                spread += moreSpread + off * off * (b / (a * (a + b)));
            }
            min = Math.min(min, moreMin);
            max = Math.max(max, moreMax);
        }
        count += moreCount;
        sum += moreSum;
    }

    /** Merges what few ask for; before {@link #merge}, whose count and sum are those of the older slices here. */
    void mergeMore(byte[] bytes, int entry, long sliceMillis) {
        if (layout.distinctAt >= 0) {
            distinct = DistinctBits.merge(distinct, bytes, entry + layout.distinctAt);
        }
        if (layout.lastAt >= 0) {
            long time = (long) SlicedStatistics.LONG.get(bytes, entry + layout.lastAt);
            if (count == 0 || time >= lastMillis) {
                lastMillis = time;
                last = (double) SlicedStatistics.DOUBLE.get(bytes, entry + layout.lastAt + Long.BYTES);
            }
        }
        if (layout.trendAt >= 0) {
            startMillis = count == 0 ? sliceMillis : startMillis;
            double shift = (sliceMillis - startMillis) / 1_000.0;
            double a = (double) count;
            double b = (int) SlicedStatistics.INT.get(bytes, entry);
            int at = entry + layout.trendAt;
            double moreMean = (double) SlicedStatistics.DOUBLE.get(bytes, at) / b + shift;
            double moreSum = (double) SlicedStatistics.DOUBLE.get(bytes, entry + Integer.BYTES);
            double off = count == 0 ? 0 : moreMean - timeMean;
            double valueOff = count == 0 ? 0 : moreSum / b - sum / a;
            double share = a * b / (a + b);
            timeSpread += (double) SlicedStatistics.DOUBLE.get(bytes, at + 8) + off * off * share;
            together += (double) SlicedStatistics.DOUBLE.get(bytes, at + 16) + off * valueOff * share;
            timeMean = count == 0 ? moreMean : timeMean + off * (b / (a + b));
        }
    }

    double get(Statistic statistic) {
        return switch (statistic) {
            case COUNT -> count;
            case SUM -> sum;
            case MEAN -> count == 0 ? Double.NaN : sum / count;
            case STANDARD_DEVIATION -> count == 0 ? Double.NaN : Math.sqrt(spread / count);
            case MIN -> count == 0 ? Double.NaN : min;
            case MAX -> count == 0 ? Double.NaN : max;
            case DISTINCT -> count == 0 ? 0 : DistinctBits.estimate(distinct);
            case LAST -> count == 0 ? Double.NaN : last;
            case RATE -> count * 1_000.0 / spanMillis;
            case TREND -> count > 1 && timeSpread > 0 ? together / timeSpread : Double.NaN;
        };
    }
}
