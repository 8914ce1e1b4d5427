package dev.millrace.stream.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.stream.event.Row;
import dev.millrace.stream.event.SpoiltRow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What every source keeps: reading from any offset gives the same rest, and where polls end means nothing, nor whether events are handed
 * back.
 */
public final class SourceContract {
    private SourceContract() {}

    /** Checks all partitions of a source that ends. */
    public static <T> void check(Source<T> source) throws IOException {
        assertThat(source.partitions()).isPositive();
        assertThat(source.describe()).isNotBlank();
        for (int partition = 0; partition < source.partitions(); partition++) {
            List<String> whole = Collected.of(source, partition, Offset.START, 1000).all;
            assertThat(Collected.of(source, partition, Offset.START, 1).all)
                    .as("polls of one record give what polls of a thousand give")
                    .isEqualTo(whole);
            assertThat(Collected.of(source, partition, Offset.START, 7).all).isEqualTo(whole);
            Collected<T> handingBack = new Collected<>() {
                @Override
                public T spare() {
                    return spoilt(events);
                }
            };
            try (SourceReader<T> reader = source.open(partition, Offset.START)) {
                while (reader.poll(handingBack, 7) == SourceReader.Status.READY) {
                    // goes on until the source has ended, or waits
                }
            }
            assertThat(handingBack.all)
                    .as("events that were handed back and filled anew")
                    .isEqualTo(whole);
            restIsTheSame(source, partition, whole);
        }
    }

    /** The last event, if it is a row, with other values; null if there is none. */
    @SuppressWarnings("unchecked") // the same row
    private static <T> T spoilt(List<T> events) {
        return !events.isEmpty() && events.get(events.size() - 1) instanceof Row row ? (T) SpoiltRow.spoil(row) : null;
    }

    private static <T> void restIsTheSame(Source<T> source, int partition, List<String> whole) throws IOException {
        List<Offset> offsets = new ArrayList<>();
        List<Integer> seen = new ArrayList<>();
        Collected<T> collected = new Collected<>();
        try (SourceReader<T> reader = source.open(partition, Offset.START)) {
            do {
                offsets.add(reader.offset());
                seen.add(collected.all.size());
            } while (reader.poll(collected, 1) == SourceReader.Status.READY);
            offsets.add(reader.offset());
            seen.add(collected.all.size());
        }
        int step = Math.max(1, offsets.size() / 200);
        for (int n = 0; n < offsets.size() + step - 1; n += step) {
            int i = Math.min(n, offsets.size() - 1); // the last one, too
            assertThat(Collected.of(source, partition, offsets.get(i), 5).all)
                    .as("the rest after " + offsets.get(i))
                    .isEqualTo(whole.subList(seen.get(i), whole.size()));
        }
    }

    /** An event as text, with its place. */
    static String text(Object event) {
        return event instanceof Row row
                ? row.source() + "/" + row.sourcePartition() + "/" + row.offset() + " " + row
                : String.valueOf(event);
    }
}
