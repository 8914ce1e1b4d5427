package dev.millrace.serving.http;

import dev.millrace.serving.metrics.RequestMetrics;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds the route of a request. What no route answers gets 404 or 405, and while the server stops everything but
 * health gets 503. Threading: one event loop.
 */
public final class Router implements Handler<HttpServerRequest> {
    private record Entry(Route route, RequestMetrics.OfRoute metrics) {}

    private final Loop loop;
    private final List<Entry> entries = new ArrayList<>();
    private final RequestMetrics.OfRoute elsewhere;

    public Router(Loop loop, List<Route> routes, RequestMetrics metrics) {
        this.loop = loop;
        for (Route route : routes) {
            entries.add(new Entry(route, metrics.route(route.method(), route.path())));
        }
        this.elsewhere = metrics.route("any", "unmatched");
    }

    @Override
    public void handle(HttpServerRequest request) {
        String path = request.path();
        if (path == null || !path.startsWith("/")) {
            refuse(request, new Problem(ProblemKind.NOT_FOUND, "an address begins with '/'"));
            return;
        }
        List<String> segments = Route.segmentsOf(path);
        String method = request.method().equals(HttpMethod.HEAD)
                ? "GET"
                : request.method().name();
        TreeSet<String> others = null;
        for (Entry entry : entries) {
            if (entry.route.fits(segments)) {
                if (entry.route.method().equals(method)) {
                    run(request, entry, segments);
                    return;
                }
                others = others == null ? new TreeSet<>() : others;
                others.add(entry.route.method());
            }
        }
        refuse(request, others == null ? nothingAt(path) : wrongMethod(path, method, others));
    }

    private void run(HttpServerRequest request, Entry entry, List<String> segments) {
        if (loop.isStopping() && !entry.route.path().startsWith("/health/")) {
            refuse(
                    request,
                    new Problem(
                                    ProblemKind.STOPPING,
                                    "the server is stopping; ask another, or this one once it is back")
                            .retryAfterSeconds(2)
                            .header("Connection", "close"));
            return;
        }
        new Exchange(request, loop, entry.route, segments, entry.metrics).begin();
    }

    private static Problem nothingAt(String path) {
        return new Problem(
                ProblemKind.NOT_FOUND, "nothing at '" + shortened(path) + "'; models are listed at /v1/models");
    }

    private static Problem wrongMethod(String path, String method, Set<String> others) {
        return new Problem(
                        ProblemKind.METHOD_NOT_ALLOWED,
                        "'" + shortened(path) + "' does not take " + method + "; it takes " + String.join(", ", others))
                .header("Allow", String.join(", ", others));
    }

    private static String shortened(String text) {
        return text.length() <= 200 ? text : text.substring(0, 200) + "…";
    }

    private void refuse(HttpServerRequest request, Problem problem) {
        new Exchange(request, loop, null, List.of(), elsewhere).fail(problem);
    }
}
