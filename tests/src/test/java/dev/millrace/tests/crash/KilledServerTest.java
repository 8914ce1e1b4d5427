package dev.millrace.tests.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.registry.Mode;
import dev.millrace.registry.Registry;
import dev.millrace.registry.RegistryOptions;
import dev.millrace.stream.checkpoint.Checkpoint.PartKey;
import dev.millrace.stream.checkpoint.StoredCheckpoint;
import dev.millrace.stream.random.Random64;
import dev.millrace.stream.storage.DirectoryStorage;
import dev.millrace.stream.time.SystemClock;
import dev.millrace.tests.process.Client;
import dev.millrace.tests.process.MillraceProcess;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A hundred thousand events over HTTP to a server that is killed ten times on the way. Each request carries an idempotency
 * key and is repeated until it is answered, as a careful sender does. In the end every event has been learned and counted
 * once, and answers by version are what they were before.
 */
@Timeout(600)
class KilledServerTest {
    private static final int EVENTS = 100_000;
    private static final int BATCH = 250;
    private static final int KEYS = 1000;
    private static final int KILLS = 10;
    private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String PIPELINE = """
            pipeline: crash
            partitions: 4
            source: [http: {}]
            schema: {at: time, card: text, amount: number, merchant: text, fraud: boolean}
            time: {field: at}
            key: card
            features:
              amount:   {number: amount, scale: standard}
              merchant: {category: merchant, hash: 8}
              spend:    {window: amount, over: [1h, 24h], take: [count, mean], scale: standard}
              previous: {lag: amount, steps: 1, scale: standard}
            label: {field: fraud, classes: {true: fraud, false: fine}}
            learner: {logistic: {optimizer: sgd, rate: 0.01}}
            checkpoint: {every: 200ms, keep: {last: 10000}}
            reports:
              per-card: {window: {tumbling: 10s}, key: card, take: {n: count}}
            """;

    private final Client client = new Client();
    private final AtomicLong questionsAnswered = new AtomicLong();
    private final Map<Long, String> pinned = new LinkedHashMap<>();

    private Path folder;
    private MillraceProcess process;
    private volatile String address;

    @Test
    void everyEventCountsOnceThoughTheServerIsKilledTenTimes(@TempDir Path temporary) throws Exception {
        folder = temporary;
        Files.writeString(folder.resolve("pipeline.yaml"), PIPELINE);
        start();
        Asking asking = new Asking();
        asking.start();
        SortedSet<Integer> kills = moments();
        for (int batch = 0; batch < EVENTS / BATCH; batch++) {
            if (kills.contains(batch)) {
                pinSomeVersion();
                killWhileSending(batch);
            }
            send(batch);
        }
        asking.finish();
        assertThat(questionsAnswered).as("questions answered on the way").hasPositiveValue();
        sendTheEvent(EVENTS, "the-last", START.plus(Duration.ofDays(2)));
        await().atMost(Duration.ofMinutes(1))
                .until(() -> client.metric(address, "millrace_learner_labelled_events_total") > EVENTS);
        assertPinnedAnswersStand();
        assertThat(process.stop()).as("exit code of a graceful stop").isZero();
        assertThat(eventsLearned()).isEqualTo(EVENTS + 1);
        assertThat(perCard())
                .hasSize(KEYS)
                .allSatisfy((card, count) -> assertThat(count).isEqualTo(EVENTS / KEYS));
    }

    @AfterEach
    void endTheServer() {
        process.close();
    }

    /** Ten batches, by chance but the same each time. */
    private static SortedSet<Integer> moments() {
        Random64 random = new Random64(42);
        SortedSet<Integer> moments = new TreeSet<>();
        while (moments.size() < KILLS) {
            moments.add(10 + random.nextInt(EVENTS / BATCH - 10));
        }
        return moments;
    }

    private void start() throws Exception {
        process = MillraceProcess.start(
                folder, "run", "pipeline.yaml", "--port", "0", "--registry", "registry", "--workers", "2");
        address = process.address();
    }

    /** The kill falls somewhere into the request: before, while or after it becomes durable. */
    private void killWhileSending(int batch) throws Exception {
        Thread sender = new Thread(() -> {
            try {
                client.post(
                        events(),
                        body(batch),
                        "Content-Type",
                        "application/x-ndjson",
                        "Idempotency-Key",
                        "batch-" + batch);
            } catch (IOException | InterruptedException e) {
                Thread.currentThread().interrupt(); // the server is gone; the batch is sent again
            }
        });
        sender.start();
        LockSupport.parkNanos(Random64.mix(batch) >>> 40); // up to 17 ms into the request, the same each time
        process.kill();
        sender.join();
        long durableBefore = newestVersionRecords();
        start();
        double reread = client.metric(address, "millrace_journal_reread_records_total");
        double records = client.metric(address, "millrace_journal_records_total");
        assertThat(reread)
                .as("a restart reads again no more than what came since the last version")
                .isLessThanOrEqualTo(records - durableBefore);
    }

    private void send(int batch) throws Exception {
        HttpResponse<String> response = client.post(
                events(), body(batch), "Content-Type", "application/x-ndjson", "Idempotency-Key", "batch-" + batch);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(response.body().lines()).hasSize(BATCH);
    }

