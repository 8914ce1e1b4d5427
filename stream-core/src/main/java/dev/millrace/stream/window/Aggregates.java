package dev.millrace.stream.window;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The aggregates that come with the house. All but {@link #count} ignore events whose number is missing (NaN) and say
 * NaN (a sum: 0) when there was none. Sums are taken in the order of arrival within a slice, then over slices in a shape
 * that is a function of event time alone, so results are the same to the last bit however the stream was batched,
 * restored or distributed over threads.
 */
public final class Aggregates {
    private Aggregates() {}

    /** How many events. */
    public static <T> NumericAggregate<T, Long> count() {
        return new Count<>();
    }

    public static <T> NumericAggregate<T, Double> sum(ToDoubleFunction<? super T> number) {
        return new Moments<>("sum", number, 1);
    }

    public static <T> NumericAggregate<T, Double> mean(ToDoubleFunction<? super T> number) {
        return new Moments<>("mean", number, 2);
    }

    /** Σ(x − mean)² / n: 0 of one number. */
    public static <T> NumericAggregate<T, Double> variance(ToDoubleFunction<? super T> number) {
        return new Moments<>("variance", number, 3);
    }

    public static <T> NumericAggregate<T, Double> min(ToDoubleFunction<? super T> number) {
        return new Extreme<>("min", number, -1);
    }

    public static <T> NumericAggregate<T, Double> max(ToDoubleFunction<? super T> number) {
        return new Extreme<>("max", number, 1);
    }

    /** The number with the smallest event time; of equal ones the one that arrived first. */
    public static <T> NumericAggregate<T, Double> first(ToDoubleFunction<? super T> number) {
        return new EndOfTime<>("first", number, true);
    }

    /** The number with the largest event time; of equal ones the one that arrived last. */
    public static <T> NumericAggregate<T, Double> last(ToDoubleFunction<? super T> number) {
        return new EndOfTime<>("last", number, false);
    }

    /** Several at once; their results in a list, in the same order. */
    @SafeVarargs
    @SuppressWarnings("varargs") // only read
    public static <T> NumericAggregate<T, List<Number>> all(NumericAggregate<T, ? extends Number>... parts) {
        return new All<>(List.of(parts));
    }

    private record Count<T>() implements NumericAggregate<T, Long> {
        @Override
        public int width() {
            return 1;
        }

        @Override
        public void create(double[] all, int at) {
            all[at] = 0;
        }

        @Override
        public void add(double[] all, int at, T event, long timestampMillis) {
            all[at]++;
        }

        @Override
        public void merge(double[] all, int at, double[] newer, int from) {
            all[at] += newer[from];
        }

        @Override
        public Long result(double[] all, int at) {
            return (long) all[at];
        }

        @Override
        public String describe() {
            return "count";
        }
    }

    /** Sum, count and Σ(x − mean)², as many of them as wanted. */
    private record Moments<T>(String describe, ToDoubleFunction<? super T> number, int width)
            implements NumericAggregate<T, Double> {
        @Override
        public void create(double[] all, int at) {
            Arrays.fill(all, at, at + width, 0);
        }

        @Override
        public void add(double[] all, int at, T event, long timestampMillis) {
            double value = number.applyAsDouble(event);
            if (Double.isNaN(value)) {
                return;
            }
            double sum = all[at] + value;
            all[at] = sum;
            if (width > 1) {
                double count = all[at + 1] + 1;
                all[at + 1] = count;
                if (width > 2 && count > 1) {
                    double off = count * value - sum;
                    all[at + 2] += off * off / (count * (count - 1));
                }
            }
        }

        @Override
        public void merge(double[] all, int at, double[] newer, int from) {
            if (width > 2) {
                double a = all[at + 1];
                double b = newer[from + 1];
                double off = a > 0 && b > 0 ? newer[from] * (a / b) - all[at] : 0;
                all[at + 2] += newer[from + 2] + (off == 0 ? 0 : off * off * (b / (a * (a + b))));
            }
            all[at] += newer[from];
            if (width > 1) {
                all[at + 1] += newer[from + 1];
            }
        }

        @Override
        public Double result(double[] all, int at) {
            return switch (width) {
                case 1 -> all[at];
                case 2 -> all[at] / all[at + 1];
                default -> all[at + 2] / all[at + 1];
            };
        }
    }

    private record Extreme<T>(String describe, ToDoubleFunction<? super T> number, int sign)
            implements NumericAggregate<T, Double> {
        @Override
        public int width() {
            return 1;
        }

        @Override
        public void create(double[] all, int at) {
            all[at] = Double.NaN;
        }

        @Override
        public void add(double[] all, int at, T event, long timestampMillis) {
            take(all, at, number.applyAsDouble(event));
        }

        @Override
        public void merge(double[] all, int at, double[] newer, int from) {
            take(all, at, newer[from]);
        }

        private void take(double[] all, int at, double value) {
            if (Double.isNaN(all[at])) {
                all[at] = value;
            } else if (!Double.isNaN(value)) {
                all[at] = sign < 0 ? Math.min(all[at], value) : Math.max(all[at], value);
            }
        }

        @Override
        public Double result(double[] all, int at) {
            return all[at];
        }
    }

    /** A number and its event time, which as milliseconds is exact in a double for 285,000 years. */
    private record EndOfTime<T>(String describe, ToDoubleFunction<? super T> number, boolean first)
            implements NumericAggregate<T, Double> {
        @Override
        public int width() {
            return 2;
        }

        @Override
        public void create(double[] all, int at) {
            all[at] = Double.NaN;
            all[at + 1] = 0;
        }

        @Override
        public void add(double[] all, int at, T event, long timestampMillis) {
            take(all, at, number.applyAsDouble(event), (double) timestampMillis);
        }

        @Override
        public void merge(double[] all, int at, double[] newer, int from) {
            take(all, at, newer[from], newer[from + 1]);
        }

        private void take(double[] all, int at, double value, double time) {
            if (Double.isNaN(value)) {
                return;
            }
            boolean better = first ? time < all[at + 1] : time >= all[at + 1];
            if (better || Double.isNaN(all[at])) {
                all[at] = value;
                all[at + 1] = time;
            }
        }

        @Override
        public Double result(double[] all, int at) {
            return all[at];
        }
    }

    private static final class All<T> implements NumericAggregate<T, List<Number>> {
        private final List<NumericAggregate<T, ? extends Number>> list;
        private final NumericAggregate<T, ? extends Number>[] parts;
        private final int[] offsets;
        private final int width;

        @SuppressWarnings({"unchecked", "rawtypes"}) // an array for the loop per event
        All(List<NumericAggregate<T, ? extends Number>> list) {
            if (list.isEmpty()) {
                throw new IllegalArgumentException("a combination needs at least one aggregate; set take");
            }
            this.list = list;
            this.parts = list.toArray(new NumericAggregate[0]);
            this.offsets = new int[parts.length];
            int sum = 0;
            for (int i = 0; i < parts.length; i++) {
                offsets[i] = sum;
                sum += parts[i].width();
            }
            this.width = sum;
        }

        @Override
        public int width() {
            return width;
        }

        @Override
        public void create(double[] all, int at) {
            for (int i = 0; i < parts.length; i++) {
                parts[i].create(all, at + offsets[i]);
            }
        }

        @Override
        public void add(double[] all, int at, T event, long timestampMillis) {
            for (int i = 0; i < parts.length; i++) {
                parts[i].add(all, at + offsets[i], event, timestampMillis);
            }
        }

        @Override
        public void merge(double[] all, int at, double[] newer, int from) {
            for (int i = 0; i < parts.length; i++) {
                parts[i].merge(all, at + offsets[i], newer, from + offsets[i]);
            }
        }

        @Override
        public List<Number> result(double[] all, int at) {
            List<Number> results = new ArrayList<>(parts.length);
            for (int i = 0; i < parts.length; i++) {
                results.add(parts[i].result(all, at + offsets[i]));
            }
            return Collections.unmodifiableList(results);
        }

        @Override
        public String describe() {
            return list.stream().map(NumericAggregate::describe).toList().toString();
        }
    }
}
