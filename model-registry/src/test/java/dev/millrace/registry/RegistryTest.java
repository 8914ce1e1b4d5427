package dev.millrace.registry;

import static dev.millrace.registry.Checkpoints.LEARN;
import static dev.millrace.registry.Checkpoints.checkpoint;
import static dev.millrace.registry.Checkpoints.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.stream.checkpoint.Checkpoint.PartKey;
import dev.millrace.stream.checkpoint.MissingParent;
import dev.millrace.stream.source.Offset;
import dev.millrace.stream.storage.DirectoryLock;
import dev.millrace.stream.storage.DirectoryStorage;
import dev.millrace.stream.time.ManualClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a registry does on the machine's own disk. */
class RegistryTest {
    @TempDir
    Path folder;

    private final ManualClock clock = new ManualClock(10_000_000);

    private Registry open(Mode mode) throws IOException {
        return Registry.open(
                folder.resolve("registry"), new DirectoryStorage(), clock, mode, RegistryOptions.defaults());
    }

    @Test
    void thePlaceInASecondSourceIsKept() throws Exception {
        Offset beside = new Offset(2, 7, 1L << 50);
        try (Registry registry = open(Mode.WRITE)) {
            registry.commit(checkpoint("run-a", 1)
                    .events(42)
                    .beside(beside)
                    .chunk("w", "1")
                    .build());
        }
        try (Registry registry = open(Mode.READ)) {
            assertThat(registry.newest("fraud")
                            .orElseThrow()
                            .sources()
                            .get("journal/0")
                            .offset())
                    .isEqualTo(new Offset(0, 42, 42, beside));
        }
    }

    @Test
    void whatWasCommittedIsReadBack() throws IOException {
        try (Registry registry = open(Mode.WRITE)) {
            long version = registry.commit(checkpoint("run-a", 1)
                    .events(42)
                    .chunk("weights", "w1")
                    .chunk(new PartKey("count", 3), "main", new byte[] {1, 2})
                    .build());
            assertThat(version).isEqualTo(1);
        }
        try (Registry registry = open(Mode.WRITE)) {
            var stored = registry.newest("fraud").orElseThrow();
            assertThat(stored.version()).isEqualTo(1);
            assertThat(stored.pipeline()).isEqualTo("fraud");
            assertThat(stored.planFingerprint()).isEqualTo("plan-1");
            assertThat(stored.definition()).isEqualTo("{\"pipeline\":\"fraud\"}");
            assertThat(stored.partitions()).isEqualTo(1);
            assertThat(stored.createdAtMillis()).isEqualTo(1_000_000);
            assertThat(stored.sources().get("journal/0").offset()).isEqualTo(new Offset(0, 42, 42));
            assertThat(stored.sources().get("journal/0").watermarkMillis()).isEqualTo(5_000);
            assertThat(stored.parts()).containsExactly(new PartKey("count", 3), LEARN);
            assertThat(stored.facts(LEARN)).isEqualTo(Map.of("events", 42L, "accuracy", 0.5));
            assertThat(stored.chunks(new PartKey("count", 3)).get("main")).containsExactly(1, 2);
            assertThat(text(stored, "weights")).isEqualTo("w1");
            assertThat(registry.version("fraud", 1).events()).isEqualTo(42);
        }
    }

    @Test
    void versionsCountUpAndKnowTheirParents() throws IOException {
        try (Registry registry = open(Mode.WRITE)) {
            registry.commit(checkpoint("run-a", 1).chunk("w", "1").build());
            registry.commit(checkpoint("run-a", 2).parent(1).chunk("w", "2").build());
            registry.commit(checkpoint("run-a", 3).parent(2).chunk("w", "3").build());
            assertThat(registry.latest("fraud").orElseThrow().number()).isEqualTo(3);
            assertThat(registry.version("fraud", 3).parent()).isEqualTo(2);
            assertThat(registry.versions("fraud", Long.MAX_VALUE, 2))
                    .extracting(Version::number)
                    .containsExactly(3L, 2L);
            assertThat(registry.versions("fraud", 2, 10))
                    .extracting(Version::number)
                    .containsExactly(1L);
            assertThat(text(registry.load("fraud", 1), "w")).isEqualTo("1");
        }
    }

