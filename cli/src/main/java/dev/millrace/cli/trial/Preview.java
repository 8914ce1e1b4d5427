package dev.millrace.cli.trial;

import dev.millrace.stream.DeadLetter;
import dev.millrace.stream.event.Event;
import dev.millrace.stream.event.Row;
import dev.millrace.stream.source.Offset;
import dev.millrace.stream.source.Source;
import dev.millrace.stream.source.SourceReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The first rows of a stream. */
final class Preview {
    static final int ROWS = 20_000;

    private Preview() {}

    /** Up to {@value #ROWS} rows of the stream's first partition. */
    static List<Row> of(Source<Event> stream) throws IOException {
        List<Row> rows = new ArrayList<>();
        SourceReader.Sink<Event> sink = new SourceReader.Sink<>() {
            @Override
            public void event(Event event, long arrivalMillis) {
                if (event instanceof Row row && rows.size() < ROWS) {
                    rows.add(row);
                }
            }

            @Override
            public void reject(DeadLetter letter) {
                // counted when it is read for good
            }
        };
        try (SourceReader<Event> reader = stream.open(0, Offset.START)) {
            while (rows.size() < ROWS && reader.poll(sink, 1_000) == SourceReader.Status.READY) {
                // goes on until enough is read
            }
        }
        return rows;
    }
}
