package dev.millrace.stream.source;

import dev.millrace.stream.DeadLetter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** What a source gives out: events and dead letters, in order. */
public class Collected<T> implements SourceReader.Sink<T> {
    public final List<T> events = new ArrayList<>();
    public final List<DeadLetter> letters = new ArrayList<>();
    /** Events and dead letters as text, in the order in which they came. */
    public final List<String> all = new ArrayList<>();

    @Override
    public void event(T event, long arrivalMillis) {
        events.add(event);
        all.add(SourceContract.text(event));
    }

    @Override
    public void reject(DeadLetter letter) {
        letters.add(letter);
        all.add("dead letter " + letter.offset() + " of " + letter.sourcePartition() + ": " + letter.payload());
    }

    /** Reads a partition from an offset to its end. */
    public static <T> Collected<T> of(Source<T> source, int partition, Offset from, int most) {
        Collected<T> collected = new Collected<>();
        try (SourceReader<T> reader = source.open(partition, from)) {
            while (reader.poll(collected, most) == SourceReader.Status.READY) {
                // goes on until the source has ended, or waits
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return collected;
    }

    /** Reads the only partition from its beginning. */
    public static <T> Collected<T> of(Source<T> source) {
        return of(source, 0, Offset.START, 1000);
    }
}
