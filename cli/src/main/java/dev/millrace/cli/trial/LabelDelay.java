package dev.millrace.cli.trial;

import dev.millrace.stream.Operator;
import dev.millrace.stream.Output;
import dev.millrace.stream.event.Event;
import dev.millrace.stream.event.EventId;
import dev.millrace.stream.event.Feedback;
import dev.millrace.stream.event.Field;
import dev.millrace.stream.event.FieldType;
import dev.millrace.stream.event.Row;
import dev.millrace.stream.event.StableHash;
import dev.millrace.stream.time.Timestamps;
import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * Takes labels out of rows and lets them follow as late labels, as they would come in production: after the n-th event that
 * comes after theirs, or in front of the first whose event time is so much later; what is left follows at the end. Keeps what
 * has not come yet in memory and in no checkpoint: for evaluations, whose only checkpoint is made at their end. O(log
 * waiting) per event. Threading: the source's thread.
 */
final class LabelDelay implements Operator<Event, Event> {
    private final Delay delay;
    private final Field label;
    private final Field key;
    private final PriorityQueue<Waiting> waiting =
            new PriorityQueue<>(Comparator.comparingLong(Waiting::due).thenComparingLong(Waiting::number));
    private long rows;
    private Output<Event> output;

    private record Waiting(long due, long number, EventId id, String label) {}

    /** @param key of the pipeline; null without one */
    LabelDelay(Delay delay, Field label, Field key) {
        this.delay = delay;
        this.label = label;
        this.key = key;
    }

    @Override
    public void open(Output<Event> to) {
        output = to;
    }

    @Override
    public void onEvent(Event event, long timestampMillis) {
        if (!(event instanceof Row row)) {
            output.emit(event, timestampMillis);
            return;
        }
        rows++;
        if (delay.millis() > 0) {
            release(timestampMillis);
        }
        if (row.isMissing(label) || row.offset() < 0) {
            output.emit(row, timestampMillis);
        } else {
            output.emit(row.without(label), timestampMillis);
            long due = delay.events() > 0 ? rows + delay.events() : timestampMillis + delay.millis();
            waiting.add(new Waiting(due, rows, id(row), text(row)));
        }
        if (delay.events() > 0) {
            release(rows);
        }
    }

    private EventId id(Row row) {
        int keyHash = key == null ? 0 : StableHash.of(row, key);
        return new EventId(row.source(), row.sourcePartition(), row.offset(), keyHash);
    }

    private String text(Row row) {
        return label.type() == FieldType.NUMBER ? Double.toString(row.numeric(label)) : row.name(label);
    }

    private void release(long until) {
        while (!waiting.isEmpty() && waiting.peek().due() <= until) {
            Waiting next = waiting.poll();
            EventId id = next.id();
            output.emit(
                    new Feedback(id.source(), id.sourcePartition(), id.offset(), id, next.label()), Timestamps.NONE);
        }
    }

    @Override
    public boolean onWatermark(long watermarkMillis) {
        if (watermarkMillis == Timestamps.AFTER_ALL) {
            release(Long.MAX_VALUE);
        }
        return true;
    }
}
