package dev.millrace.stream.journal;

import static dev.millrace.stream.journal.JournalFixture.DIRECTORY;
import static dev.millrace.stream.journal.JournalFixture.OPTIONS;
import static dev.millrace.stream.journal.JournalFixture.answer;
import static dev.millrace.stream.journal.JournalFixture.bytes;
import static dev.millrace.stream.journal.JournalFixture.segment;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.stream.storage.DirectoryStorage;
import dev.millrace.stream.storage.FaultyStorage;
import dev.millrace.stream.storage.Operation;
import dev.millrace.stream.time.SystemClock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
    private final JournalFixture fixture = new JournalFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    private long forces() {
        return fixture.storage.operations().stream()
                .filter(operation -> operation.kind() == Operation.Kind.FORCE)
                .count();
    }

    @Test
    void recordsAreReadInTheOrderOfTheirOffsets() throws Throwable {
        fixture.open();
        assertThat(fixture.append("a", "b")).isEqualTo(new Appended(0, 2, false));
        assertThat(fixture.append("c")).isEqualTo(new Appended(2, 1, false));
        assertThat(fixture.journal.start()).isZero();
        assertThat(fixture.journal.end()).isEqualTo(3);
        assertThat(fixture.records()).containsExactly("a", "b", "c");
        for (int from = 0; from <= 3; from++) {
            assertThat(JournalFixture.records(fixture.journal, from))
                    .isEqualTo(List.of("a", "b", "c").subList(from, 3));
        }
    }

    @Test
    void anAcknowledgedRequestSurvivesTheLossOfPowerRightAfter() throws Throwable {
        fixture.open();
        fixture.append("a", "b");
        fixture.afterCrash(FaultyStorage.Unforced.LOST);
        assertThat(fixture.records()).containsExactly("a", "b");
        assertThat(fixture.append("c").firstOffset()).isEqualTo(2);
    }

    @Test
    void whatWaitsSharesOneForce() throws Throwable {
        fixture.open();
        List<CompletableFuture<Appended>> answers = new ArrayList<>();
        long[] before = new long[1];
        fixture.whileHeld("first", () -> {
            before[0] = forces();
            for (int i = 0; i < 500; i++) {
                answers.add(fixture.send("r" + i));
            }
        });
        for (int i = 0; i < 500; i++) {
            assertThat(answer(answers.get(i)).firstOffset()).isEqualTo(1 + i);
        }
        assertThat(forces() - before[0]).isEqualTo(1);
        assertThat(fixture.records()).hasSize(501);
    }

    @Test
    void arrivalIsStampedOnceAndNeverGoesBack() throws Throwable {
        fixture.open();
        fixture.append("a", "b");
        fixture.clock.advanceMillis(5);
        fixture.append("c");
        try (JournalFixture restarted = new JournalFixture()) { // a clock that went back to 1,000,000
            restarted.storage = fixture.storage.kill();
            restarted.open().append("d");
            try (JournalReader reader = restarted.journal.read(0)) {
                List<Long> arrivals = new ArrayList<>();
                while (reader.next()) {
                    arrivals.add(reader.arrivalMillis());
                }
                assertThat(arrivals).containsExactly(1_000_000L, 1_000_000L, 1_000_005L, 1_000_005L);
            }
        }
    }

    @Test
    void emptyAndLargeRecordsAreKept() throws Throwable {
        fixture.options(OPTIONS.segmentBytes(1_000)).open();
        String large = "x".repeat(700_000);
        fixture.append("", large, "");
        fixture.append(large, "y");
        fixture.afterClose();
        assertThat(fixture.records()).containsExactly("", large, "", large, "y");
        assertThat(JournalFixture.records(fixture.journal, 4)).containsExactly("y");
    }

    @Test
    void segmentsFollowEachOtherAndAreNamedByTheirFirstOffset() throws Throwable {
        fixture.options(OPTIONS.segmentBytes(100)).open();
        List<String> all = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            all.add("record " + i);
            fixture.append("record " + i);
        }
        assertThat(fixture.storage.list(DIRECTORY)).hasSizeGreaterThan(10).contains("00000000000000000000.log");
        assertThat(fixture.records()).isEqualTo(all);
        fixture.afterCrash(FaultyStorage.Unforced.LOST);
        for (int from = 0; from <= 40; from++) {
            assertThat(JournalFixture.records(fixture.journal, from)).isEqualTo(all.subList(from, 40));
        }
    }

    @Test
    void aReaderFollowsTheWriter() throws Throwable {
        fixture.options(OPTIONS.segmentBytes(200)).open();
        try (JournalReader reader = fixture.journal.read(0)) {
            for (int i = 0; i < 50; i++) {
                assertThat(reader.next()).isFalse();
                fixture.append("r" + i);
                assertThat(reader.next()).isTrue();
                assertThat(reader.offset()).isEqualTo(i);
                assertThat(new String(reader.record(), UTF_8)).isEqualTo("r" + i);
            }
        }
    }

    @Test
    void releasingDeletesWholeSegmentsThatLieBefore() throws Throwable {
        fixture.options(OPTIONS.segmentBytes(100)).open();
        for (int i = 0; i < 40; i++) {
            fixture.append("record " + i);
        }
        JournalReader old = fixture.journal.read(0);
        fixture.journal.releaseBefore(20);
        long start = fixture.journal.start();
        assertThat(start).isBetween(10L, 20L);
        assertThat(JournalFixture.records(fixture.journal, 20)).hasSize(20);
        assertThatThrownBy(() -> fixture.journal.read(start - 1))
                .isInstanceOf(OffsetReleased.class)
                .hasMessageContaining("begins at offset " + start);
        assertThat(old.next()).isTrue();
        old.close();
        fixture.afterCrash(3);
        assertThat(fixture.journal.start()).isEqualTo(start);
        fixture.journal.releaseBefore(1_000);
        assertThat(fixture.storage.list(DIRECTORY)).hasSize(1);
        assertThat(fixture.append("next").firstOffset()).isEqualTo(40);
    }

    @Test
    void offsetsBeyondTheEndAreRefusedByName() throws Throwable {
        fixture.open();
        fixture.append("a");
        assertThatThrownBy(() -> fixture.journal.read(2))
                .isInstanceOf(OffsetAfterEnd.class)
                .hasMessageContaining("ends at offset 1");
    }

    @Test
    void otherMetadataBeginsASegment() throws Throwable {
        fixture.open();
        fixture.append("a");
        fixture.options(OPTIONS.metadata("{\"v\":2}")).afterClose();
        fixture.append("b");
        assertThat(fixture.journal.metadata()).isEqualTo("{\"v\":2}");
        assertThat(fixture.storage.exists(segment(1))).isTrue();
        try (JournalReader reader = fixture.journal.read(0)) {
            assertThat(reader.next()).isTrue();
            assertThat(reader.metadata()).isEqualTo("{}");
            assertThat(reader.next()).isTrue();
            assertThat(reader.metadata()).isEqualTo("{\"v\":2}");
        }
        fixture.options(OPTIONS.metadata("")).afterClose();
        assertThat(fixture.journal.metadata()).isEqualTo("{\"v\":2}");
    }

    @Test
    void moreThanMayWaitIsRefused() throws Throwable {
        fixture.options(OPTIONS.waiting(1_000, 1_000)).open();
        List<CompletableFuture<Appended>> answers = new ArrayList<>();
        fixture.whileHeld("first", () -> {
            for (int i = 0; i < 3; i++) {
                answers.add(fixture.send("x".repeat(400)));
            }
        });
        answer(answers.get(0));
        answer(answers.get(1));
        assertThatThrownBy(() -> answer(answers.get(2))).isInstanceOf(JournalBusy.class);
        fixture.append("y".repeat(900)); // there is room again
        assertThatThrownBy(() -> fixture.send("z".repeat(1_000)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("several requests");
    }

    @Test
    void closingAnswersWhatWaitsAndThenRefuses() throws Throwable {
        fixture.open();
        List<CompletableFuture<Appended>> answers = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            answers.add(fixture.send("r" + i));
        }
        fixture.journal.close();
        for (CompletableFuture<Appended> answer : answers) {
            answer(answer);
        }
        assertThatThrownBy(() -> fixture.append("late")).isInstanceOf(IllegalStateException.class);
        fixture.journal.close();
    }

    @Test
    void badRequestsAreRefusedAtOnce() throws IOException {
        fixture.open();
        assertThatThrownBy(() -> fixture.send()).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> fixture.journal.append(bytes("a"), "key", null))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> fixture.journal.append(bytes("a"), "", new byte[32]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aListenerThatFailsStopsNeitherTheJournalNorTheOthers() throws Throwable {
        fixture.open();
        int[] woken = new int[1];
        fixture.journal.addDurableListener(() -> {
            throw new IllegalStateException("not my day");
        });
        fixture.journal.addDurableListener(() -> woken[0]++);
        fixture.append("a");
        fixture.append("b");
        assertThat(woken[0]).isEqualTo(2);
        assertThat(fixture.records()).containsExactly("a", "b");
    }

    @Test
    void optionsHaveTheseDefaultsAndSayWhatIsWrong() {
        assertThat(JournalOptions.DEFAULT)
                .isEqualTo(new JournalOptions(67_108_864, 16_777_216, 67_108_864, 86_400_000, 1_000_000, 1_000, ""));
        assertThatThrownBy(() -> JournalOptions.DEFAULT.segmentBytes(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("journal.segment-bytes");
        assertThatThrownBy(() -> JournalOptions.DEFAULT.waiting(1_000, 999))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("journal.waiting-bytes");
        assertThatThrownBy(() -> JournalOptions.DEFAULT.resumeAfter(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void readOnlySeesAllAndChangesNothing() throws Throwable {
        fixture.options(OPTIONS.segmentBytes(100)).open();
        for (int i = 0; i < 10; i++) {
            fixture.append("record " + i);
        }
        int operations = fixture.storage.operations().size();
        JournalLog log = Journal.openReadOnly(DIRECTORY, fixture.storage);
        assertThat(log.end()).isEqualTo(10);
        assertThat(log.metadata()).isEqualTo("{}");
        assertThat(JournalFixture.records(log, 4)).hasSize(6);
        assertThat(fixture.storage.operations()).hasSize(operations);
        assertThatThrownBy(() -> Journal.openReadOnly(Path.of("/other"), fixture.storage))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no journal in /other");
    }

    @Test
    void tenThousandAppendsFromSeveralThreadsOnARealDiskAreReadBackWhileTheyAreWritten(@TempDir Path directory)
            throws Throwable {
        int threads = 4;
        int each = 2_500;
        try (Journal journal = Journal.open(
                directory.resolve("journal"),
                new DirectoryStorage(),
                new SystemClock(),
                OPTIONS.segmentBytes(50_000))) {
            List<Thread> writers = new ArrayList<>();
            List<CompletableFuture<Appended>> answers = java.util.Collections.synchronizedList(new ArrayList<>());
            for (int t = 0; t < threads; t++) {
                String name = "t" + t + "-";
                writers.add(new Thread(() -> {
                    for (int i = 0; i < each; i++) {
                        answers.add(journal.append(bytes(name + i), null, null));
                    }
                }));
            }
            int[] alsoRead = new int[1];
            writers.add(new Thread(() -> {
                try (JournalReader other = journal.read(0)) {
                    while (alsoRead[0] < threads * each) {
                        alsoRead[0] += other.next() ? 1 : 0;
                    }
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            }));
            writers.forEach(Thread::start);
            int[] nextOf = new int[threads];
            try (JournalReader reader = journal.read(0)) {
                for (int read = 0; read < threads * each; ) {
                    if (!reader.next()) {
                        Thread.onSpinWait();
                        continue;
                    }
                    String record = new String(reader.record(), UTF_8);
                    int thread = record.charAt(1) - '0';
                    assertThat(record).isEqualTo("t" + thread + "-" + nextOf[thread]++);
                    read++;
                }
            }
            for (Thread writer : writers) {
                writer.join();
            }
            assertThat(alsoRead[0]).isEqualTo(threads * each);
            assertThat(answers.stream().map(CompletableFuture::join).map(Appended::firstOffset))
                    .doesNotHaveDuplicates()
                    .hasSize(threads * each);
        }
        try (Journal again =
                Journal.open(directory.resolve("journal"), new DirectoryStorage(), new SystemClock(), OPTIONS)) {
            assertThat(again.end()).isEqualTo((long) threads * each);
            assertThat(JournalFixture.records(again, 0)).hasSize(threads * each);
        }
    }
}
