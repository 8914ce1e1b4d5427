package dev.millrace.ml.feature;

import dev.millrace.stream.event.Row;
import dev.millrace.stream.state.BadState;
import dev.millrace.stream.state.KeyCodec;
import dev.millrace.stream.state.KeyedMap;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import dev.millrace.stream.state.ValueCodec;
import dev.millrace.stream.time.Timestamps;
import java.util.function.Supplier;

/**
 * Facts per key: what lags and windows are read from. There is one live copy in a partition, whatever model answers. Made
 * by {@link Features#newLookups}. Checkpoints write only the buckets of keys that changed. Threading: the partition's
 * thread; {@link #read} changes nothing.
 *
 * <p>If quiet keys are to be forgotten, a key whose newest event lies further behind the watermark than that is as one
 * never seen, from that moment on; its memory is given back a little later, as updates sweep bucket after bucket. So there
 * are at most as many keys as were seen in that time, and half as many again.
 */
public final class Lookups {
    private static final int FORMAT = 2;

    /** Updates for each bucket (of 128 keys) that is swept. */
    private static final int UPDATES_PER_SWEEP = 64;

    private final LookupPlan plan;
    private final boolean keepsNothing;
    private final KeyFacts nothing;
    private final KeyedMap<String, KeyFacts> facts;
    private final Supplier<KeyFacts> newFacts;

    /** Event time before which a key must have been quiet to be forgotten; NONE for nothing to forget. */
    private long quietBefore = Timestamps.NONE;

    private long newestMillis = Timestamps.NONE;
    private long updates;
    private int sweptBucket;
    private int restoredFormat = FORMAT;

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
                known.restore(in, restoredFormat);
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
            (known == null || isForgotten(known) ? nothing : known).read(plan, timestampMillis, raw);
        }
    }

    private boolean isForgotten(KeyFacts known) {
        return quietBefore != Timestamps.NONE && known.isQuietSince(quietBefore);
    }

    private KeyFacts update(String key) {
        KeyFacts known = facts.update(key, newFacts);
        if (isForgotten(known)) {
            known = new KeyFacts(plan);
            facts.put(key, known);
        }
        return known;
    }

    /** No event older than that is expected any more: what was quiet for too long before it is forgotten. */
    public void onWatermark(long watermarkMillis) {
        if (plan.forgetMillis() > 0
                && watermarkMillis != Timestamps.AFTER_ALL
                && watermarkMillis > Timestamps.NONE + plan.forgetMillis()) {
            quietBefore = Math.max(quietBefore, watermarkMillis - plan.forgetMillis());
        }
    }

    private void sweep() {
        if (quietBefore != Timestamps.NONE && ++updates % UPDATES_PER_SWEEP == 0) {
            sweptBucket = (sweptBucket + 1) % facts.buckets();
            facts.removeIfIn(sweptBucket, (key, known) -> isForgotten(known));
        }
    }

    /** Takes an event of the key in; never looks at its label. */
    public void update(String key, Row row, long timestampMillis) {
        if (!keepsNothing) {
            newestMillis = Math.max(newestMillis, timestampMillis);
            update(key).update(plan, row, timestampMillis);
            sweep();
        }
    }

    /** The class of an event of this key has become known. */
    public void updateLabel(String key, String name) {
        if (!plan.labelLags().isEmpty()) {
            KeyFacts known = update(key);
            known.updateLabel(name);
            known.seenIfNever(newestMillis);
        }
    }

    /** The value of an event of this key has become known. */
    public void updateLabel(String key, double value) {
        if (!plan.labelLags().isEmpty()) {
            KeyFacts known = update(key);
            known.updateLabel(value);
            known.seenIfNever(newestMillis);
        }
    }

    public void snapshot(StateWriter out) {
        out.writeByte(FORMAT);
        out.writeLong(quietBefore);
        out.writeLong(newestMillis);
        out.writeLong(updates);
        out.writeInt(sweptBucket);
        out.register("lookups", facts);
    }

    public void restore(StateReader in) {
        int format = in.readByte();
        if (format < 1 || format > FORMAT) {
            throw new BadState("lookups of format " + format + "; this Millrace reads formats up to " + FORMAT);
        }
        if (format > 1) {
            quietBefore = in.readLong();
            newestMillis = in.readLong();
            updates = in.readLong();
            sweptBucket = in.readInt();
        }
        restoredFormat = format;
        in.restore("lookups", facts);
        if (format < FORMAT) {
            facts.rewrite();
        }
    }
}