    @Test
    void anUnchangedChunkKeepsItsPlaceInAnOlderPack() throws IOException {
        byte[] large = "x".repeat(100_000).getBytes(StandardCharsets.UTF_8);
        try (Registry registry = open(Mode.WRITE)) {
            registry.commit(checkpoint("run-a", 1)
                    .chunk("w", "1")
                    .chunk(LEARN, "large", large)
                    .build());
            registry.commit(checkpoint("run-a", 2)
                    .parent(1)
                    .chunk("w", "2")
                    .unchanged("large")
                    .build());
            registry.commit(checkpoint("run-a", 3)
                    .parent(2)
                    .chunk("w", "3")
                    .chunk(LEARN, "large", large)
                    .build());
            assertThat(registry.version("fraud", 2).bytesAdded()).isLessThan(1_000);
            assertThat(registry.version("fraud", 3).bytesAdded())
                    .as("equal to the parent's, though handed over")
                    .isLessThan(1_000);
            assertThat(registry.load("fraud", 3).chunks(LEARN).get("large")).isEqualTo(large);
        }
    }

    @Test
    void aVersionThatIsAsItsParentWritesNoPack() throws IOException {
        try (Registry registry = open(Mode.WRITE)) {
            registry.commit(checkpoint("run-a", 1).chunk("w", "1").build());
            registry.commit(checkpoint("run-a", 2).parent(1).unchanged("w").build());
            assertThat(registry.version("fraud", 2).bytesAdded()).isZero();
            assertThat(registry.directory().resolve("fraud/packs").toFile().list())
                    .hasSize(1);
            assertThat(text(registry.load("fraud", 2), "w")).isEqualTo("1");
        }
    }

    @Test
    void aChunkUnchangedSinceNothingIsRefused() throws IOException {
        try (Registry registry = open(Mode.WRITE)) {
            assertThatThrownBy(() -> registry.commit(
                            checkpoint("run-a", 1).unchanged("w").build()))
                    .isInstanceOf(MissingParent.class)
                    .hasMessageContaining("chunk 'w' of learn/0")
                    .hasMessageContaining("commit every chunk");
            assertThat(registry.newest("fraud")).isEmpty();
        }
    }

    @Test
    void theSameCheckpointAgainIsTheSameVersion() throws IOException {
        try (Registry registry = open(Mode.WRITE)) {
            assertThat(registry.commit(checkpoint("run-a", 1).chunk("w", "1").build()))
                    .isEqualTo(1);
            assertThat(registry.commit(checkpoint("run-a", 1).chunk("w", "1").build()))
                    .isEqualTo(1);
            assertThat(registry.versionCount("fraud")).isEqualTo(1);
        }
    }

    @Test
    void aReaderInAnotherProcessSeesNewVersions() throws IOException {
        try (Registry writer = open(Mode.WRITE);
                Registry reader = open(Mode.READ)) {
            assertThat(reader.models()).isEmpty();
            assertThat(reader.latest("fraud")).isEmpty();
            writer.commit(checkpoint("run-a", 1).chunk("w", "1").build());
            assertThat(reader.models()).containsExactly("fraud");
            assertThat(reader.refresh("fraud")).isTrue();
            assertThat(reader.refresh("fraud")).isFalse();
            assertThat(reader.latest("fraud").orElseThrow().number()).isEqualTo(1);
            writer.commit(checkpoint("run-a", 2).parent(1).chunk("w", "2").build());
            assertThat(reader.refresh("fraud")).isTrue();
            assertThat(text(reader.newest("fraud").orElseThrow(), "w")).isEqualTo("2");
            assertThatThrownBy(() ->
                            reader.commit(checkpoint("run-b", 1).chunk("w", "3").build()))
                    .isInstanceOf(ReadOnly.class);
        }
    }