    private void sendTheEvent(int number, String card, Instant at) throws Exception {
        HttpResponse<String> response = client.post(events(), event(number, card, at));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    }

    private String events() {
        return address + "/v1/models/crash/events";
    }

    private static String body(int batch) {
        StringBuilder lines = new StringBuilder();
        for (int number = batch * BATCH; number < (batch + 1) * BATCH; number++) {
            lines.append(event(number, "c-" + number * 7919L % KEYS, START.plusMillis(number * 10L)))
                    .append('\n');
        }
        return lines.toString();
    }

    private static String event(int number, String card, Instant at) {
        long chance = Random64.mix(number);
        double amount = (chance >>> 40) / 1e5;
        boolean fraud = amount > 160 || chance % 50 == 0;
        return "{\"at\":\"" + at + "\",\"card\":\"" + card + "\",\"amount\":" + amount + ",\"merchant\":\"m-"
                + Math.floorMod(chance, 20) + "\",\"fraud\":" + fraud + "}";
    }

    /** Keeps what three versions answer that differ from each other, to compare after restarts. */
    private void pinSomeVersion() throws Exception {
        if (pinned.size() == 3) {
            return;
        }
        long version = newestVersion();
        if (version == 0) {
            return;
        }
        String answer = answerOf(version);
        if (pinned.values().stream().noneMatch(known -> probabilities(known).equals(probabilities(answer)))) {
            pinned.put(version, answer);
        }
    }

    private void assertPinnedAnswersStand() throws Exception {
        assertThat(pinned).as("versions whose answers differ").hasSize(3);
        for (Map.Entry<Long, String> entry : pinned.entrySet()) {
            assertThat(answerOf(entry.getKey())).isEqualTo(entry.getValue());
        }
    }

    private static String probabilities(String answer) {
        try {
            return JSON.readTree(answer).get("probabilities").toString();
        } catch (IOException e) {
            throw new IllegalStateException(answer, e);
        }
    }

    private String answerOf(long version) throws Exception {
        HttpResponse<String> response = client.post(
                address + "/v1/models/crash/predict?version=" + version,
                "{\"card\":\"c-17\",\"amount\":99.5,\"merchant\":\"m-3\"}");
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return response.body();
    }

    /** 0 if there is none yet. */
    private long newestVersion() throws Exception {
        JsonNode page = Client.json(client.get(address + "/v1/models/crash/versions?limit=1"));
        JsonNode versions = page.has("versions") ? page.get("versions") : page;
        return versions.isEmpty() ? 0 : versions.get(0).get("version").asLong();
    }

    /** Journal records that the newest committed version has taken, read from the registry while nobody runs. */
    private long newestVersionRecords() throws IOException {
        Path versions = folder.resolve("registry/crash/versions");
        if (!Files.isDirectory(versions)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(versions)) {
            Path newest = files.filter(file -> file.toString().endsWith(".json"))
                    .max(Path::compareTo)
                    .orElse(null);
            if (newest == null) {
                return 0;
            }
            String text = Files.readString(newest);
            JsonNode records = JSON.readTree(text).findValue("records");
            return records == null ? 0 : records.asLong();
        }
    }

    /** Labelled events in the model's newest version, over all partitions. */
    private long eventsLearned() throws IOException {
        try (Registry registry = Registry.open(
                folder.resolve("registry"),
                new DirectoryStorage(),
                new SystemClock(),
                Mode.READ,
                RegistryOptions.defaults())) {
            StoredCheckpoint newest = registry.newest("crash").orElseThrow();
            long learned = 0;
            for (int partition = 0; partition < newest.partitions(); partition++) {
                Object fact = newest.facts(new PartKey("learn", partition)).get("eventsLearned");
                learned += ((Number) fact).longValue();
            }
            return learned;
        }
    }

    /** Events per card over all the windows that the report has written. */
    private Map<String, Long> perCard() throws IOException {
        Map<String, Long> counts = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder.resolve("registry/crash/reports"))) {
            for (Path file : files.toList()) {
                for (String line : Files.readAllLines(file)) {
                    JsonNode window = JSON.readTree(line);
                    counts.merge(window.get("key").asText(), window.get("n").asLong(), Long::sum);
                }
            }
        }
        return counts;
    }

    /** Asks all the time; while the server is away nobody answers, and that is fine. */
    private final class Asking {
        private final Thread thread = new Thread(this::ask);
        private volatile boolean running = true;

        void start() {
            thread.start();
        }

        void finish() throws InterruptedException {
            running = false;
            thread.join();
        }

        private void ask() {
            Client own = new Client();
            for (long number = 0; running; number++) {
                try {
                    HttpResponse<String> response = own.post(
                            address + "/v1/models/crash/predict",
                            "{\"card\":\"c-" + number % KEYS + "\",\"amount\":12.5,\"merchant\":\"m-1\"}");
                    if (response.statusCode() == 200) {
                        questionsAnswered.incrementAndGet();
                    }
                } catch (IOException e) {
                    Thread.onSpinWait(); // the server is away
                } catch (InterruptedException e) {
                    return;
                }
            }
        }
    }
}
