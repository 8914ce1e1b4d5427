package dev.millrace.registry;

import static dev.millrace.registry.Checkpoints.checkpoint;
import static dev.millrace.registry.Checkpoints.text;
import static dev.millrace.registry.Life.MODEL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.registry.durable.Damaged;
import dev.millrace.registry.durable.FormatTooNew;
import dev.millrace.registry.durable.SealedJson;
import dev.millrace.stream.checkpoint.MissingParent;
import dev.millrace.stream.storage.FaultyStorage;
import dev.millrace.stream.storage.Storage;
import dev.millrace.stream.time.ManualClock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Files that are not what was written, and writers that should not be there. */
class DamageTest {
    private static final Path DIRECTORY = Path.of("/registry");
    private static final RegistryOptions OPTIONS = RegistryOptions.defaults().withLock(directory -> () -> {});
    private static final Path MANIFEST = DIRECTORY.resolve("fraud/versions/00000000000000000003.json");
    private static final Path PACK = DIRECTORY.resolve("fraud/packs/run-a-3.pack");

    private final FaultyStorage storage = new FaultyStorage(1);
    private final ManualClock clock = new ManualClock(10_000_000);

    private Registry open(Mode mode) throws IOException {
        return Registry.open(DIRECTORY, storage, clock, mode, OPTIONS);
    }

    @BeforeEach
    void threeVersions() throws IOException {
        Registry registry = open(Mode.WRITE);
        for (int i = 1; i <= 3; i++) {
            registry.commit(checkpoint("run-a", i)
                    .parent(i - 1)
                    .chunk("w", "weights " + i)
                    .build());
        }
        storage.forceAll();
    }

    private void put(Path file, byte[] content) throws IOException {
        if (storage.exists(file)) {
            storage.delete(file);
        }
        try (Storage.StorageFile open = storage.create(file)) {
            open.write(ByteBuffer.wrap(content), 0);
        }
    }

    /** Fault 4. */
    @Test
    void aManifestTornAtAnyByteIsRejectedByNameAndThePreviousServed() throws IOException {
        byte[] whole = storage.read(MANIFEST);
        for (int length = 0; length < whole.length; length++) {
            put(MANIFEST, java.util.Arrays.copyOf(whole, length));
            Registry registry = open(Mode.READ);
            assertThat(registry.newest("fraud").orElseThrow().version()).isEqualTo(2);
            assertThat(registry.damaged("fraud"))
                    .singleElement()
                    .satisfies(damage -> assertThat(damage.cause()).contains("fraud@3", MANIFEST.toString()));
        }
        put(MANIFEST, whole);
        assertThat(open(Mode.READ).newest("fraud").orElseThrow().version()).isEqualTo(3);
    }

    @Test
    void aChangedBitAnywhereInAManifestIsNoticed() throws IOException {
        int bytes = storage.read(MANIFEST).length;
        for (int at = 0; at < bytes; at++) {
            storage.flipBit(MANIFEST, at, at % 8);
            Registry registry = open(Mode.READ);
            assertThatThrownBy(() -> registry.load("fraud", 3)).isInstanceOf(Damaged.class);
            assertThat(registry.latest("fraud").orElseThrow().number()).isEqualTo(2);
            storage.flipBit(MANIFEST, at, at % 8);
        }
    }

    /** Fault 5. */
    @Test
    void aChangedBitInAPackIsANamedErrorAndNeverServed() throws IOException {
        int header = 24;
        int bytes = storage.read(PACK).length;
        for (int at = header; at < bytes; at++) {
            storage.flipBit(PACK, at, at % 8);
            List<Damage> heard = new ArrayList<>();
            Registry registry = open(Mode.READ);
            registry.addDamageListener(heard::add);
            assertThatThrownBy(() -> registry.load("fraud", 3).chunks(Checkpoints.LEARN))
                    .isInstanceOf(Damaged.class)
                    .hasMessageContaining("fraud@3 learn/0")
                    .hasMessageContaining("run-a-3.pack");
            assertThat(text(registry.newest("fraud").orElseThrow(), "w")).isEqualTo("weights 2");
            assertThat(registry.verify("fraud", 3).isWhole()).isFalse();
            assertThat(registry.verify("fraud", 2).isWhole()).isTrue();
            assertThat(heard).extracting(Damage::version).containsExactly(3L);
            storage.flipBit(PACK, at, at % 8);
        }
    }

    @Test
    void aTruncatedOrMissingPackIsANamedError() throws IOException {
        byte[] whole = storage.read(PACK);
        put(PACK, java.util.Arrays.copyOf(whole, whole.length - 1));
        assertThatThrownBy(() -> open(Mode.READ).load("fraud", 3))
                .isInstanceOf(Damaged.class)
                .hasMessageContaining("fraud@3")
                .hasMessageContaining("truncated: it has " + (whole.length - 1) + " bytes, " + whole.length);
        storage.delete(PACK);
        assertThatThrownBy(() -> open(Mode.READ).load("fraud", 3))
                .isInstanceOf(Damaged.class)
                .hasMessageContaining("the pack is missing");
        assertThat(open(Mode.READ).newest("fraud").orElseThrow().version()).isEqualTo(2);
    }

