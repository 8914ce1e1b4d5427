package dev.millrace.ml.feature;

import dev.millrace.ml.math.Elementary;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import java.util.List;

/** Scales one number. O(1); numbers given are finite. Threading: one caller that updates; transforming changes nothing. */
abstract class NumberScaler {
    /** The number scaled by what was seen before and by itself. */
    abstract double transform(double x);

    abstract void update(double x);

    /** Takes over what others have seen, having seen nothing itself. */
    abstract void merge(List<NumberScaler> parts);

    /** Why scalers of several partitions cannot be made one; null if they can. */
    String whyApart() {
        return null;
    }

    /** What is taken off a number. */
    abstract double centre();

    /** What it is divided by then: 0 if all numbers seen were equal, NaN if none was seen. */
    abstract double deviation();

    abstract void snapshot(StateWriter out);

    abstract void restore(StateReader in);

    static NumberScaler of(Scale scale) {
        return switch (scale) {
            case NONE, LOG -> new Unscaled();
            case STANDARD, LOG_STANDARD -> new Standard();
            case MIN_MAX -> new MinMax();
            case ROBUST -> new Robust();
        };
    }

    /** sign(x) · ln(1 + |x|): for what grows by factors, such as amounts and counts. */
    static double log(double x) {
        double size = Elementary.log(1 + Math.abs(x));
        return x < 0 ? -size : size;
    }

    private static final class Unscaled extends NumberScaler {
        @Override
        double transform(double x) {
            return x;
        }

        @Override
        void update(double x) {}

        @Override
        void merge(List<NumberScaler> parts) {}

        @Override
        double centre() {
            return 0;
        }

        @Override
        double deviation() {
            return 1;
        }

        @Override
        void snapshot(StateWriter out) {}

        @Override
        void restore(StateReader in) {}
    }

    /** One number of what {@link StandardScaler} does for many. */
    private static final class Standard extends NumberScaler {
        private final StandardScaler one = new StandardScaler(0, 1);

        @Override
        double transform(double x) {
            double[] value = {x};
            one.transform(value);
            return value[0];
        }

        @Override
        void update(double x) {
            one.update(new double[] {x});
        }

        @Override
        void merge(List<NumberScaler> parts) {
            one.merge(parts.stream().map(part -> ((Standard) part).one).toList());
        }

        @Override
        double centre() {
            return one.centre(0);
        }

        @Override
        double deviation() {
            return one.deviation(0);
        }

        @Override
        void snapshot(StateWriter out) {
            one.snapshot(out);
        }

        @Override
        void restore(StateReader in) {
            one.restore(in);
        }
    }

    /** Least and most of all that was seen: for numbers with natural bounds; one outlier squeezes all others. */
    private static final class MinMax extends NumberScaler {
        private double least = Double.POSITIVE_INFINITY;
        private double most = Double.NEGATIVE_INFINITY;

        @Override
        double transform(double x) {
            double from = Math.min(least, x);
            double to = Math.max(most, x);
            // Halves, for the distance of two huge numbers is not finite.
            return to > from ? (x / 2 - from / 2) / (to / 2 - from / 2) : 0;
        }

        @Override
        void update(double x) {
            least = Math.min(least, x);
            most = Math.max(most, x);
        }

        @Override
        void merge(List<NumberScaler> parts) {
            for (NumberScaler part : parts) {
                least = Math.min(least, ((MinMax) part).least);
                most = Math.max(most, ((MinMax) part).most);
            }
        }

        @Override
        double centre() {
            return least;
        }

        @Override
        double deviation() {
            return most >= least ? most - least : Double.NaN;
        }

        @Override
        void snapshot(StateWriter out) {
            out.writeDouble(least);
            out.writeDouble(most);
        }

        @Override
        void restore(StateReader in) {
            least = in.readDouble();
            most = in.readDouble();
        }
    }

    /** Median and quartiles of the last numbers, which outliers do not move; see {@link RecentQuantiles}. */
    private static final class Robust extends NumberScaler {
        private final RecentQuantiles recent = new RecentQuantiles(RecentQuantiles.WINDOW);

        @Override
        double transform(double x) {
            double range = recent.quantileWith(x, 0.75) - recent.quantileWith(x, 0.25);
            return range > 0 ? (x - recent.quantileWith(x, 0.5)) / range : 0;
        }

        @Override
        void update(double x) {
            recent.add(x);
        }

        @Override
        String whyApart() {
            return "'scale: robust' goes by the last numbers of each partition";
        }

        @Override
        void merge(List<NumberScaler> parts) {
            throw new IllegalStateException(whyApart());
        }

        @Override
        double centre() {
            throw new IllegalStateException(whyApart());
        }

        @Override
        double deviation() {
            throw new IllegalStateException(whyApart());
        }

        @Override
        void snapshot(StateWriter out) {
            recent.snapshot(out);
        }

        @Override
        void restore(StateReader in) {
            recent.restore(in);
        }
    }
}
