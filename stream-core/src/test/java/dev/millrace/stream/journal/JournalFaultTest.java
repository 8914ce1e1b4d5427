package dev.millrace.stream.journal;

import static dev.millrace.stream.journal.JournalFixture.DIRECTORY;
import static dev.millrace.stream.journal.JournalFixture.OPTIONS;
import static dev.millrace.stream.journal.JournalFixture.segment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.stream.storage.Fault;
import dev.millrace.stream.storage.FaultyStorage;
import dev.millrace.stream.storage.FaultyStorage.Unforced;
import dev.millrace.stream.storage.Operation.Kind;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JournalFaultTest {
    private final JournalFixture fixture = new JournalFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    // ---- torn, damaged ----

    @Test
    void aBatchTornAtAnyByteIsCutAndWritingGoesOn() throws Throwable {
        fixture.open();
        fixture.append("a");
        fixture.append("b", "c");
        int whole = (int) fixture.storage.size(segment(0));
        fixture.append("torn", "as a whole");
        byte[] all = fixture.storage.read(segment(0));
        for (int length = whole; length < all.length; length++) {
            for (boolean zeros : new boolean[] {false, true}) {
                byte[] torn = Arrays.copyOf(Arrays.copyOf(all, length), zeros ? all.length : length);
                try (JournalFixture found = new JournalFixture()) {
                    found.storage = JournalFixture.copy(fixture.storage, segment(0), torn);
                    found.open();
                    assertThat(found.records()).containsExactly("a", "b", "c");
                    found.append("d");
                    found.afterCrash(Unforced.LOST);
                    assertThat(found.records()).containsExactly("a", "b", "c", "d");
                }
            }
        }
    }

    @Test
    void aBitThatFlippedAmongDurableRecordsIsNamedAndNotCut() throws Throwable {
        fixture.open();
        fixture.append("a");
        int from = (int) fixture.storage.size(segment(0));
        fixture.append("damaged");
        int until = (int) fixture.storage.size(segment(0));
        fixture.append("c");
        for (int at = from; at < until; at++) {
            FaultyStorage damaged = fixture.storage;
            damaged.flipBit(segment(0), at, at % 8);
            assertThatThrownBy(() -> Journal.openReadOnly(DIRECTORY, damaged))
                    .isInstanceOf(JournalCorrupt.class)
                    .hasMessageContaining(segment(0) + " is damaged at byte " + from + " (offset 1)");
            damaged.flipBit(segment(0), at, at % 8);
        }
        assertThat(fixture.records()).hasSize(3);
    }

    @Test
    void damageInAnOlderSegmentIsNamedByWhoReadsIt() throws Throwable {
        fixture.options(OPTIONS.segmentBytes(1)).open();
        fixture.append("a");
        fixture.append("b");
        fixture.append("c");
        fixture.storage.flipBit(segment(1), fixture.storage.size(segment(1)) - 1);
        fixture.afterClose();
        assertThat(JournalFixture.records(fixture.journal, 2)).containsExactly("c");
        assertThatThrownBy(fixture::records)
                .isInstanceOf(JournalCorrupt.class)
                .hasMessageContaining(segment(1).toString())
                .hasMessageContaining("offset 1");
    }

    @Test
    void aMissingOrShortenedOrForeignSegmentIsNamed() throws Throwable {
        fixture.options(OPTIONS.segmentBytes(1)).open();
        fixture.append("a");
        fixture.append("b");
        fixture.append("c");
        byte[] middle = fixture.storage.read(segment(1));
        FaultyStorage shorter =
                JournalFixture.copy(fixture.storage, segment(1), Arrays.copyOf(middle, middle.length - 1));
        assertThatThrownBy(() -> Journal.openReadOnly(DIRECTORY, shorter))
                .isInstanceOf(JournalCorrupt.class)
                .hasMessageContaining("of it were durable");
        FaultyStorage headless = JournalFixture.copy(fixture.storage, segment(1), new byte[middle.length]);
        assertThatThrownBy(() -> Journal.openReadOnly(DIRECTORY, headless))
                .isInstanceOf(JournalCorrupt.class)
                .hasMessageContaining("does not begin as a segment");
        FaultyStorage missing = JournalFixture.copy(fixture.storage, segment(1), middle);
        missing.delete(segment(1));
        assertThatThrownBy(() -> Journal.openReadOnly(DIRECTORY, missing))
                .isInstanceOf(JournalCorrupt.class)
                .hasMessageContaining(segment(1).getFileName() + " is missing");
    }

    @Test
    void aFileInPlaceOfTheDirectoryIsNamed() throws IOException {
        fixture.storage.createDirectories(DIRECTORY.getParent());
        fixture.storage.create(DIRECTORY).close();
        assertThatThrownBy(fixture::open).isInstanceOf(IOException.class).hasMessageContaining("is a file");
    }

    // ---- a force that fails ----

    @Test
    void afterAFailedForceRequestsAreRefusedAndThenGoOnInANewSegment() throws Throwable {
        fixture.open();
        fixture.append("a");
        fixture.storage.failNext(Kind.FORCE, Fault.IO_ERROR);
        try (JournalReader reader = fixture.journal.read(0)) {
            assertThat(reader.next()).isTrue();
            assertThatThrownBy(() -> fixture.append("lost"))
                    .isInstanceOf(JournalFailed.class)
                    .hasMessageContaining("Input/output error");
            assertThat(fixture.journal.isRefusing()).isTrue();
            assertThat(fixture.journal.refusingBecause()).contains("could not be made durable");
            int operations = fixture.storage.operations().size();
            assertThatThrownBy(() -> fixture.append("too soon")).isInstanceOf(JournalFailed.class);
            assertThat(fixture.storage.operations()).hasSize(operations);
            assertThat(fixture.journal.end()).isEqualTo(1);
            assertThat(reader.next()).isFalse();

            fixture.clock.advanceMillis(1_000);
            assertThat(fixture.append("b")).isEqualTo(new Appended(1, 1, false));
            assertThat(fixture.journal.isRefusing()).isFalse();
            assertThat(reader.next()).isTrue();
            assertThat(new String(reader.record(), java.nio.charset.StandardCharsets.UTF_8))
                    .isEqualTo("b");
        }
        for (Unforced unforced : Unforced.values()) {
            fixture.afterCrash(unforced);
            assertThat(fixture.records()).containsExactly("a", "b");
        }
    }

    @Test
    void resumeEndsThePause() throws Throwable {
        fixture.open();
        fixture.storage.failNext(Kind.FORCE, Fault.IO_ERROR);
        assertThatThrownBy(() -> fixture.append("lost")).isInstanceOf(JournalFailed.class);
        fixture.journal.resume();
        assertThat(fixture.append("a").firstOffset()).isZero();
        fixture.afterCrash(Unforced.KEPT);
        assertThat(fixture.records()).containsExactly("a");
    }

    @Test
    void aDeviceThatKeepsFailingKeepsRefusing() throws Throwable {
        fixture.options(OPTIONS.resumeAfter(0)).open();
        fixture.append("a");
        for (Kind kind : List.of(Kind.FORCE, Kind.FORCE, Kind.CREATE, Kind.WRITE, Kind.RENAME, Kind.FORCE_DIRECTORY)) {
            fixture.storage.failNext(kind, Fault.IO_ERROR);
            assertThatThrownBy(() -> fixture.append("lost")).isInstanceOf(JournalFailed.class);
        }
        fixture.append("b");
        fixture.afterCrash(Unforced.LOST);
        assertThat(fixture.records()).containsExactly("a", "b");
    }

    @Test
    void whatARestartShowsAfterAFailedForceIsMadeDurableFirst() throws Throwable {
        fixture.open();
        fixture.append("a");
        fixture.storage.failNext(Kind.FORCE, Fault.IO_ERROR);
        assertThatThrownBy(() -> fixture.append("shown, not saved")).isInstanceOf(JournalFailed.class);
        fixture.afterKill();
        List<String> shown = fixture.records();
        fixture.afterCrash(Unforced.LOST);
        assertThat(fixture.records()).isEqualTo(shown);
    }

    @Test
    void aFailedWriteIsTreatedAsAFailedForce() throws Throwable {
        fixture.options(OPTIONS.resumeAfter(0)).open();
        fixture.append("a");
        for (Fault fault : List.of(Fault.IO_ERROR, Fault.SHORT_WRITE)) {
            fixture.storage.failNext(Kind.WRITE, fault);
            assertThatThrownBy(() -> fixture.append("lost")).isInstanceOf(JournalFailed.class);
        }
        fixture.append("b");
        fixture.afterCrash(Unforced.KEPT);
        assertThat(fixture.records()).containsExactly("a", "b");
    }

    // ---- a full disk ----

    @Test
    void aFullDiskRefusesAndLosesNothingAndWorksOnceThereIsRoom() throws Throwable {
        fixture.open();
        fixture.append("a");
        fixture.storage.capacity(fixture.storage.size(segment(0)) + 100);
        assertThatThrownBy(() -> fixture.append("x".repeat(500)))
                .isInstanceOf(JournalFull.class)
                .hasMessageContaining("is full")
                .hasMessageContaining("make room");
        assertThat(fixture.journal.isRefusing()).isTrue();
        fixture.append("b"); // a small one has room
        assertThat(fixture.journal.isRefusing()).isFalse();
        fixture.storage.capacity(10_000);
        fixture.append("x".repeat(500));
        fixture.afterCrash(Unforced.LOST);
        assertThat(fixture.records()).containsExactly("a", "b", "x".repeat(500));
    }

    @Test
    void aRequestRefusedByAFullDiskStaysRefused() throws Throwable {
        for (int seed = 0; seed < 40; seed++) {
            try (JournalFixture full = new JournalFixture()) {
                full.storage = new FaultyStorage(seed);
                full.open().append("a");
                full.storage.failNext(Kind.WRITE, Fault.DISK_FULL);
                assertThatThrownBy(() -> full.append("refused")).isInstanceOf(JournalFull.class);
                full.afterCrash(seed);
                assertThat(full.records()).containsExactly("a");
            }
        }
    }

    @Test
    void aDiskThatIsFullWhenASegmentBeginsIsTheSame() throws Throwable {
        fixture.options(OPTIONS.segmentBytes(1)).open();
        fixture.append("a");
        fixture.storage.capacity(fixture.storage.size(segment(0)) + 10);
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> fixture.append("b")).isInstanceOf(JournalFull.class);
        }
        fixture.storage.capacity(10_000);
        fixture.append("b");
        fixture.afterCrash(Unforced.LOST);
        assertThat(fixture.records()).containsExactly("a", "b");
    }

    @Test
    void aForceThatFindsTheDiskFullGoesOnInANewSegment() throws Throwable {
        fixture.options(OPTIONS.resumeAfter(0)).open();
        fixture.append("a");
        fixture.storage.failNext(Kind.FORCE, Fault.DISK_FULL);
        assertThatThrownBy(() -> fixture.append("lost")).isInstanceOf(JournalFull.class);
        fixture.append("b");
        fixture.afterCrash(Unforced.KEPT);
        assertThat(fixture.records()).containsExactly("a", "b");
    }
}
