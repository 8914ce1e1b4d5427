package dev.millrace.serving;

import dev.millrace.serving.http.Limits;
import java.util.Objects;

/**
 * Settings of the server.
 *
 * @param host address to bind; loopback unless {@code allowPublic}
 * @param port to bind; 0 for any that is free
 * @param allowPublic whether an address that others can reach may be bound: there is no authentication
 * @param eventLoops threads that handle requests
 * @param limits what requests may take
 * @param cachedVersions versions of each model that are kept loaded for questions by version or alias
 * @param sampleMillis how often the models are sampled for the page and for metrics
 * @param answerMillis how long {@code ?answer=true} waits for the stream's prediction once an event is durable
 */
public record ServerOptions(
        String host,
        int port,
        boolean allowPublic,
        int eventLoops,
        Limits limits,
        int cachedVersions,
        long sampleMillis,
        long answerMillis) {

    /** Port 8080 of the loopback address; one event loop per two processors, since partitions need the others. */
    public static ServerOptions defaults() {
        int loops = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        return new ServerOptions("127.0.0.1", 8080, false, loops, Limits.DEFAULT, 8, 1000, 5000);
    }

    public ServerOptions {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(limits, "limits");
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("a port is 0 to 65535, got " + port + "; set --port");
        }
        if (eventLoops < 1 || cachedVersions < 1 || sampleMillis < 1 || answerMillis < 1) {
            throw new IllegalArgumentException("event loops, cached versions, the sampling interval and the wait for"
                    + " answers are positive, got " + eventLoops + ", " + cachedVersions + ", " + sampleMillis + " ms, "
                    + answerMillis + " ms");
        }
    }

    public ServerOptions withAddress(String newHost, int newPort) {
        return new ServerOptions(
                newHost, newPort, allowPublic, eventLoops, limits, cachedVersions, sampleMillis, answerMillis);
    }

    public ServerOptions withPublicAddress(boolean allowed) {
        return new ServerOptions(host, port, allowed, eventLoops, limits, cachedVersions, sampleMillis, answerMillis);
    }

    public ServerOptions withEventLoops(int loops) {
        return new ServerOptions(host, port, allowPublic, loops, limits, cachedVersions, sampleMillis, answerMillis);
    }

    public ServerOptions withLimits(Limits newLimits) {
        return new ServerOptions(
                host, port, allowPublic, eventLoops, newLimits, cachedVersions, sampleMillis, answerMillis);
    }

    public ServerOptions withSampling(long millis) {
        return new ServerOptions(host, port, allowPublic, eventLoops, limits, cachedVersions, millis, answerMillis);
    }

    public ServerOptions withAnswerWait(long millis) {
        return new ServerOptions(host, port, allowPublic, eventLoops, limits, cachedVersions, sampleMillis, millis);
    }
}