    @Test
    void anUnchangedChunkThatIsDamagedWhenItsPackIsEmptiedAsksForAWholeCheckpoint() throws IOException {
        Registry registry = open(Mode.WRITE);
        String large = "large".repeat(2_000);
        registry.commit(checkpoint("run-b", 1)
                .parent(3)
                .chunk("w", "small")
                .chunk("v", large)
                .build());
        Path pack = DIRECTORY.resolve("fraud/packs/run-b-1.pack");
        byte[] bytes = storage.read(pack);
        int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("small");
        bytes[at] ^= 1;
        put(pack, bytes);
        assertThatThrownBy(() -> registry.commit(checkpoint("run-b", 2)
                        .parent(4)
                        .unchanged("w")
                        .chunk("v", "tiny")
                        .build()))
                .isInstanceOf(MissingParent.class)
                .hasMessageContaining("an unchanged chunk of version 4 cannot be read")
                .hasMessageContaining("commit every chunk");
        long version = registry.commit(
                checkpoint("run-b", 3).chunk("w", "small").chunk("v", "tiny").build());
        assertThat(text(registry.load("fraud", version), "w")).isEqualTo("small");
        assertThat(registry.verify("fraud", version).isWhole()).isTrue();
    }

    @Test
    void aDamagedNumberIsNotUsedAgain() throws IOException {
        storage.flipBit(MANIFEST, 5);
        Registry registry = open(Mode.WRITE);
        assertThat(registry.newest("fraud").orElseThrow().version()).isEqualTo(2);
        assertThat(registry.commit(
                        checkpoint("run-b", 1).parent(2).unchanged("w").build()))
                .isEqualTo(4);
        assertThat(text(registry.newest("fraud").orElseThrow(), "w")).isEqualTo("weights 2");
    }

