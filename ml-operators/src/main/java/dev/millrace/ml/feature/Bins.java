package dev.millrace.ml.feature;

import dev.millrace.stream.event.Field;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import java.util.List;

/**
 * A number as a category: the bin between quantiles of the last 1000 numbers into which it falls, so that each bin gets
 * about the same share. The bounds move with the stream. Missing and not finite: no bin. O(log 1000), see
 * {@link RecentQuantiles}.
 *
 * @param into how many bins, 2 to 256
 */
public record Bins(String field, int into) implements PlannedFeature {
    public Bins {
        if (into < 2 || into > 256) {
            throw new IllegalArgumentException("a number is cut into 2 to 256 bins, got " + into + "; set into");
        }
    }

    /** Eight bins. */
    public Bins(String field) {
        this(field, 8);
    }

    public Bins into(int bins) {
        return new Bins(field, bins);
    }

    @Override
    public List<String> fields() {
        return List.of(field);
    }

    @Override
    public void plan(String name, FeatureCompiler to) {
        Field number = to.numericField(name, field);
        int input = to.input(number);
        int slot = to.encodedCategory(name, into);
        to.encoding(() -> new State(new RecentQuantiles(RecentQuantiles.WINDOW), into, input, slot));
    }

    private record State(RecentQuantiles recent, int into, int input, int slot) implements Encoding {
        @Override
        public void encode(RawValues raw, FeatureVector x) {
            double value = raw.inputs[input];
            x.categories()[slot] = Double.isFinite(value) ? recent.cell(value, into) : -1;
        }

        @Override
        public void update(RawValues raw) {
            if (Double.isFinite(raw.inputs[input])) {
                recent.add(raw.inputs[input]);
            }
        }

        @Override
        public String whyApart() {
            return "its bounds are quantiles of the last numbers of each partition";
        }

        @Override
        public void snapshot(StateWriter out) {
            recent.snapshot(out);
        }

        @Override
        public void restore(StateReader in) {
            recent.restore(in);
        }
    }
}
