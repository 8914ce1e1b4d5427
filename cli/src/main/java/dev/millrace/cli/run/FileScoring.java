package dev.millrace.cli.run;

import dev.millrace.cli.file.ServeSpec;
import dev.millrace.cli.plan.Blueprint;
import dev.millrace.ml.stream.Reply;
import dev.millrace.registry.Registry;
import dev.millrace.registry.Resolved;
import dev.millrace.serving.model.ModelShape;
import dev.millrace.serving.model.PinnedAnswerer;
import dev.millrace.serving.model.VersionMark;
import dev.millrace.stream.DeadLetter;
import dev.millrace.stream.checkpoint.StoredCheckpoint;
import dev.millrace.stream.event.Event;
import dev.millrace.stream.event.Row;
import dev.millrace.stream.source.Offset;
import dev.millrace.stream.source.SourceReader;
import dev.millrace.stream.time.Timestamps;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Scores the rows of a file by one version of a model, as the server does for {@code ?version=}: each row is a question,
 * nothing is learned, and the bits are the same. Threading: one caller.
 */
public final class FileScoring {
    private static final int AT_ONCE = 1_000;

    private final String model;
    private final PinnedAnswerer version;

    private FileScoring(String model, PinnedAnswerer version) {
        this.model = model;
        this.version = version;
    }

    /** What becomes of the rows. */
    public interface Sink {
        /** @param record index of the record in the file, from 0 on */
        void scored(long record, Reply.Answer answer) throws IOException;

        void refused(long record, String why) throws IOException;
    }

    /** Restores a version, served as its pipeline says: {@code fraud}, {@code fraud@42}, {@code fraud@champion}. */
    public static FileScoring of(Registry registry, String reference) throws IOException {
        return of(registry, reference, false, Optional.empty());
    }

    /**
     * Restores a version.
     *
     * @param merged whether the models of its partitions are made one, whatever its pipeline says
     * @param base the version that averages are taken from then; empty for what its pipeline says
     * @throws IllegalArgumentException if they cannot be made one, saying why
     */
    public static FileScoring of(Registry registry, String reference, boolean merged, Optional<String> base)
            throws IOException {
        Resolved resolved = registry.resolve(reference);
        StoredCheckpoint stored = registry.load(resolved.model(), resolved.number());
        ServeSpec own = RestoredModels.serve(stored);
        ServeSpec serve = merged ? ServeSpec.mergedFrom(base.isPresent() ? base : own.base()) : own;
        PinnedAnswerer answerer = new PinnedAnswerer(
                RestoredModels.restore(stored, serve, new MergeBases(registry)),
                VersionMark.of(resolved.version(), Blueprint.LEARN));
        return new FileScoring(resolved.model(), answerer);
    }

    /** {@code fraud@42}. */
    public String name() {
        return model + '@' + version.version();
    }

    /** The fields of the model that a file does not have, but for the label: what a question goes without. */
    public List<String> absent(Path file) throws IOException {
        return RowsOfFile.open(file, version.shape().schema()).absent().stream()
                .filter(field -> !field.equals(version.shape().label().field())
                        && !version.shape().label().decidedFields().contains(field))
                .toList();
    }

    /** Scores every row, in the order of the file. */
    public void score(Path file, Sink sink) throws IOException {
        RowsOfFile rows = RowsOfFile.open(file, version.shape().schema());
        ModelShape shape = version.shape();
        if (shape.needsKey() && rows.absent().contains(shape.key().name())) {
            throw new IOException(file + " has no column '" + shape.key().name()
                    + "'; it is the key that says which partition of " + name() + " is meant");
        }
        Asking asking = new Asking(rows, sink);
        try (SourceReader<Event> reader = rows.source().open(0, Offset.START)) {
            SourceReader.Status status = SourceReader.Status.READY;
            while (status == SourceReader.Status.READY) {
                status = reader.poll(asking, AT_ONCE);
                if (asking.failure != null) {
                    throw asking.failure;
                }
            }
        }
    }

    private final class Asking implements SourceReader.Sink<Event> {
        private final RowsOfFile rows;
        private final Sink sink;
        private IOException failure;
        private long records;

        Asking(RowsOfFile rows, Sink sink) {
            this.rows = rows;
            this.sink = sink;
        }

        @Override
        public void event(Event event, long arrivalMillis) {
            if (failure == null && event instanceof Row row) {
                try {
                    ask(rows.widened(row));
                } catch (IOException e) {
                    failure = e;
                }
            }
            records++;
        }

        private void ask(Row row) throws IOException {
            ModelShape shape = version.shape();
            if (shape.needsKey() && row.isMissing(shape.key())) {
                sink.refused(records, "'" + shape.key().name() + "' is missing; it is the key");
                return;
            }
            boolean timed = shape.time() != null && !row.isMissing(shape.time());
            long asOfMillis = timed ? row.integer(shape.time().slot()) : Timestamps.NONE;
            Reply.Answer answer = (Reply.Answer) version.ask(row, shape.keyHash(row), asOfMillis, "row " + records)
                    .join();
            if (answer.empty()) {
                throw new IOException(name() + " has learned nothing yet; name a later version");
            }
            sink.scored(records, answer);
        }

        @Override
        public void reject(DeadLetter letter) {
            if (failure == null) {
                try {
                    sink.refused(records, letter.detail());
                } catch (IOException e) {
                    failure = e;
                }
            }
            records++;
        }
    }
}
