package dev.millrace.cli.plan;

import dev.millrace.stream.source.Offset;
import dev.millrace.stream.source.Source;
import dev.millrace.stream.source.SourceReader;
import java.io.IOException;

/**
 * A source that is read beside another one and has a number of its own, so that the ids of its events are not those of the
 * other's.
 *
 * @param <T> its events
 */
final class NumberedSource<T> implements Source<T> {
    private final Source<T> source;
    private final int number;

    NumberedSource(Source<T> source, int number) {
        this.source = source;
        this.number = number;
    }

    @Override
    public String describe() {
        return number + ": " + source.describe();
    }

    @Override
    public int partitions() {
        return source.partitions();
    }

    @Override
    public boolean isLive() {
        return source.isLive();
    }

    @Override
    public void onAvailable(Runnable wake) {
        source.onAvailable(wake);
    }

    @Override
    public long expectedRecords() {
        return source.expectedRecords();
    }

    @Override
    public SourceReader<T> open(int partition, Offset from) throws IOException {
        return source.open(partition, new Offset(number, from.records(), from.position()));
    }
}