    @Test
    void aScrubReadsWhatThisProcessHasWritten() throws IOException {
        Registry registry = open(Mode.WRITE);
        registry.commit(checkpoint("run-b", 1).parent(3).chunk("w", "weights 4").build());
        assertThat(registry.verify("fraud", 4).chunks()).isEqualTo(1);
        storage.flipBit(DIRECTORY.resolve("fraud/packs/run-b-1.pack"), 24);
        assertThat(registry.verify("fraud", 4).problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem).contains("fraud@4 learn/0 chunk 'w'"));
        assertThat(registry.latest("fraud").orElseThrow().number()).isEqualTo(3);
    }

    @Test
    void aManifestOfANewerFormatStopsRatherThanGoesBack() throws IOException {
        put(MANIFEST, SealedJson.seal(2, json -> json.writeString("the future")));
        assertThatThrownBy(() -> open(Mode.WRITE).newest("fraud"))
                .isInstanceOf(FormatTooNew.class)
                .hasMessageContaining("format 2")
                .hasMessageContaining("newer Millrace");
    }

    @Test
    void aManifestUnderAnotherNumberIsNoVersion() throws IOException {
        put(DIRECTORY.resolve("fraud/versions/00000000000000000004.json"), storage.read(MANIFEST));
        Registry registry = open(Mode.READ);
        assertThat(registry.newest("fraud").orElseThrow().version()).isEqualTo(3);
        assertThat(registry.damaged("fraud").get(0).cause()).contains("it is the manifest of fraud@3, not of fraud@4");
    }

    /** Fault 8. */
    @Test
    void aHintThatIsEmptyStaleOrMissingDoesNoHarm() throws IOException {
        Path hint = DIRECTORY.resolve("fraud/newest");
        for (String content : new String[] {"", "1\n", "99999\n", "not a number", "-5", null}) {
            Registry reader = open(Mode.READ);
            assertThat(reader.latest("fraud").orElseThrow().number()).isEqualTo(3);
            if (content == null) {
                storage.delete(hint);
            } else {
                put(hint, content.getBytes(StandardCharsets.UTF_8));
            }
            assertThat(reader.latest("fraud").orElseThrow().number()).isEqualTo(3);
            assertThat(open(Mode.READ).newest("fraud").orElseThrow().version()).isEqualTo(3);
            assertThat(open(Mode.WRITE).newest("fraud").orElseThrow().version()).isEqualTo(3);
        }
    }

    @Test
    void aReaderSeesBeyondAGap() throws IOException {
        Registry reader = open(Mode.READ);
        assertThat(reader.latest("fraud").orElseThrow().number()).isEqualTo(3);
        Registry writer = open(Mode.WRITE);
        for (int i = 4; i <= 6; i++) {
            writer.commit(checkpoint("run-b", i)
                    .parent(i - 1)
                    .chunk("w", "weights " + i)
                    .build());
        }
        writer.tag("fraud", "kept", 3);
        clock.advanceMillis(1_000);
        writer.collect("fraud", new Retention(1, 0, 0, 0), false);
        assertThat(reader.latest("fraud").orElseThrow().number()).isEqualTo(6);
        assertThat(reader.versions("fraud", Long.MAX_VALUE, 10))
                .extracting(Version::number)
                .containsExactly(6L, 3L);
    }

    /** Fault 9. */
    @Test
    void ofTwoWritersOneWinsAndTheOtherIsToldForGood() throws IOException {
        Registry first = open(Mode.WRITE);
        Registry second = open(Mode.WRITE);
        first.newest("fraud");
        second.newest("fraud");
        assertThat(first.commit(
                        checkpoint("run-b", 1).parent(3).chunk("w", "first").build()))
                .isEqualTo(4);
        for (int attempt = 1; attempt <= 3; attempt++) {
            int number = attempt;
            assertThatThrownBy(() -> second.commit(checkpoint("run-c", number)
                            .parent(3)
                            .chunk("w", "second")
                            .build()))
                    .isInstanceOf(Replaced.class)
                    .hasMessageContaining("fraud@4 was committed by another writer (run run-b, checkpoint 1)")
                    .hasMessageContaining("must stop");
        }
        assertThat(text(first.newest("fraud").orElseThrow(), "w")).isEqualTo("first");
        assertThat(first.commit(
                        checkpoint("run-b", 2).parent(4).chunk("w", "on").build()))
                .isEqualTo(5);
    }

    /** Fault 17. */
    @Test
    void aNameThatIsNoneIsRefusedBeforeAnyFileIsTouched() throws IOException {
        Registry registry = open(Mode.WRITE);
        int operations = storage.operations().size();
        List<String> names = List.of(
                "",
                "../x",
                "..",
                ".",
                ".hidden",
                "a/b",
                "a\\b",
                "/etc",
                "a b",
                "a\0b",
                "ä",
                "\uD800",
                "lock",
                "-x",
                "x".repeat(101),
                "x".repeat(100_000));
        for (String name : names) {
            assertThatThrownBy(() -> registry.commit(
                            Checkpoints.of(name, "run-b", 1).chunk("w", "1").build()))
                    .as(name)
                    .isInstanceOf(BadName.class);
            assertThatThrownBy(() -> registry.load(name, 1)).as(name).isInstanceOf(BadName.class);
            assertThatThrownBy(() -> registry.newest(name)).as(name).isInstanceOf(BadName.class);
            if (!name.equals("lock")) {
                assertThatThrownBy(() -> registry.commit(
                                checkpoint(name, 1).chunk("w", "1").build()))
                        .as(name)
                        .isInstanceOf(BadName.class);
                assertThatThrownBy(() -> registry.moveAlias("fraud", name, 1, null, "ann", "up"))
                        .as(name)
                        .isInstanceOf(BadName.class);
                assertThatThrownBy(() -> registry.tag("fraud", name, 1))
                        .as(name)
                        .isInstanceOf(BadName.class);
            }
        }
        assertThatThrownBy(() -> registry.moveAlias("fraud", "17", 1, null, "ann", "up"))
                .isInstanceOf(BadName.class)
                .hasMessageContaining("the first a letter");
        assertThat(storage.operations().stream().skip(operations))
                .as("what was changed: the directories' forces when 'fraud' was opened")
                .allMatch(operation -> operation.path().startsWith(DIRECTORY.resolve(MODEL))
                        || operation.path().equals(DIRECTORY));
        assertThat(registry.models()).containsExactly("fraud");
    }

    @Test
    void aRegistryThatCannotBeWrittenIsRefusedAtOnce() {
        storage.failNext(
                operation -> operation.path().endsWith("probe.tmp"), dev.millrace.stream.storage.Fault.IO_ERROR);
        assertThatThrownBy(() -> open(Mode.WRITE))
                .isInstanceOf(BadRegistry.class)
                .hasMessageContaining("cannot be written");
        storage.failNext(dev.millrace.stream.storage.Operation.Kind.LINK, dev.millrace.stream.storage.Fault.IO_ERROR);
        assertThatThrownBy(() -> open(Mode.WRITE))
                .isInstanceOf(BadRegistry.class)
                .hasMessageContaining("without hard links");
    }

    @Test
    void aFactThatHasNoJsonIsNamed() throws IOException {
        Registry registry = open(Mode.WRITE);
        var bad = checkpoint("run-b", 1).chunk("w", "1").build();
        bad.parts().get(Checkpoints.LEARN).facts().put("thread", Thread.currentThread());
        assertThatThrownBy(() -> registry.commit(bad))
                .isInstanceOf(BadCheckpoint.class)
                .hasMessageContaining("the fact 'thread' is a java.lang.Thread");
        assertThat(storage.list(DIRECTORY.resolve("fraud/packs"))).doesNotContain("run-b-1.pack");
    }
}
