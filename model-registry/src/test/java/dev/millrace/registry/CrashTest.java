package dev.millrace.registry;

import static dev.millrace.registry.Life.MODEL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.stream.storage.Crashed;
import dev.millrace.stream.storage.Fault;
import dev.millrace.stream.storage.FaultyStorage;
import dev.millrace.stream.storage.FaultyStorage.Unforced;
import java.io.IOException;
import java.util.List;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The power fails, the process dies, or the disk fails at every operation of a registry's life. */
class CrashTest {
    private static final int SEEDS = 2;

    /** Opening, commits that build on each other, aliases, a tag, a collection: all that writes. */
    private static void run(Life life) throws IOException {
        life.commit();
        life.commit();
        life.registry().moveAlias(MODEL, "champion", life.lastAcknowledged(), null, "test", "up");
        life.commit();
        life.registry().tag(MODEL, "kept", life.lastAcknowledged());
        life.commit();
        life.registry().moveAlias(MODEL, "champion", life.lastAcknowledged(), null, "test", "up");
        life.commit();
    }

    private static int operations() throws IOException {
        FaultyStorage storage = new FaultyStorage(0);
        run(new Life(0).start(storage));
        return storage.operations().size();
    }

    /** Runs up to a crash; the storage that a restart finds. */
    private static FaultyStorage crashed(Life life, FaultyStorage storage, int at, LongFunction<FaultyStorage> crash)
            throws IOException {
        storage.crashAt(at);
        try {
            run(life.start(storage));
        } catch (Crashed e) {
            return crash.apply(at);
        }
        return crash.apply(at);
    }

    /** Faults 1 to 3: the version is N or N−1, what was acknowledged reads, and work goes on. */
    @ParameterizedTest
    @EnumSource(Unforced.class)
    void afterALossOfPowerAnywhereTheAcknowledgedVersionsRead(Unforced unforced) throws IOException {
        int operations = operations() + 20;
        int seeds = unforced == Unforced.MIXED ? 4 * SEEDS : SEEDS;
        for (int seed = 0; seed < seeds; seed++) {
            for (int at = 0; at < operations; at++) {
                Life life = new Life(seed);
                FaultyStorage storage = new FaultyStorage(seed);
                long chance = seed * 1_000L + at;
                FaultyStorage found = crashed(life, storage, at, index -> storage.crash(unforced, chance));
                checkAndGoOn(life, found);
            }
        }
    }

    /** What a restart after a killed process has shown is not lost by a loss of power after that. */
    @Test
    void whatARestartServesIsDurable() throws IOException {
        int operations = operations() + 20;
        for (Unforced unforced : Unforced.values()) {
            for (int at = 0; at < operations; at++) {
                Life life = new Life(at);
                FaultyStorage storage = new FaultyStorage(at);
                FaultyStorage restarted = crashed(life, storage, at, index -> storage.kill());
                life.start(restarted);
                var served = life.registry().newest(MODEL);
                life.start(restarted.crash(unforced, at));
                var again = life.registry().newest(MODEL);
                assertThat(again.isPresent()).isEqualTo(served.isPresent());
                if (served.isPresent()) {
                    assertThat(again.get().version()).isEqualTo(served.get().version());
                    life.check(again.get());
                }
            }
        }
    }

    private static void checkAndGoOn(Life life, FaultyStorage found) throws IOException {
        long before = life.lastAcknowledged();
        life.start(found);
        var newest = life.registry().newest(MODEL);
        assertThat(newest.map(stored -> stored.version()).orElse(0L)).isBetween(before, before + 1);
        if (newest.isPresent()) {
            life.check(newest.get());
        }
        life.checkAcknowledged();
        assertThat(life.registry().models()).allMatch(MODEL::equals);
        if (before > 0) {
            life.registry().aliases(MODEL);
            life.registry().tags(MODEL);
        }
        long next = life.commit();
        assertThat(next).isGreaterThan(before);
        life.checkAcknowledged();
        assertThat(found.list(Life.REGISTRY.resolve(MODEL).resolve("versions")))
                .as("no temporary file is left")
                .allMatch(name -> name.endsWith(".json"));
    }

    /** Faults 6 and 7: a full disk or a failing device at any operation fails that step, and only that. */
    @ParameterizedTest
    @EnumSource(Fault.class)
    void anErrorAnywhereFailsOneStepAndLosesNothing(Fault fault) throws IOException {
        int operations = operations() + 20;
        for (int seed = 0; seed < SEEDS; seed++) {
            for (int at = 0; at < operations; at++) {
                FaultyStorage storage = new FaultyStorage(seed).failAt(at, fault);
                Life life = new Life(seed);
                int failures = liveThrough(life, storage);
                assertThat(failures).as("one fault fails at most one step").isLessThanOrEqualTo(1);
                life.checkAcknowledged();
                assertThat(life.registry().latest(MODEL).orElseThrow().number()).isEqualTo(life.lastAcknowledged());
                FaultyStorage found = storage.crash(Unforced.MIXED, seed * 1_000L + at);
                life.start(found);
                life.checkAcknowledged();
                life.check(life.registry().newest(MODEL).orElseThrow());
            }
        }
    }

    private interface Step {
        void run() throws IOException;
    }

    private static int liveThrough(Life life, FaultyStorage storage) {
        Step commit = life::commit;
        Step move = () -> life.registry().moveAlias(MODEL, "champion", life.lastAcknowledged(), null, "test", "up");
        Step tag = () -> life.registry().tag(MODEL, "kept", life.lastAcknowledged());
        int failures = 0;
        if (!succeeds(() -> life.start(storage))) {
            failures++;
            assertThat(succeeds(() -> life.start(storage))).isTrue();
        }
        for (Step step : List.of(commit, commit, commit, move, commit, tag, commit, move, commit)) {
            if (!succeeds(step)) {
                failures++;
                assertThat(succeeds(step))
                        .as("works again once the fault is gone")
                        .isTrue();
            }
        }
        return failures;
    }

    private static boolean succeeds(Step step) {
        try {
            step.run();
            return true;
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("/");
            return false;
        }
    }
}
