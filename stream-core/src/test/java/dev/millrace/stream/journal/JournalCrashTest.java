package dev.millrace.stream.journal;

import static dev.millrace.stream.journal.JournalFixture.OPTIONS;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.stream.random.Random64;
import dev.millrace.stream.storage.Crashed;
import dev.millrace.stream.storage.Fault;
import dev.millrace.stream.storage.FaultyStorage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Whatever happens to the disk: what was acknowledged or seen is there, once, and no request in part. */
class JournalCrashTest {
    private static final JournalOptions SMALL =
            OPTIONS.segmentBytes(400).resumeAfter(0).idempotency(1_000_000, 1_000);

    /** What the world outside knows of a journal, and asks of it after each restart. */
    private static final class Witness {
        private final TreeMap<Long, String> known = new TreeMap<>(); // acknowledged, or seen by a reader
        private final List<String> pendingKeys = new ArrayList<>();
        private int requests;

        /** One request of one to three records; with a key, half of the time, so that it may be repeated. */
        synchronized CompletableFuture<Appended> send(Journal journal, Random64 random) {
            String name = "request " + requests++;
            int count = 1 + random.nextInt(3);
            boolean keyed = random.nextBoolean();
            if (keyed) {
                pendingKeys.add(name + "/" + count);
            }
            return send(journal, name, count, keyed);
        }

        /** Repeats the requests with a key that got no answer. */
        synchronized List<CompletableFuture<Appended>> repeat(Journal journal) {
            List<CompletableFuture<Appended>> answers = new ArrayList<>();
            for (String key : List.copyOf(pendingKeys)) {
                int slash = key.indexOf('/');
                answers.add(send(journal, key.substring(0, slash), Integer.parseInt(key.substring(slash + 1)), true));
            }
            return answers;
        }

        private CompletableFuture<Appended> send(Journal journal, String name, int count, boolean keyed) {
            List<byte[]> records = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                records.add(record(name, i, count).getBytes(UTF_8));
            }
            return journal.append(records, keyed ? name : null, keyed ? JournalFixture.hash(name) : null)
                    .whenComplete((appended, error) -> {
                        if (appended != null) {
                            acknowledged(appended, name, count);
                        }
                    });
        }

        private synchronized void acknowledged(Appended appended, String name, int count) {
            pendingKeys.remove(name + "/" + count);
            for (int i = 0; i < count; i++) {
                String before = known.put(appended.firstOffset() + i, record(name, i, count));
                assertThat(before).isIn(null, record(name, i, count));
            }
        }

        private static String record(String name, int i, int count) {
            return name + ": " + i + " of " + count + " " + "x".repeat(i * 40);
        }

