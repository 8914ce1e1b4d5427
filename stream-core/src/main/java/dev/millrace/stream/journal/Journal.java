package dev.millrace.stream.journal;

import dev.millrace.stream.storage.Storage;
import dev.millrace.stream.time.Clock;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A pipeline's log of all that arrived: totally ordered, written by one thread, durable before it is seen.
 *
 * <p>A request is one batch under one checksum: after any crash all of its records are there, or none. Requests that
 * wait share one write and one force. After a failed force ({@link JournalFailed}) requests are refused at once for
 * {@link JournalOptions#resumeAfterMillis}; the first append after that goes on in a new segment, whose head says where
 * the last one ends, so callers need not do anything but ask again. A full disk ({@link JournalFull}) is tried anew by
 * every request. More than {@link JournalOptions#waitingBytes} that wait are refused ({@link JournalBusy}).
 *
 * <p>Cost of an append on an idle journal: one write, one force, two switches of threads. Threading: any thread. The
 * caller sees to it that no other process writes there ({@link dev.millrace.stream.storage.DirectoryLock}).
 */
public final class Journal implements JournalLog, Closeable {
    private final Storage storage;
    private final JournalOptions options;
    private final Segments segments;
    private final AppendQueue queue;
    private final GroupCommit writer;
    private final Thread thread;

    private Journal(Path directory, Storage storage, Clock clock, JournalOptions options) throws IOException {
        this.storage = storage;
        this.options = options;
        JournalStart start = JournalStart.in(directory, storage, clock, options);
        this.segments = start.segments();
        this.queue = new AppendQueue(options.waitingBytes());
        this.writer = new GroupCommit(start, clock, options, queue);
        try {
            writer.adopt(options.metadata());
        } catch (IOException | RuntimeException e) {
            writer.close();
            throw e;
        }
        this.thread = new Thread(writer, "journal " + directory.getFileName());
        thread.setDaemon(true);
    }

    /**
     * Opens a journal for writing, or begins one. What a crash left un-forced at its end is cut or made durable; cost:
     * reading the newest segment, and those of the last hours that have idempotency keys.
     *
     * @throws JournalCorrupt if what was durable once is damaged or missing
     */
    public static Journal open(Path directory, Storage storage, Clock clock, JournalOptions options)
            throws IOException {
        Journal journal = new Journal(directory, storage, clock, options);
        journal.thread.start();
        return journal;
    }

    /**
     * Reads a journal as it is now, for a replay; changes nothing. Beside a process that writes, the last group may be
     * seen before it is durable; everything that a committed version counts is durable.
     */
    public static JournalLog openReadOnly(Path directory, Storage storage) throws IOException {
        return RecordedJournal.open(directory, storage);
    }

    /**
     * Appends a request's records, one after the other. The answer is completed on the journal's thread, once they are
     * durable and readers see them; who is called by it must not block.
     *
     * @param records one at least; their arrays are not changed and may be used again after the call
     * @param idempotencyKey null for none; the same key within the time kept gets the first request's answer
     * @param bodyHash SHA-256 (32 bytes) of the request's body, with a key; null without
     * @return fails with {@link JournalFull}, {@link JournalFailed}, {@link JournalBusy} or {@link IdempotencyConflict};
     *     with {@link IllegalStateException} once the journal is closed
     */
    public CompletableFuture<Appended> append(List<byte[]> records, String idempotencyKey, byte[] bodyHash) {
        if (records.isEmpty()) {
            throw new IllegalArgumentException("a request to the journal has one record at least, got none");
        }
        if ((idempotencyKey == null) != (bodyHash == null)
                || (bodyHash != null && bodyHash.length != BatchFormat.BODY_HASH_BYTES)) {
            throw new IllegalArgumentException("an idempotency key comes with the SHA-256 of the body ("
                    + BatchFormat.BODY_HASH_BYTES + " bytes), and neither without the other");
        }
        byte[] key = idempotencyKey == null ? null : BatchFormat.keyBytes(idempotencyKey);
        long bytes = BatchFormat.encodedBytes(records, key);
        if (bytes > options.largestRequestBytes()) {
            throw new IllegalArgumentException("a request of " + bytes + " bytes is larger than "
                    + options.largestRequestBytes() + "; send its events in several requests");
        }
        byte[] batch = BatchFormat.encode(records, key, bodyHash, (int) bytes);
        CompletableFuture<Appended> answer = new CompletableFuture<>();
        switch (queue.offer(new WaitingAppend(batch, records.size(), key, bodyHash, answer))) {
            case TAKEN -> {}
            case FULL ->
                answer.completeExceptionally(new JournalBusy("more than " + options.waitingBytes()
                        + " bytes wait to be made durable; slow down and send the request again"));
            case CLOSED -> answer.completeExceptionally(new IllegalStateException("the journal is closed"));
        }
        return answer;
    }

    @Override
    public long start() {
        return segments.first().header.firstOffset();
    }

    @Override
    public long end() {
        return writer.end();
    }

    @Override
    public String metadata() {
        return segments.last().header.metadata();
    }

    @Override
    public JournalReader read(long fromOffset) throws IOException {
        return RecordedJournal.read(segments, storage, fromOffset, end());
    }

    @Override
    public boolean isLive() {
        return true;
    }

    @Override
    public void addDurableListener(Runnable listener) {
        writer.addDurableListener(listener);
    }

    /** Whether the last request was refused by the disk. The next one is tried all the same: this is for display. */
    public boolean isRefusing() {
        return writer.refusing() != null;
    }

    /** Why requests are refused, and what to do; empty if they are not. */
    public String refusingBecause() {
        String reason = writer.refusing();
        return reason == null ? "" : reason;
    }

    /** Ends the pause after a failure: the next append tries a new segment. */
    public void resume() {
        writer.resume();
    }

    /**
     * Deletes the segments whose records all lie before an offset, as far as whole segments do. Their idempotency keys
     * are known until the next start.
     */
    public void releaseBefore(long offset) throws IOException {
        segments.releaseBefore(Math.min(offset, end()));
    }

    /** Takes no more, makes durable and answers what waits, ends the thread. A second call does nothing. */
    @Override
    public void close() {
        queue.close();
        if (Thread.currentThread() == thread) {
            return; // called from an answer or a listener: the thread ends after what waits
        }
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
