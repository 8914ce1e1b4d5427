package dev.millrace.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.stream.storage.Fault;
import dev.millrace.stream.storage.FaultyStorage;
import dev.millrace.stream.storage.Operation;
import dev.millrace.stream.time.SystemClock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Faults below and around the server, and what the sender of a request is told. */
class FaultsTest {
    private static final String EVENT = "{\"card\":\"c-1\",\"at\":5000,\"amount\":400,\"merchant\":\"travel\"}";

    @TempDir
    Path directory;

    @Test
    void aFullDiskRefusesEventsAndQuestionsAreStillAnswered() throws Exception {
        FaultyStorage storage = new FaultyStorage(1);
        try (Bench bench = new Bench(directory, storage, Bench.options())) {
            bench.teach(40);
            storage.failNext(operation -> operation.kind() == Operation.Kind.WRITE, Fault.DISK_FULL);
            Bench.Answer refused = bench.events(EVENT);
            assertThat(refused.status()).as(refused.text()).isEqualTo(507);
            assertThat(refused.json().get("type").asText()).endsWith("/journal-full");
            assertThat(bench.predict(EVENT).status()).isEqualTo(200);
            assertThat(bench.events(EVENT).status()).as("once there is room").isEqualTo(200);
        }
    }

    @Test
    void aFailedForceRefusesEventsForAWhile() throws Exception {
        FaultyStorage storage = new FaultyStorage(1);
        try (Bench bench = new Bench(directory, storage, Bench.options())) {
            bench.teach(40);
            storage.failNext(operation -> operation.kind() == Operation.Kind.FORCE, Fault.IO_ERROR);
            Bench.Answer refused = bench.events(EVENT);
            assertThat(refused.status()).as(refused.text()).isEqualTo(503);
            assertThat(refused.json().get("type").asText()).endsWith("/journal-refuses");
            assertThat(refused.header("retry-after")).isNotNull();
            assertThat(bench.predict(EVENT).status()).isEqualTo(200);
        }
    }

    @Test
    void aPortInUseIsSaid() throws Exception {
        try (Bench bench = new Bench(directory)) {
            ServerOptions taken = ServerOptions.defaults().withAddress("127.0.0.1", bench.server.port());
            assertThatThrownBy(() -> Server.start(taken, List.of(), new SystemClock()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("port " + bench.server.port())
                    .hasMessageContaining("--port");
        }
    }

    @Test
    void aPublicAddressNeedsAFlag() {
        ServerOptions everywhere = ServerOptions.defaults().withAddress("0.0.0.0", 0);
        assertThatThrownBy(() -> Server.start(everywhere, List.of(), new SystemClock()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no authentication");
    }
}
