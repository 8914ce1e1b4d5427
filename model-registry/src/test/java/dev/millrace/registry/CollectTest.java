package dev.millrace.registry;

import static dev.millrace.registry.Checkpoints.checkpoint;
import static dev.millrace.registry.Life.MODEL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.stream.storage.Crashed;
import dev.millrace.stream.storage.FaultyStorage;
import dev.millrace.stream.storage.FaultyStorage.Unforced;
import dev.millrace.stream.time.ManualClock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is kept, what goes, and that nothing else goes. */
class CollectTest {
    private static final Path DIRECTORY = Path.of("/registry");
    private static final long HOUR = 3_600_000;
    private static final Retention LAST_TWO = new Retention(2, 0, 0, 0);

    private final FaultyStorage storage = new FaultyStorage(1);
    private final ManualClock clock = new ManualClock(1_000 * 24 * HOUR);

    private Registry open() throws IOException {
        return Registry.open(
                DIRECTORY,
                storage,
                clock,
                Mode.WRITE,
                RegistryOptions.defaults().withLock(directory -> () -> {}));
    }

    /** Versions that share nothing, an hour apart. */
    private Registry hourly(int versions) throws IOException {
        Registry registry = open();
        for (int i = 1; i <= versions; i++) {
            clock.advanceMillis(HOUR);
            registry.commit(checkpoint("run-a", i)
                    .parent(i - 1)
                    .at(clock.millis())
                    .chunk("w", "weights " + i)
                    .build());
        }
        clock.advanceMillis(1);
        return registry;
    }

    private static List<Long> numbers(Registry registry) throws IOException {
        return registry.versions("fraud", Long.MAX_VALUE, 1_000).stream()
                .map(Version::number)
                .toList();
    }

    @Test
    void theLastOnesStay() throws IOException {
        Registry registry = hourly(10);
        CollectReport dry = registry.collect("fraud", LAST_TWO, true);
        assertThat(numbers(registry)).hasSize(10);
        CollectReport report = registry.collect("fraud", LAST_TWO, false);
        assertThat(report.removedVersions()).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
        assertThat(report.removedPacks()).hasSize(8);
        assertThat(report.freedBytes()).isPositive();
        assertThat(dry.removedVersions()).isEqualTo(report.removedVersions());
        assertThat(dry.removedPacks()).isEqualTo(report.removedPacks());
        assertThat(numbers(registry)).containsExactly(10L, 9L);
        assertThat(storage.list(DIRECTORY.resolve("fraud/packs"))).containsExactly("run-a-10.pack", "run-a-9.pack");
        assertThat(registry.collect("fraud", LAST_TWO, false).removedVersions())
                .as("a second time there is nothing to do")
                .isEmpty();
        assertThat(registry.commit(
                        checkpoint("run-a", 11).parent(10).unchanged("w").build()))
                .isEqualTo(11);
    }

    @Test
    void oneOfEachHourAndDayStays() throws IOException {
        Registry registry = hourly(50);
        // The newest is of hour 50 (02:00 of day 3); the others of hour 49, …, 1.
        registry.collect("fraud", new Retention(1, 3, 3, 0), false);
        assertThat(numbers(registry)).containsExactly(50L, 49L, 48L, 47L, 23L);
    }

    @Test
    void whatHasANameStaysAndWhatARollbackWouldNeed() throws IOException {
        Registry registry = hourly(10);
        registry.moveAlias("fraud", "champion", 2, null, "ann", "up");
        registry.moveAlias("fraud", "champion", 4, null, "ann", "up");
        registry.moveAlias("fraud", "champion", 6, null, "ann", "up");
        registry.tag("fraud", "audit", 1);
        registry.collect("fraud", LAST_TWO, false);
        assertThat(numbers(registry)).containsExactly(10L, 9L, 6L, 4L, 1L);
        assertThat(registry.rollback("fraud", "champion", "ann", "bad").version())
                .isEqualTo(4);
        assertThat(registry.verify("fraud", 1).isWhole()).isTrue();
    }

    @Test
    void whatIsYoungStays() throws IOException {
        Registry registry = hourly(10);
        registry.collect("fraud", LAST_TWO.withGraceMillis(5 * HOUR), false);
        assertThat(numbers(registry)).containsExactly(10L, 9L, 8L, 7L, 6L);
    }

