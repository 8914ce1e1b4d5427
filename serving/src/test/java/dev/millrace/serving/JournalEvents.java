package dev.millrace.serving;

import dev.millrace.stream.event.Event;
import dev.millrace.stream.event.EventCodec;
import dev.millrace.stream.journal.Journal;
import dev.millrace.stream.journal.JournalReader;
import dev.millrace.stream.source.Offset;
import dev.millrace.stream.source.Source;
import dev.millrace.stream.source.SourceReader;
import java.io.IOException;

record JournalEvents(Journal journal, EventCodec codec) implements Source<Event> {
    @Override
    public String describe() {
        return "journal";
    }

    @Override
    public int partitions() {
        return 1;
    }

    @Override
    public boolean isLive() {
        return true;
    }

    @Override
    public void onAvailable(Runnable wake) {
        journal.addDurableListener(wake);
    }

    @Override
    public SourceReader<Event> open(int partition, Offset from) throws IOException {
        JournalReader reader = journal.read(from.records());
        return new SourceReader<>() {
            private long read = from.records();

            @Override
            public Status poll(Sink<Event> sink, int most) throws IOException {
                for (int i = 0; i < most; i++) {
                    if (!reader.next()) {
                        return Status.WAITING;
                    }
                    read++;
                    sink.event(
                            codec.decode(reader.buffer(), reader.from(), reader.length(), from.part(), 0, reader.offset()),
                            reader.arrivalMillis());
                }
                return Status.READY;
            }

            @Override
            public Offset offset() {
                return new Offset(from.part(), read, read);
            }

            @Override
            public void close() throws IOException {
                reader.close();
            }
        };
    }
}
