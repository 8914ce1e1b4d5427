package dev.millrace.ml.learner.tree;

/**
 * Weight, mean and sum of squared deviations of values, three cells of an array each, by Welford's update and Chan's merge. Pure
 * functions on the caller's array.
 */
final class Moments {
    static final int CELLS = 3;

    private Moments() {}

    static void add(double[] cells, int at, double value, double weight) {
        double seen = cells[at] + weight;
        double before = value - cells[at + 1];
        cells[at] = seen;
        cells[at + 1] += weight / seen * before;
        cells[at + 2] += weight * before * (value - cells[at + 1]);
    }

    /** Adds what another place has counted. */
    static void merge(double[] from, int source, double[] to, int at) {
        double weight = from[source];
        if (weight == 0) {
            return;
        }
        double seen = to[at] + weight;
        double between = from[source + 1] - to[at + 1];
        to[at + 2] += from[source + 2] + between * between * (to[at] * (weight / seen));
        to[at + 1] += weight / seen * between;
        to[at] = seen;
    }

    /** Takes away what a part has counted; the rest is written to {@code to}. */
    static void rest(double[] all, int whole, double[] part, int at, double[] to, int rest) {
        double weight = all[whole] - part[at];
        if (!(weight > 0)) {
            to[rest] = 0;
            to[rest + 1] = 0;
            to[rest + 2] = 0;
            return;
        }
        double mean = (all[whole] * all[whole + 1] - part[at] * part[at + 1]) / weight;
        double between = part[at + 1] - mean;
        to[rest] = weight;
        to[rest + 1] = mean;
        to[rest + 2] =
                Math.max(0, all[whole + 2] - part[at + 2] - between * between * (part[at] * (weight / all[whole])));
    }

    /** Standard deviation of the values. */
    static double deviation(double[] cells, int at) {
        return cells[at] > 0 ? Math.sqrt(Math.max(0, cells[at + 2] / cells[at])) : 0;
    }
}
