package dev.millrace.cli.plan;

import dev.millrace.stream.event.Schema;
import dev.millrace.stream.event.SchemaJson;
import dev.millrace.stream.journal.Journal;
import dev.millrace.stream.journal.JournalLog;
import dev.millrace.stream.source.JournalSource;
import dev.millrace.stream.storage.DirectoryStorage;
import java.io.IOException;
import java.nio.file.Path;

/** Journals that are read as they are, as a dataset is. */
public final class RecordedJournals {
    /** Name of a journal in plans and dead letters: the same for the pipeline that writes it and for a replay. */
    public static final String NAME = "journal";

    private RecordedJournals() {}

    static Schema schema(Path directory) throws IOException {
        JournalLog journal = open(directory);
        if (journal.metadata().isEmpty()) {
            throw new IOException("the journal in " + directory + " does not say what its events look like");
        }
        return SchemaJson.read(journal.metadata());
    }

    /** The events of a journal up to where it ends now. */
    public static JournalSource source(Path directory, Schema schema) throws IOException {
        return new JournalSource(NAME, open(directory), schema);
    }

    private static JournalLog open(Path directory) throws IOException {
        return Journal.openReadOnly(directory, new DirectoryStorage());
    }
}
