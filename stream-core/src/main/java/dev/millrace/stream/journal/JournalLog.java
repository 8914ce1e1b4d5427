package dev.millrace.stream.journal;

import java.io.IOException;

/** A journal as its readers see it: records from {@link #start} to before {@link #end}. Threading: any thread. */
public interface JournalLog {
    /** Offset of the first record that is still there. */
    long start();

    /** Offset after the last durable record. */
    long end();

    /** The newest segment's metadata: the schema of the events, as JSON. */
    String metadata();

    /**
     * Reads on from an offset. Cost: one segment's batches before the offset are passed over.
     *
     * @param fromOffset {@link #start} … {@link #end}
     * @throws OffsetReleased if the offset lies before the start
     */
    JournalReader read(long fromOffset) throws IOException;

    /** Whether more may come: not in a journal that was opened for reading only. */
    boolean isLive();

    /** Calls back on the journal's thread each time that records became durable; must not block. */
    void addDurableListener(Runnable listener);
}
