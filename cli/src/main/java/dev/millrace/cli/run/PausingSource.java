package dev.millrace.cli.run;

import dev.millrace.stream.event.Event;
import dev.millrace.stream.source.Offset;
import dev.millrace.stream.source.Source;
import dev.millrace.stream.source.SourceReader;
import java.io.IOException;

/**
 * A source that is read up to an offset and then waits: nothing comes any more, and it does not end, so that the state is
 * the one that stood there. Threading: {@link #isThere} any thread.
 */
final class PausingSource implements Source<Event> {
    private final Source<Event> source;
    private final Offset end;
    private volatile boolean there;

    PausingSource(Source<Event> source, Offset end) {
        this.source = source;
        this.end = end;
    }

    /** Whether everything before the offset was read. */
    boolean isThere() {
        return there;
    }

    @Override
    public String describe() {
        return source.describe();
    }

    @Override
    public int partitions() {
        return source.partitions();
    }

    @Override
    public boolean isLive() {
        return true;
    }

    @Override
    public SourceReader<Event> open(int partition, Offset from) throws IOException {
        SourceReader<Event> reader = source.open(partition, from);
        return new SourceReader<>() {
            @Override
            public Status poll(Sink<Event> sink, int most) throws IOException {
                Offset at = reader.offset();
                if (at.part() == end.part() && at.records() >= end.records()) {
                    there = true;
                    return Status.WAITING;
                }
                int room = at.part() == end.part() ? (int) Math.min(most, end.records() - at.records()) : most;
                Status status = reader.poll(sink, room);
                Offset now = reader.offset();
                if (now.part() > end.part() || now.part() == end.part() && now.records() > end.records()) {
                    throw new IOException("the source went past record " + end.records() + " of part " + end.part()
                            + ", where the version stands; it is not the source that the version was made from");
                }
                if (status == Status.ENDED && now.equals(end)) {
                    return Status.READY;
                }
                if (status != Status.READY && !(now.part() == end.part() && now.records() == end.records())) {
                    throw new IOException("the source ends at record " + now.records() + " of part " + now.part()
                            + ", before record " + end.records() + " of part " + end.part()
                            + ", where the version stands; it is not the source that the version was made from");
                }
                return Status.READY;
            }

            @Override
            public Offset offset() {
                return reader.offset();
            }

            @Override
            public void close() throws IOException {
                reader.close();
            }
        };
    }
}
