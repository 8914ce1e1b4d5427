package dev.millrace.serving.http;

import io.vertx.core.http.HttpMethod;
import java.util.Set;

/**
 * An address and what is done there.
 *
 * @param method GET, POST or PUT; GET answers HEAD too
 * @param path a segment that begins with a colon matches any and gives its value that name
 * @param parameters the query parameters that it knows; any other is refused, since a misspelt one would be ignored
 * @param action what is done
 */
public record Call(HttpMethod method, String path, Set<String> parameters, Action action) {

    /** Answers a request, now or later. What it throws is answered as a problem. */
    @FunctionalInterface
    public interface Action {
        void handle(Exchange exchange);
    }

    public static Call get(String path, Action action, String... parameters) {
        return new Call(HttpMethod.GET, path, Set.of(parameters), action);
    }

    public static Call post(String path, Action action, String... parameters) {
        return new Call(HttpMethod.POST, path, Set.of(parameters), action);
    }

    public static Call put(String path, Action action, String... parameters) {
        return new Call(HttpMethod.PUT, path, Set.of(parameters), action);
    }

    /** The path as people write it, and as it names the call's metrics: {@code /v1/models/{m}}. */
    public String pattern() {
        return path.replaceAll(":(\\w+)", "{$1}");
    }

    /** Whether it is answered while the server stops. */
    boolean isHealth() {
        return path.startsWith("/health/") || path.startsWith("/v2/health/");
    }
}
