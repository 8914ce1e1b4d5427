package dev.millrace.registry;

import static dev.millrace.registry.Checkpoints.checkpoint;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.stream.storage.DirectoryStorage;
import dev.millrace.stream.time.ManualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names that point at versions. */
class AliasesTest {
    @TempDir
    Path folder;

    private final ManualClock clock = new ManualClock(10_000_000);
    private Registry registry;

    @BeforeEach
    void threeVersions() throws IOException {
        registry = Registry.open(folder, new DirectoryStorage(), clock, Mode.WRITE, RegistryOptions.defaults());
        for (int i = 1; i <= 3; i++) {
            registry.commit(
                    checkpoint("run-a", i).parent(i - 1).chunk("w", "" + i).build());
        }
    }

    @AfterEach
    void close() throws IOException {
        registry.close();
    }

    @Test
    void latestFollowesEachCommitAndCannotBeMoved() throws IOException {
        assertThat(registry.aliases("fraud")).containsOnlyKeys("latest");
        assertThat(registry.aliases("fraud").get("latest").version()).isEqualTo(3);
        assertThatThrownBy(() -> registry.moveAlias("fraud", "latest", 1, null, "ann", "because"))
                .isInstanceOf(BadName.class);
    }

    @Test
    void aMoveIsComparedAndSet() throws IOException {
        Alias first = registry.moveAlias("fraud", "champion", 1, Alias.NONE, "ann", "the first");
        assertThat(first.version()).isEqualTo(1);
        assertThat(first.movedAtMillis()).isEqualTo(10_000_000);
        assertThatThrownBy(() -> registry.moveAlias("fraud", "champion", 2, Alias.NONE, "bob", "too late"))
                .isInstanceOfSatisfying(
                        AliasConflict.class, e -> assertThat(e.currentEtag()).isEqualTo(first.etag()));
        Alias second = registry.moveAlias("fraud", "champion", 2, first.etag(), "bob", "better");
        assertThat(second.etag()).isNotEqualTo(first.etag());
        assertThat(registry.aliases("fraud").get("champion")).isEqualTo(second);
        assertThat(registry.moveAlias("fraud", "champion", 3, null, "bob", "anyway")
                        .version())
                .isEqualTo(3);
    }

    @Test
    void aRollbackGoesBackMoveByMove() throws IOException {
        for (long version = 1; version <= 3; version++) {
            registry.moveAlias("fraud", "champion", version, null, "ann", "up");
        }
        assertThat(registry.rollback("fraud", "champion", "ann", "bad").version())
                .isEqualTo(2);
        assertThat(registry.rollback("fraud", "champion", "ann", "worse").version())
                .isEqualTo(1);
        assertThatThrownBy(() -> registry.rollback("fraud", "champion", "ann", "worst"))
                .isInstanceOf(NotFound.class)
                .hasMessageContaining("nothing to go back to");
        assertThat(registry.aliasMoves("fraud")).extracting(AliasMove::to).containsExactly(1L, 2L, 3L, 2L, 1L);
        assertThat(registry.aliasMoves("fraud").get(3).why()).isEqualTo("bad");
    }

    @Test
    void aLineOfTheLogWithoutItsMoveDoesNotCount() throws IOException {
        registry.moveAlias("fraud", "champion", 1, null, "ann", "up");
        Path log = folder.resolve("fraud/alias-log.jsonl");
        Files.writeString(
                log,
                "{\"sequence\":2,\"alias\":\"champion\",\"from\":1,\"to\":2,\"at\":1,\"who\":\"bob\",\"why\":\"never\"}\n{\"seq",
                StandardOpenOption.APPEND);
        assertThat(registry.aliasMoves("fraud")).hasSize(1);
        registry.moveAlias("fraud", "champion", 3, null, "cid", "up");
        assertThat(registry.aliasMoves("fraud")).extracting(AliasMove::who).containsExactly("ann", "cid");
    }

    @Test
    void anAliasNeverMovesToAVersionThatDoesNotVerify() throws IOException {
        registry.moveAlias("fraud", "champion", 1, null, "ann", "up");
        Path pack = folder.resolve("fraud/packs/run-a-2.pack");
        byte[] bytes = Files.readAllBytes(pack);
        bytes[24] ^= 1; // the first chunk's first byte, after the header
        Files.write(pack, bytes);
        assertThatThrownBy(() -> registry.moveAlias("fraud", "champion", 2, null, "ann", "up"))
                .isInstanceOf(VersionDamaged.class)
                .hasMessageContaining("fraud@2 learn/0 chunk 'w'");
        assertThat(registry.aliases("fraud").get("champion").version()).isEqualTo(1);
        assertThatThrownBy(() -> registry.moveAlias("fraud", "champion", 9, null, "ann", "up"))
                .isInstanceOf(NotFound.class);
    }

    @Test
    void aliasesSurviveARestart() throws IOException {
        Alias moved = registry.moveAlias("fraud", "champion", 2, null, "ann", "up");
        registry.tag("fraud", "audit-2026", 1);
        registry.close();
        registry = Registry.open(folder, new DirectoryStorage(), clock, Mode.WRITE, RegistryOptions.defaults());
        assertThat(registry.aliases("fraud").get("champion")).isEqualTo(moved);
        assertThat(registry.tags("fraud")).containsEntry("audit-2026", 1L);
    }

    @Test
    void aReferenceIsAModelAndPerhapsAVersionAnAliasOrATag() throws IOException {
        registry.moveAlias("fraud", "champion", 2, null, "ann", "up");
        registry.tag("fraud", "audit", 1);
        assertThat(registry.resolve("fraud").number()).isEqualTo(3);
        assertThat(registry.resolve("fraud@latest").number()).isEqualTo(3);
        assertThat(registry.resolve("fraud@2").number()).isEqualTo(2);
        assertThat(registry.resolve("fraud@champion").number()).isEqualTo(2);
        assertThat(registry.resolve("fraud@champion").by()).isEqualTo("champion");
        assertThat(registry.resolve("fraud@audit").number()).isEqualTo(1);
        assertThatThrownBy(() -> registry.resolve("fraud@nobody"))
                .isInstanceOf(NotFound.class)
                .hasMessageContaining("champion")
                .hasMessageContaining("audit");
        registry.untag("fraud", "audit");
        assertThatThrownBy(() -> registry.resolve("fraud@audit")).isInstanceOf(NotFound.class);
        assertThatThrownBy(() -> registry.tag("fraud", "audit", 9)).isInstanceOf(NotFound.class);
    }
}
