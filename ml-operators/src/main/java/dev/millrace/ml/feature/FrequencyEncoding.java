package dev.millrace.ml.feature;

import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import java.util.List;

/**
 * A category told by how common it is: its share of the earlier events. 0 for one that was never seen (or found no room);
 * missing for a missing one, and before the first event. O(1).
 *
 * @param max categories that are told apart
 * @param expireMillis event time after which a category not seen any more is forgotten; 0 for never
 */
public record FrequencyEncoding(String field, int max, long expireMillis, Scale scale) implements PlannedFeature {
    public FrequencyEncoding {
        FeatureSpec.requireMax(max);
        FeatureSpec.requireExpiry(expireMillis);
    }

    /** Up to 65536 categories, for ever; unscaled. */
    public FrequencyEncoding(String field) {
        this(field, 1 << 16, 0, Scale.NONE);
    }

    public FrequencyEncoding max(int categories) {
        return new FrequencyEncoding(field, categories, expireMillis, scale);
    }

    public FrequencyEncoding expire(long millis) {
        return new FrequencyEncoding(field, max, millis, scale);
    }

    @Override
    public FrequencyEncoding scale(Scale to) {
        return new FrequencyEncoding(field, max, expireMillis, to);
    }

    @Override
    public List<String> fields() {
        return List.of(field);
    }

    @Override
    public boolean readsNames() {
        return true;
    }

    @Override
    public void plan(String name, FeatureCompiler to) {
        int text = to.text(to.nameableField(name, field));
        int slot = to.number(name, scale);
        to.making(() -> new State(new CategoryTable(max, expireMillis), slot, text));
    }

    private static final class State implements Encoding {
        private final CategoryTable table;
        private final int slot;
        private final int text;

        /** Events that had a category. */
        private double events;

        State(CategoryTable table, int slot, int text) {
            this.table = table;
            this.slot = slot;
            this.text = text;
        }

        @Override
        public void encode(RawValues raw, FeatureVector x) {
            long hash = NameHash.of(raw.texts[text]);
            double[] own = hash == 0 ? null : table.read(hash);
            raw.numbers[slot] = hash == 0 || events == 0 ? Double.NaN : own == null ? 0 : own[1] / events;
        }

        @Override
        public void update(RawValues raw) {
            table.now(raw.timestampMillis);
            long hash = NameHash.of(raw.texts[text]);
            if (hash != 0) {
                events++;
                double[] own = table.update(hash, 1);
                if (own != null) {
                    own[1]++;
                }
            }
        }

        @Override
        public String whyApart() {
            return null;
        }

        @Override
        public void merge(List<? extends Encoding> parts) {
            parts.forEach(part -> events += ((State) part).events);
            table.merge(parts.stream().map(part -> ((State) part).table).toList());
        }

        @Override
        public void snapshot(StateWriter out) {
            out.writeDouble(events);
            table.snapshot(out);
        }

        @Override
        public void restore(StateReader in) {
            events = in.readDouble();
            table.restore(in);
        }
    }
}