    @Test
    void whatIsKeptStaysUntilTheRegistryIsClosed() throws IOException {
        Registry registry = hourly(6);
        registry.keep("fraud", 3);
        registry.commit(checkpoint("run-a", 7).parent(6).unchanged("w").build());
        registry.collect("fraud", LAST_TWO, false);
        assertThat(numbers(registry)).containsExactly(7L, 6L, 3L);
        registry.close();
        Registry again = open();
        again.collect("fraud", LAST_TWO, false);
        assertThat(numbers(again)).containsExactly(7L, 6L);
        assertThatThrownBy(() -> again.keep("fraud", 3)).isInstanceOf(NotFound.class);
    }

    @Test
    void aVersionThatARunWasRestoredFromStaysUntilItHasCommitted() throws IOException {
        hourly(5);
        Registry registry = open();
        registry.load("fraud", 2);
        registry.collect("fraud", new Retention(1, 0, 0, 0), false);
        assertThat(numbers(registry)).containsExactly(5L, 2L);
        registry.commit(checkpoint("run-b", 1)
                .parent(2)
                .at(clock.millis())
                .unchanged("w")
                .build());
        registry.collect("fraud", new Retention(1, 0, 0, 0), false);
        assertThat(numbers(registry)).containsExactly(6L);
        assertThat(registry.verify("fraud", 6).isWhole())
                .as("it lies in the pack of version 2, which stays for it")
                .isTrue();
    }

    @Test
    void nothingIsDeletedWhenTheLiveOnesAreNotKnown() throws IOException {
        Registry registry = hourly(5);
        registry.moveAlias("fraud", "champion", 2, null, "ann", "up");
        storage.flipBit(DIRECTORY.resolve("fraud/aliases.json"), 30);
        assertThatThrownBy(() -> registry.collect("fraud", LAST_TWO, false))
                .isInstanceOf(CollectRefused.class)
                .hasMessageContaining("nothing was deleted");
        assertThat(numbers(registry)).hasSize(5);
    }

    @Test
    void nothingIsDeletedWhenANamedVersionIsDamaged() throws IOException {
        hourly(5).moveAlias("fraud", "champion", 2, null, "ann", "up");
        storage.flipBit(DIRECTORY.resolve("fraud/versions/00000000000000000002.json"), 30);
        assertThatThrownBy(() -> open().collect("fraud", LAST_TWO, false))
                .isInstanceOf(CollectRefused.class)
                .hasMessageContaining("fraud@2");
    }

    @Test
    void nothingIsDeletedWhenNoVersionIsWhole() throws IOException {
        hourly(2);
        storage.flipBit(DIRECTORY.resolve("fraud/versions/00000000000000000001.json"), 30);
        storage.flipBit(DIRECTORY.resolve("fraud/versions/00000000000000000002.json"), 30);
        assertThatThrownBy(() -> open().collect("fraud", LAST_TWO, false))
                .isInstanceOf(CollectRefused.class)
                .hasMessageContaining("no version");
    }

    @Test
    void aRegistryCollectsByItselfIfToldTo() throws IOException {
        Registry registry = Registry.open(
                DIRECTORY,
                storage,
                clock,
                Mode.WRITE,
                RegistryOptions.defaults().withLock(directory -> () -> {}).withRetention(LAST_TWO, 5));
        for (int i = 1; i <= 10; i++) {
            clock.advanceMillis(1_000);
            registry.commit(checkpoint("run-a", i)
                    .parent(i - 1)
                    .at(clock.millis() - 1)
                    .chunk("w", "weights " + i)
                    .build());
        }
        assertThat(numbers(registry)).containsExactly(10L, 9L);
    }

    /** Fault 14: killed at every step. */
    @Test
    void aCollectionThatIsCutShortLosesNothingAndIsCompletedByTheNext() throws IOException {
        for (Unforced unforced : Unforced.values()) {
            for (int at = 0; at < 60; at++) {
                Life life = new Life(7);
                FaultyStorage disk = new FaultyStorage(at);
                life.start(disk);
                for (int i = 0; i < 8; i++) {
                    life.commit();
                }
                disk.forceAll();
                disk.crashAt(disk.operations().size() + at);
                try {
                    life.registry().collect(MODEL, LAST_TWO, false);
                } catch (Crashed e) {
                    assertThat(at).isLessThan(40);
                }
                life.start(disk.crash(unforced, at));
                life.clock.advanceMillis(1);
                life.registry().collect(MODEL, LAST_TWO, false);
                assertThat(numbers(life.registry())).containsExactly(8L, 7L);
                life.acknowledged.keySet().removeIf(version -> version < 7);
                life.checkAcknowledged();
                assertThat(life.registry().verify(MODEL, 8).isWhole()).isTrue();
                assertThat(life.commit()).isEqualTo(9);
            }
        }
    }
}
