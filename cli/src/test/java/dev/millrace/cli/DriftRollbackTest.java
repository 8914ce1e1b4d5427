package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.registry.Mode;
import dev.millrace.registry.Registry;
import dev.millrace.registry.RegistryOptions;
import dev.millrace.stream.storage.DirectoryStorage;
import dev.millrace.stream.time.SystemClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With {@code on-alarm: rollback} the version that holds an alarm moves the champion back, and only that one. */
class DriftRollbackTest {
    @TempDir
    private Path folder;

    private final CommandRun cli = new CommandRun();

    /** Rows 0 … 599 follow one rule, later ones the opposite. */
    private void rows(int count) throws IOException {
        StringBuilder text = new StringBuilder("x,class\n");
        for (int i = 0; i < count; i++) {
            int x = i * 7919 % 100;
            text.append(x).append(x < 50 != i >= 600 ? ",low\n" : ",high\n");
        }
        Files.writeString(folder.resolve("rows.csv"), text);
    }

    private long run(int count) throws IOException {
        rows(count);
        String file = folder.resolve("rows.yaml").toString();
        assertThat(cli.run("run", file, "--registry", registryPath().toString()))
                .as(cli.err())
                .isZero();
        try (Registry registry = registry()) {
            return registry.latest("rows").orElseThrow().number();
        }
    }

    private Path registryPath() {
        return folder.resolve("registry");
    }

    private Registry registry() throws IOException {
        return Registry.open(
                registryPath(), new DirectoryStorage(), new SystemClock(), Mode.WRITE, RegistryOptions.defaults());
    }

    private void promote(long version) throws IOException {
        try (Registry registry = registry()) {
            registry.moveAlias("rows", "champion", version, null, "test", "promoted");
        }
    }

    private long champion() throws IOException {
        try (Registry registry = registry()) {
            return registry.aliases("rows").get("champion").version();
        }
    }

    @Test
    void anAlarmMovesTheChampionBack() throws IOException {
        Files.writeString(folder.resolve("rows.yaml"), """
                pipeline: rows
                source: rows.csv
                label: class
                learner: naive-bayes
                drift: {detector: ddm, on-alarm: rollback, features: [x]}
                """);
        long first = run(300);
        promote(first);
        long second = run(600);
        promote(second);
        assertThat(champion()).as("no alarm so far").isEqualTo(second);
        long third = run(900);
        assertThat(third).isGreaterThan(second);
        assertThat(champion()).isEqualTo(first);
        try (Registry registry = registry()) {
            assertThat(registry.aliasMoves("rows"))
                    .anySatisfy(move -> assertThat(move.toString()).contains("drift alarm in version " + third));
        }
    }
}