    @Test
    void listenersHearOfEachCommit() throws IOException {
        List<Long> heard = new ArrayList<>();
        try (Registry registry = open(Mode.WRITE)) {
            registry.addCommitListener(version -> {
                throw new IllegalStateException("a listener's own trouble");
            });
            registry.addCommitListener(version -> heard.add(version.number()));
            registry.commit(checkpoint("run-a", 1).chunk("w", "1").build());
            registry.commit(checkpoint("run-a", 2).parent(1).chunk("w", "2").build());
        }
        assertThat(heard).containsExactly(1L, 2L);
    }

    @Test
    void aPathThatIsAFileIsRefused() throws IOException {
        Files.writeString(folder.resolve("registry"), "not a directory");
        for (Mode mode : Mode.values()) {
            assertThatThrownBy(() -> open(mode))
                    .isInstanceOf(BadRegistry.class)
                    .hasMessageContaining("is a file")
                    .hasMessageContaining("name a directory");
        }
    }

    @Test
    void aMissingRegistryCannotBeRead() {
        assertThatThrownBy(() -> open(Mode.READ))
                .isInstanceOf(BadRegistry.class)
                .hasMessageContaining("there is no registry at");
    }

    @Test
    void aRegistryHasOneWriter() throws IOException {
        try (Registry first = open(Mode.WRITE)) {
            assertThat(first.mode()).isEqualTo(Mode.WRITE);
            assertThatThrownBy(() -> open(Mode.WRITE))
                    .isInstanceOf(DirectoryLock.InUse.class)
                    .hasMessageContaining("in use");
        }
        open(Mode.WRITE).close();
    }

    @Test
    void whatIsNotThereIsNamed() throws IOException {
        try (Registry registry = open(Mode.WRITE)) {
            registry.commit(checkpoint("run-a", 1).chunk("w", "1").build());
            assertThatThrownBy(() -> registry.load("fraud", 7))
                    .isInstanceOf(NotFound.class)
                    .hasMessage("fraud has no version 7; it has 1");
            registry.commit(checkpoint("run-a", 2).chunk("w", "2").build());
            assertThatThrownBy(() -> registry.version("fraud", 7))
                    .isInstanceOf(NotFound.class)
                    .hasMessage("fraud has no version 7; it has 2, from 1 to 2");
            assertThatThrownBy(() -> registry.resolve("fraud@champion"))
                    .isInstanceOf(NotFound.class)
                    .hasMessage("fraud has no alias or tag 'champion'; it has the aliases latest and no tags");
            assertThatThrownBy(() -> registry.load("spam", 7))
                    .isInstanceOf(NotFound.class)
                    .hasMessageContaining("no model 'spam'; it has [fraud]");
            assertThatThrownBy(() -> registry.version("fraud", 0)).isInstanceOf(NotFound.class);
        }
    }

    @Test
    void twoVersionsAreComparedChunkByChunk() throws IOException {
        try (Registry registry = open(Mode.WRITE)) {
            registry.commit(checkpoint("run-a", 1)
                    .chunk("same", "1")
                    .chunk("other", "1")
                    .chunk("gone", "1")
                    .build());
            registry.commit(checkpoint("run-a", 2)
                    .parent(1)
                    .chunk("same", "1")
                    .chunk("other", "2")
                    .chunk("new", "2")
                    .build());
            Comparison found = registry.compare("fraud", 1, 2);
            assertThat(found.isEqual()).isFalse();
            assertThat(found.equalChunks()).isEqualTo(1);
            assertThat(found.differing()).extracting(Object::toString).containsExactly("learn/0:other");
            assertThat(found.onlyInFirst()).extracting(Object::toString).containsExactly("learn/0:gone");
            assertThat(found.onlyInSecond()).extracting(Object::toString).containsExactly("learn/0:new");
            assertThat(Comparison.of(registry.load("fraud", 1), registry.load("fraud", 2)))
                    .isEqualTo(found);
            assertThat(registry.compare("fraud", 2, 2).isEqual()).isTrue();
        }
    }
}
