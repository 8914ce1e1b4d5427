package dev.millrace.stream.journal;

import static dev.millrace.stream.journal.JournalFixture.OPTIONS;
import static dev.millrace.stream.journal.JournalFixture.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.stream.storage.Fault;
import dev.millrace.stream.storage.FaultyStorage.Unforced;
import dev.millrace.stream.storage.Operation.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IdempotencyTest {
    private static final long DAY = 24 * 3_600_000L;

    private final JournalFixture fixture = new JournalFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void aRepeatedRequestGetsTheFirstOnesPlace() throws Throwable {
        fixture.open();
        fixture.append("before");
        assertThat(fixture.appendOnce("k", "body")).isEqualTo(new Appended(1, 1, false));
        fixture.append("between");
        assertThat(fixture.appendOnce("k", "body")).isEqualTo(new Appended(1, 1, true));
        assertThat(fixture.records()).containsExactly("before", "body", "between");
    }

    @Test
    void anotherBodyUnderTheSameKeyIsAConflict() throws Throwable {
        fixture.open();
        fixture.appendOnce("k", "body");
        assertThatThrownBy(() -> fixture.appendOnce("k", "other")).isInstanceOf(IdempotencyConflict.class);
        fixture.afterCrash(Unforced.LOST);
        assertThatThrownBy(() -> fixture.appendOnce("k", "other")).isInstanceOf(IdempotencyConflict.class);
        assertThat(fixture.records()).containsExactly("body");
    }

    @Test
    void aDuplicateWaitsForTheForceOfTheFirst() throws Throwable {
        fixture.open();
        List<CompletableFuture<Appended>> answers = new ArrayList<>();
        fixture.whileHeld("held", () -> {
            answers.add(fixture.sendOnce("k", "body"));
            answers.add(fixture.send("other"));
            answers.add(fixture.sendOnce("k", "body"));
            answers.add(fixture.sendOnce("k", "another body"));
        });
        assertThat(answer(answers.get(0))).isEqualTo(new Appended(1, 1, false));
        assertThat(answer(answers.get(1))).isEqualTo(new Appended(2, 1, false));
        assertThat(answer(answers.get(2))).isEqualTo(new Appended(1, 1, true));
        assertThatThrownBy(() -> answer(answers.get(3))).isInstanceOf(IdempotencyConflict.class);
    }

    @Test
    void aRefusedRequestLeavesItsKeyFree() throws Throwable {
        fixture.options(OPTIONS.resumeAfter(0)).open();
        List<CompletableFuture<Appended>> answers = new ArrayList<>();
        fixture.whileHeld("held", () -> {
            fixture.storage.failNext(Kind.FORCE, Fault.IO_ERROR);
            answers.add(fixture.sendOnce("k", "body"));
            answers.add(fixture.sendOnce("k", "body"));
        });
        for (CompletableFuture<Appended> answer : answers) {
            assertThatThrownBy(() -> answer(answer)).isInstanceOf(JournalFailed.class);
        }
        assertThat(fixture.appendOnce("k", "body")).isEqualTo(new Appended(1, 1, false));
    }

    @Test
    void aDuplicateIsAnsweredThoughTheDiskIsFull() throws Throwable {
        fixture.open();
        fixture.appendOnce("k", "body");
        fixture.storage.capacity(0);
        assertThatThrownBy(() -> fixture.append("x")).isInstanceOf(JournalFull.class);
        assertThat(fixture.appendOnce("k", "body").duplicate()).isTrue();
    }

    @Test
    void keysAreKnownAfterARestartFromAllSegmentsOfTheLastDay() throws Throwable {
        fixture.options(OPTIONS.segmentBytes(1)).open();
        fixture.appendOnce("old", "old body");
        fixture.clock.advanceMillis(DAY - 10);
        fixture.appendOnce("k", "body");
        fixture.append("no key");
        fixture.afterCrash(5);
        assertThat(fixture.appendOnce("old", "old body")).isEqualTo(new Appended(0, 1, true));
        assertThat(fixture.appendOnce("k", "body")).isEqualTo(new Appended(1, 1, true));
        fixture.clock.advanceMillis(11);
        assertThat(fixture.appendOnce("old", "old body")).isEqualTo(new Appended(3, 1, false));
        fixture.clock.advanceMillis(DAY + 1);
        fixture.afterClose();
        assertThat(fixture.appendOnce("k", "another body")).isEqualTo(new Appended(4, 1, false));
    }

    @Test
    void theNumberOfKeysIsBounded() throws Throwable {
        fixture.options(OPTIONS.segmentBytes(150).idempotency(DAY, 3)).open();
        for (int i = 0; i < 10; i++) {
            fixture.appendOnce("k" + i, "body" + i);
        }
        for (int restart = 0; restart < 2; restart++) {
            for (int i = 7; i < 10; i++) {
                assertThat(fixture.appendOnce("k" + i, "body" + i)).isEqualTo(new Appended(i, 1, true));
            }
            fixture.afterClose();
        }
        assertThat(fixture.appendOnce("k0", "body0").duplicate()).isFalse();
    }

    @Test
    void theTableHoldsItsYoungestHoweverManyComeAndGo() {
        int most = 5_000;
        IdempotencyTable table = new IdempotencyTable(most, 1_000_000);
        for (int i = 0; i < 40_000; i++) {
            table.add(key(i), JournalFixture.hash("b" + i), i, 1, i);
            if (i % 997 == 0) {
                assertThat(table.find(key(i), i)).isNotNegative();
                assertThat(table.find(key(i - most), i)).isNegative();
                int oldest = Math.max(0, i - most + 1);
                int place = table.find(key(oldest), i);
                assertThat(table.appended(place).firstOffset()).isEqualTo(oldest);
                assertThat(table.hasBody(place, JournalFixture.hash("b" + oldest)))
                        .isTrue();
                assertThat(table.hasBody(place, JournalFixture.hash("other"))).isFalse();
            }
        }
        for (int i = 35_000; i < 40_000; i++) {
            assertThat(table.appended(table.find(key(i), 40_000)).firstOffset()).isEqualTo(i);
        }
        assertThat(table.find(key(39_999), 2_000_000)).isNegative();
        assertThat(table.size()).isZero();
    }

    private static byte[] key(int i) {
        return ("key " + i).getBytes(StandardCharsets.UTF_8);
    }
}
