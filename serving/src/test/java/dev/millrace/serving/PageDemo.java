package dev.millrace.serving;

import dev.millrace.stream.random.Random64;
import dev.millrace.stream.storage.DirectoryStorage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Serves the page over a small model that learns, for looking at it in a browser: {@code PageDemo [port]}. */
final class PageDemo {
    private static final int PER_STEP = 60;

    private PageDemo() {}

    /** Runs until the process is ended. */
    public static void main(String[] arguments) throws Exception {
        int port = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 8080;
        Path directory = Files.createTempDirectory("millrace-page");
        Bench bench = new Bench(
                directory,
                new DirectoryStorage(),
                ServerOptions.defaults().withAddress("127.0.0.1", port).withSampling(1000));
        ScheduledExecutorService steps = Executors.newSingleThreadScheduledExecutor();
        Random64 random = new Random64(7);
        long[] step = {0};
        steps.scheduleAtFixedRate(
                () -> bench.post("/v1/models/fraud/events", payments(random, step[0]++)),
                0,
                100,
                TimeUnit.MILLISECONDS);
        steps.scheduleAtFixedRate(bench::commit, 2, 2, TimeUnit.SECONDS);
        steps.scheduleAtFixedRate(
                () -> bench.predict("{\"card\":\"c-1\",\"amount\":400,\"merchant\":\"travel\"}"),
                1000,
                50,
                TimeUnit.MILLISECONDS);
    }

    /** A few labelled payments; the pattern of fraud turns round every 20 seconds. */
    private static String payments(Random64 random, long step) {
        StringBuilder body = new StringBuilder("[");
        boolean turned = step / 200 % 2 == 1;
        for (int i = 0; i < PER_STEP; i++) {
            boolean fraud = random.nextDouble() < 0.06;
            boolean large = random.nextDouble() < 0.15 ? !fraud : fraud;
            double amount = (large != turned ? 300 : 30) * (0.5 + random.nextDouble());
            body.append(i == 0 ? "" : ",")
                    .append("{\"card\":\"c-")
                    .append(i % 23)
                    .append("\",\"at\":")
                    .append(1_772_000_000_000L + step * 60_000 + i * 900L)
                    .append(",\"amount\":")
                    .append(amount)
                    .append(",\"merchant\":\"")
                    .append(random.nextDouble() < 0.5 ? "food" : fraud ? "travel" : "fuel")
                    .append("\",\"fraud\":\"")
                    .append(fraud)
                    .append("\"}");
        }
        return body.append(']').toString();
    }
}
