package dev.millrace.ml.feature;

import dev.millrace.stream.event.Row;
import dev.millrace.stream.state.BadState;
import dev.millrace.stream.state.KeyCodec;
import dev.millrace.stream.state.KeyedMap;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import dev.millrace.stream.state.ValueCodec;
import java.util.function.Supplier;

/**
 * Facts per key: what lags and windows are read from. There is one live copy in a partition, whatever model answers. Made
 * by {@link Features#newLookups}. Checkpoints write only the buckets of keys that changed. Threading: the partition's
 * thread; {@link #read} changes nothing.
 */
public final class Lookups {
    private static final int FORMAT = 1;

    private final LookupPlan plan;
    private final boolean keepsNothing;
    private final KeyFacts nothing;
    private final KeyedMap<String, KeyFacts> facts;
    private final Supplier<KeyFacts> newFacts;

    Lookups(LookupPlan plan) {
        this.plan = plan;
        this.keepsNothing = plan.isEmpty();
        this.nothing = new KeyFacts(plan);
        this.newFacts = () -> new KeyFacts(plan);
        this.facts = new KeyedMap<>(KeyCodec.TEXT, new ValueCodec<>() {
            @Override
            public void write(KeyFacts known, StateWriter out) {
                known.snapshot(out);
            }

            @Override
            public KeyFacts read(StateReader in) {
                KeyFacts known = new KeyFacts(plan);
                known.restore(in);
                return known;
            }
        });
    }

    /** Keys of which something is known. */
    public int keys() {
        return facts.size();
    }

    /**
     * Fills in what is known of a key before an event.
     *
     * @param key the key's name, empty where there is none
     * @param timestampMillis event time at which to look
     */
    public void read(String key, long timestampMillis, RawValues raw) {
        if (!keepsNothing) {
            KeyFacts known = facts.read(key);
            (known == null ? nothing : known).read(plan, timestampMillis, raw);
        }
    }

    /** Takes an event of the key in; never looks at its label. */
    public void update(String key, Row row, long timestampMillis) {
        if (!keepsNothing) {
            facts.update(key, newFacts).update(plan, row, timestampMillis);
        }
    }

    /** The class of an event of this key has become known. */
    public void updateLabel(String key, String name) {
        if (!plan.labelLags().isEmpty()) {
            facts.update(key, newFacts).updateLabel(name);
        }
    }

    /** The value of an event of this key has become known. */
    public void updateLabel(String key, double value) {
        if (!plan.labelLags().isEmpty()) {
            facts.update(key, newFacts).updateLabel(value);
        }
    }

    public void snapshot(StateWriter out) {
        out.writeByte(FORMAT);
        out.register("lookups", facts);
    }

    public void restore(StateReader in) {
        int format = in.readByte();
        if (format != FORMAT) {
            throw new BadState("lookups of format " + format + "; this Millrace reads format " + FORMAT);
        }
        in.restore("lookups", facts);
    }
}
