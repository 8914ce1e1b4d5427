package dev.millrace.ml.feature;

import dev.millrace.stream.event.Row;
import dev.millrace.stream.state.BadState;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Facts per key: what lags and windows are read from. There is one live copy in a partition, whatever model answers. Made
 * by {@link Features#newLookups}. Threading: the partition's thread; {@link #read} changes nothing.
 */
public final class Lookups {
    private static final int FORMAT = 1;

    private final LookupPlan plan;
    private final KeyFacts nothing;
    private final SortedMap<String, KeyFacts> facts = new TreeMap<>();

    Lookups(LookupPlan plan) {
        this.plan = plan;
        this.nothing = new KeyFacts(plan);
    }

    /**
     * Fills in what is known of a key before an event.
     *
     * @param key the key's name, empty where there is none
     * @param timestampMillis event time at which to look
     */
    public void read(String key, long timestampMillis, RawValues raw) {
        if (!plan.isEmpty()) {
            KeyFacts known = facts.get(key);
            (known == null ? nothing : known).read(plan, raw);
        }
    }

    /** Takes an event of the key in; never looks at its label. */
    public void update(String key, Row row, long timestampMillis) {
        if (!plan.isEmpty()) {
            of(key).update(plan, row);
        }
    }

    /** The class of an event of this key has become known. */
    public void updateLabel(String key, String name) {
        if (!plan.labelLags().isEmpty()) {
            of(key).updateLabel(name);
        }
    }

    /** The value of an event of this key has become known. */
    public void updateLabel(String key, double value) {
        if (!plan.labelLags().isEmpty()) {
            of(key).updateLabel(value);
        }
    }

    private KeyFacts of(String key) {
        return facts.computeIfAbsent(key, absent -> new KeyFacts(plan));
    }

    public void snapshot(StateWriter out) {
        out.writeByte(FORMAT);
        out.writeInt(facts.size());
        facts.forEach((key, known) -> {
            out.writeString(key);
            known.snapshot(out);
        });
    }

    public void restore(StateReader in) {
        int format = in.readByte();
        if (format != FORMAT) {
            throw new BadState("lookups of format " + format + "; this Millrace reads format " + FORMAT);
        }
        facts.clear();
        for (int i = in.readInt(); i > 0; i--) {
            of(in.readString()).restore(in);
        }
    }
}
