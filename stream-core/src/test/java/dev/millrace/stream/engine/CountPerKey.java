package dev.millrace.stream.engine;

import dev.millrace.stream.Answering;
import dev.millrace.stream.Operator;
import dev.millrace.stream.Output;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import java.util.Map;
import java.util.TreeMap;

/** Counts the events of each key; at the last watermark it says the counts. Answers how often a key came. */
final class CountPerKey implements Operator<Long, String>, Answering<Long, Long> {
    private final long keys;
    private final TreeMap<Long, Long> counts = new TreeMap<>();
    private long orderHash;
    private long watermark = Long.MIN_VALUE;
    private Output<String> output;

    CountPerKey(long keys) {
        this.keys = keys;
    }

    @Override
    public void open(Output<String> out) {
        output = out;
    }

    @Override
    public void onEvent(Long value, long timestampMillis) {
        counts.merge(value % keys, 1L, Long::sum);
        orderHash = orderHash * 31 + value;
    }

    @Override
    public boolean onWatermark(long watermarkMillis) {
        if (watermarkMillis < watermark) {
            throw new IllegalStateException("the watermark went back from " + watermark + " to " + watermarkMillis);
        }
        watermark = watermarkMillis;
        if (watermarkMillis == Long.MAX_VALUE) {
            counts.forEach((key, count) -> output.emit(key + "=" + count, watermarkMillis));
        }
        return true;
    }

    @Override
    public void snapshot(StateWriter out) {
        out.writeLong(orderHash);
        out.writeLong(watermark);
        out.writeInt(counts.size());
        for (Map.Entry<Long, Long> entry : counts.entrySet()) {
            out.writeLong(entry.getKey());
            out.writeLong(entry.getValue());
        }
        out.fact("events", counts.values().stream().mapToLong(Long::longValue).sum());
    }

    @Override
    public void restore(StateReader in) {
        orderHash = in.readLong();
        watermark = in.readLong();
        for (int i = in.readInt(); i > 0; i--) {
            counts.put(in.readLong(), in.readLong());
        }
    }

    @Override
    public Long answer(Long key) {
        return counts.getOrDefault(key, 0L);
    }
}