        /** Reads all: the known at their places, none twice, requests whole. What is read is known from then on. */
        synchronized void check(JournalLog journal) throws IOException {
            List<String> found = JournalFixture.records(journal, 0);
            assertThat((long) found.size()).isEqualTo(journal.end());
            known.forEach((offset, record) -> {
                assertThat(offset).isLessThan(found.size());
                assertThat(found.get(offset.intValue())).isEqualTo(record);
            });
            Set<String> once = new HashSet<>();
            for (int at = 0; at < found.size(); ) {
                String first = found.get(at);
                assertThat(once.add(first)).as("'%s' is there twice", first).isTrue();
                String name = first.substring(0, first.indexOf(':'));
                int count = first.charAt(first.indexOf(" of ") + 4) - '0';
                for (int i = 0; i < count; i++, at++) {
                    assertThat(found.get(at)).isEqualTo(record(name, i, count));
                    known.put((long) at, found.get(at));
                }
            }
        }
    }

    private static void await(CompletableFuture<Appended> answer) {
        answer.handle((appended, error) -> {
                    if (error != null && error.getCause() instanceof AssertionError failed) {
                        throw failed;
                    }
                    return appended;
                })
                .join();
    }

    /** A life of the journal: requests one by one and together, over several segments. */
    private static void live(Witness witness, FaultyStorage storage, long seed) throws IOException {
        JournalFixture fixture = new JournalFixture();
        fixture.storage = storage;
        Random64 random = new Random64(seed);
        try (JournalFixture open = fixture.options(SMALL).open()) {
            witness.repeat(open.journal).forEach(JournalCrashTest::await);
            witness.check(open.journal);
            for (int i = 0; i < 12; i++) {
                List<CompletableFuture<Appended>> together = new ArrayList<>();
                for (int j = random.nextInt(3); j >= 0; j--) {
                    together.add(witness.send(open.journal, random));
                }
                together.forEach(JournalCrashTest::await);
                witness.check(open.journal);
            }
        } catch (Crashed e) {
            // as planned; what follows is the restart
            assertThat(e).hasMessageContaining("crash");
        }
    }

    @Test
    void killedAtEveryStepAllThatWasAcknowledgedIsThereOnceAndWhole() throws IOException {
        FaultyStorage uneventful = new FaultyStorage(0);
        live(new Witness(), uneventful, 0);
        int steps = uneventful.operations().size();
        assertThat(steps).isGreaterThan(60);
        for (int step = 0; step < steps; step++) {
            for (int seed = 0; seed < 3; seed++) {
                Witness witness = new Witness();
                FaultyStorage storage = new FaultyStorage(seed).crashAt(step);
                live(witness, storage, 0);
                storage = seed == 0 ? storage.kill() : storage.crash(31L * step + seed);
                // the restart is killed as well, early
                storage.crashAt(new Random64(step * 10L + seed).nextInt(12));
                live(witness, storage, seed);
                storage = storage.crash(step + seed);
                live(witness, storage, seed);
            }
        }
    }

    @Test
    void anyScheduleOfFaultsCrashesAndRestartsKeepsWhatWasAcknowledged() throws IOException {
        Fault[] faults = Fault.values();
        for (int seed = 0; seed < 100; seed++) {
            Random64 random = new Random64(seed);
            Witness witness = new Witness();
            FaultyStorage storage = new FaultyStorage(seed);
            live(witness, storage, seed); // a beginning without faults: opening may fail later, not lose
            for (int life = 0; life < 4; life++) {
                storage = random.nextInt(3) == 0 ? storage.kill() : storage.crash(random.nextLong());
                if (random.nextBoolean()) {
                    storage.crashAt(random.nextInt(80));
                }
                for (int fault = random.nextInt(5); fault > 0; fault--) {
                    storage.failAt(random.nextInt(60), faults[random.nextInt(faults.length)]);
                }
                try {
                    live(witness, storage, random.nextLong());
                } catch (IOException e) {
                    // the device failed while the journal was being opened
                    assertThat(e).hasMessageContaining("cannot").isNotInstanceOf(JournalCorrupt.class);
                }
            }
            storage = storage.crash(random.nextLong());
            live(witness, storage, seed);
        }
    }

    @Test
    void releasingKilledAtEveryStepLeavesAWholeJournal() throws IOException {
        for (int step = 0; step < 12; step++) {
            for (int seed = 0; seed < 8; seed++) {
                JournalFixture fixture = new JournalFixture().options(SMALL).open();
                for (int i = 0; i < 30; i++) {
                    await(fixture.send("record " + i + " " + "x".repeat(50)));
                }
                List<String> all = fixture.records();
                fixture.storage.crashAt(fixture.storage.operations().size() + step);
                try {
                    fixture.journal.releaseBefore(25);
                } catch (Crashed e) {
                    assertThat(e).hasMessageContaining("crash");
                }
                fixture.afterCrash(seed);
                long start = fixture.journal.start();
                assertThat(start).isLessThanOrEqualTo(25);
                assertThat(fixture.records()).isEqualTo(all.subList((int) start, 30));
                fixture.journal.releaseBefore(25);
                assertThat(JournalFixture.records(fixture.journal, 25)).isEqualTo(all.subList(25, 30));
                fixture.close();
            }
        }
    }
}
