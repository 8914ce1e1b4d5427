package dev.millrace.cli.describe;

import dev.millrace.cli.file.SourceSpec;
import dev.millrace.cli.plan.KnownStream;
import dev.millrace.cli.plan.SparseFields;
import dev.millrace.cli.plan.Streams;
import dev.millrace.cli.plan.Trial;
import dev.millrace.ml.profile.StreamProfile;
import dev.millrace.stream.DeadLetter;
import dev.millrace.stream.event.Event;
import dev.millrace.stream.event.NearestName;
import dev.millrace.stream.event.Row;
import dev.millrace.stream.event.Schema;
import dev.millrace.stream.source.Offset;
import dev.millrace.stream.source.Source;
import dev.millrace.stream.source.SourceReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A recorded stream that was read once.
 *
 * @param stream as it was named
 * @param profile of its rows
 * @param isWhole whether all of it was read
 * @param refused records that could not be read
 * @param firstRefused what was wrong with the first of them; null if there was none
 */
public record Description(String stream, StreamProfile profile, boolean isWhole, long refused, String firstRefused) {
    private static final int ROWS_AT_ONCE = 1_000;

    /**
     * Reads a stream.
     *
     * @param label null for the one that the stream has, if it has one
     * @param most rows that are read
     * @throws IllegalArgumentException if there is no such stream or no such label
     */
    public static Description of(Streams streams, String stream, String label, long most) throws IOException {
        SourceSpec source = Trial.find(streams, stream);
        Path folder = Path.of("").toAbsolutePath();
        Schema schema = streams.schema(source, folder, Map.of());
        Optional<KnownStream> known = KnownStream.of(streams.datasets(), source);
        String field = label != null ? label : known.map(KnownStream::label).orElse(null);
        if (field != null && schema.find(field).isEmpty()) {
            throw new IllegalArgumentException(
                    "--label: there is no field '" + field + "'" + NearestName.hint(field, schema.names()));
        }
        Taking taking = new Taking(new StreamProfile(schema, field, SparseFields.of(List.of(source))), most);
        Source<Event> opened = streams.open(source, folder, schema);
        boolean whole = true;
        for (int partition = 0; partition < opened.partitions() && whole; partition++) {
            try (SourceReader<Event> reader = opened.open(partition, Offset.START)) {
                SourceReader.Status status = SourceReader.Status.READY;
                while (status == SourceReader.Status.READY && taking.left() > 0) {
                    status = reader.poll(taking, (int) Math.min(ROWS_AT_ONCE, taking.left()));
                }
                whole = status != SourceReader.Status.READY;
            }
        }
        return new Description(stream, taking.profile, whole, taking.refused, taking.firstRefused);
    }

    private static final class Taking implements SourceReader.Sink<Event> {
        private final StreamProfile profile;
        private final long most;
        private long refused;
        private String firstRefused;

        Taking(StreamProfile profile, long most) {
            this.profile = profile;
            this.most = most;
        }

        long left() {
            return most - profile.rows();
        }

        @Override
        public void event(Event event, long arrivalMillis) {
            if (event instanceof Row row) {
                profile.update(row);
            }
        }

        @Override
        public void reject(DeadLetter letter) {
            refused++;
            firstRefused = firstRefused == null ? letter.detail() : firstRefused;
        }
    }
}
