package dev.millrace.registry;

import static dev.millrace.registry.Checkpoints.LEARN;
import static dev.millrace.registry.Checkpoints.checkpoint;
import static dev.millrace.registry.Life.MODEL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.stream.random.Random64;
import dev.millrace.stream.storage.FaultyStorage;
import dev.millrace.stream.storage.Operation;
import dev.millrace.stream.storage.Operation.Kind;
import dev.millrace.stream.time.ManualClock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What commits cost, and that they do not cost more with time. */
class GrowthTest {
    private static final Path DIRECTORY = Path.of("/registry");
    private static final RegistryOptions OPTIONS = RegistryOptions.defaults().withLock(directory -> () -> {});

    private final FaultyStorage storage = new FaultyStorage(1);
    private final ManualClock clock = new ManualClock(10_000_000);

    private Registry open() throws IOException {
        return Registry.open(DIRECTORY, storage, clock, Mode.WRITE, OPTIONS);
    }

    private List<Kind> operationsOf(Registry registry, int number) throws IOException {
        int before = storage.operations().size();
        registry.commit(checkpoint("run-a", number)
                .parent(number - 1)
                .chunk("w", "weights " + number)
                .build());
        return storage.operations().stream().skip(before).map(Operation::kind).toList();
    }

    @Test
    void aCommitForcesFourTimesAndDoesTheSameWithAnyNumberOfVersions() throws IOException {
        Registry registry = open();
        operationsOf(registry, 1);
        List<Kind> few = operationsOf(registry, 2);
        assertThat(few)
                .containsExactly(
                        Kind.CREATE, // the pack
                        Kind.WRITE,
                        Kind.FORCE,
                        Kind.RENAME,
                        Kind.FORCE_DIRECTORY,
                        Kind.CREATE, // the manifest
                        Kind.WRITE,
                        Kind.FORCE,
                        Kind.LINK,
                        Kind.FORCE_DIRECTORY,
                        Kind.CREATE, // the hint
                        Kind.WRITE,
                        Kind.RENAME,
                        Kind.DELETE); // the manifest's temporary name
        for (int number = 3; number <= 500; number++) {
            operationsOf(registry, number);
        }
        assertThat(operationsOf(registry, 501)).isEqualTo(few);
        assertThat(registry.latest("fraud").orElseThrow().number()).isEqualTo(501);
    }

    @Test
    void largeChunksAreWrittenInLargePieces() throws IOException {
        Registry registry = open();
        registry.commit(checkpoint("run-a", 1)
                .chunk(LEARN, "large", new byte[10_000_000])
                .build());
        assertThat(storage.operations().stream()
                        .filter(operation -> operation.kind() == Kind.WRITE
                                && operation.path().toString().contains(".pack"))
                        .count())
                .isEqualTo(10);
    }

    /** A thousand commits that each change a little: every kept version is whole, and the packs stay few. */
    @Test
    void incrementalCommitsWithRetentionStayWholeAndSmall() throws IOException {
        for (int seed = 0; seed < 3; seed++) {
            FaultyStorage disk = new FaultyStorage(seed);
            Life life = new Life(seed).start(disk);
            Random64 random = new Random64(seed);
            for (int i = 0; i < 300; i++) {
                life.commit();
                if (random.nextInt(10) == 0) {
                    collect(life, new Retention(1 + random.nextInt(4), 0, 0, 0));
                }
                if (random.nextInt(25) == 0) {
                    life.start(disk);
                }
            }
            collect(life, new Retention(3, 0, 0, 0));
            life.checkAcknowledged();
            Version newest = life.registry().latest(MODEL).orElseThrow();
            long packs = newest.packs().values().stream()
                    .mapToLong(Version.PackUse::bytes)
                    .sum();
            assertThat(packs)
                    .as("bytes on disk for a state of %s", newest.stateBytes())
                    .isLessThan(4 * newest.stateBytes() + 20_000);
            assertThat(newest.packs()).hasSizeLessThan(16);
        }
    }

    private static void collect(Life life, Retention retention) throws IOException {
        life.clock.advanceMillis(1);
        CollectReport report = life.registry().collect(MODEL, retention, false);
        life.acknowledged.keySet().removeAll(new TreeSet<>(report.removedVersions()));
    }
}
