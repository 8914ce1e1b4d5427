package dev.millrace.stream.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.millrace.stream.storage.FaultyStorage;
import dev.millrace.stream.storage.Storage;
import dev.millrace.stream.time.ManualClock;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/** A journal on a storage in memory, its records as texts. */
final class JournalFixture implements AutoCloseable {
    static final Path DIRECTORY = Path.of("/registry/payments/journal");
    static final JournalOptions OPTIONS = JournalOptions.DEFAULT.metadata("{}");

    final ManualClock clock = new ManualClock(1_000_000);
    FaultyStorage storage = new FaultyStorage(1);
    JournalOptions options = OPTIONS;
    Journal journal;

    JournalFixture options(JournalOptions options) {
        this.options = options;
        return this;
    }

    JournalFixture open() throws IOException {
        journal = Journal.open(DIRECTORY, storage, clock, options);
        return this;
    }

    static List<byte[]> bytes(String... records) {
        List<byte[]> bytes = new ArrayList<>();
        for (String record : records) {
            bytes.add(record.getBytes(UTF_8));
        }
        return bytes;
    }

    static byte[] hash(String body) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(body.getBytes(UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    CompletableFuture<Appended> send(String... records) {
        return journal.append(bytes(records), null, null);
    }

    CompletableFuture<Appended> sendOnce(String key, String body) {
        return journal.append(bytes(body), key, hash(body));
    }

    /** Appends and waits for the answer, or throws what refused it. */
    Appended append(String... records) throws Throwable {
        return answer(send(records));
    }

    Appended appendOnce(String key, String body) throws Throwable {
        return answer(sendOnce(key, body));
    }

    static Appended answer(CompletableFuture<Appended> answer) throws Throwable {
        try {
            return answer.join();
        } catch (CompletionException e) {
            throw e.getCause();
        }
    }

    List<String> records() throws IOException {
        return records(journal, journal.start());
    }

    static List<String> records(JournalLog log, long from) throws IOException {
        List<String> records = new ArrayList<>();
        try (JournalReader reader = log.read(from)) {
            for (long offset = from; reader.next(); offset++) {
                if (reader.offset() != offset) {
                    throw new AssertionError("offset " + reader.offset() + " instead of " + offset);
                }
                records.add(new String(reader.buffer(), reader.from(), reader.length(), UTF_8));
            }
        }
        return records;
    }

    /** Lets requests pile up: the journal's thread is held within the first one's commit until {@code then} has run. */
    void whileHeld(String first, Runnable then) throws Throwable {
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        AtomicBoolean once = new AtomicBoolean();
        journal.addDurableListener(() -> {
            if (once.compareAndSet(false, true)) {
                held.countDown();
                try {
                    go.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        });
        CompletableFuture<Appended> answer = send(first);
        held.await();
        then.run();
        go.countDown();
        answer(answer);
    }

    JournalFixture afterKill() throws IOException {
        FaultyStorage found = storage.kill();
        journal.close();
        storage = found;
        return open();
    }

    JournalFixture afterCrash(long seed) throws IOException {
        FaultyStorage found = storage.crash(seed);
        journal.close();
        storage = found;
        return open();
    }

    JournalFixture afterCrash(FaultyStorage.Unforced unforced) throws IOException {
        FaultyStorage found = storage.crash(unforced, 1);
        journal.close();
        storage = found;
        return open();
    }

    JournalFixture afterClose() throws IOException {
        journal.close();
        return open();
    }

    static Path segment(long firstOffset) {
        return DIRECTORY.resolve(String.format("%020d.log", firstOffset));
    }

    /** A durable copy of the journal's files, one of them changed to other bytes. */
    static FaultyStorage copy(Storage of, Path changed, byte[] content) throws IOException {
        FaultyStorage copy = new FaultyStorage(2);
        copy.createDirectories(DIRECTORY);
        for (String name : of.list(DIRECTORY)) {
            Path path = DIRECTORY.resolve(name);
            byte[] bytes = path.equals(changed) ? content : of.read(path);
            try (Storage.StorageFile file = copy.create(path)) {
                file.write(java.nio.ByteBuffer.wrap(bytes), 0);
            }
        }
        return copy.forceAll();
    }

    @Override
    public void close() {
        if (journal != null) {
            journal.close();
        }
    }
}
