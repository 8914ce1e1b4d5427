package dev.millrace.serving.http;

import dev.millrace.serving.metrics.RequestMetrics;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Finds the call of a request, in the calls' order: the first is found soonest. What no call answers gets 404 or 405.
 * Threading: one event loop.
 */
public final class CallRouter implements Handler<HttpServerRequest> {
    private record Route(Call call, RoutePattern pattern, RequestMetrics.OfRoute figures) {
        boolean takes(HttpMethod method) {
            return call.method().equals(method)
                    || call.method().equals(HttpMethod.GET) && method.equals(HttpMethod.HEAD);
        }
    }

    private final Loop loop;
    private final List<Route> routes = new ArrayList<>();
    private final RequestMetrics.OfRoute elsewhere;

    private CallRouter(Loop loop, RequestMetrics metrics) {
        this.loop = loop;
        this.elsewhere = metrics.route("any", "unmatched");
    }

    public static CallRouter of(Loop loop, List<Call> calls, RequestMetrics metrics) {
        CallRouter all = new CallRouter(loop, metrics);
        for (Call call : calls) {
            RequestMetrics.OfRoute figures = metrics.route(call.method().name(), call.pattern());
            all.routes.add(new Route(call, new RoutePattern(call.path()), figures));
        }
        return all;
    }

    @Override
    public void handle(HttpServerRequest request) {
        String path = request.path();
        for (int i = 0; i < routes.size() && path != null; i++) {
            Route route = routes.get(i);
            if (route.takes(request.method())) {
                String[] segments = route.pattern().match(path);
                if (segments != null) {
                    Exchange exchange =
                            new Exchange(request, loop, route.call(), route.pattern(), segments, route.figures());
                    begin(exchange, request, segments);
                    return;
                }
            }
        }
        new Exchange(request, loop, null, null, null, elsewhere).fail(unanswered(request, path == null ? "" : path));
    }

    private static void begin(Exchange exchange, HttpServerRequest request, String[] segments) {
        if (request.version() == HttpVersion.HTTP_1_1 && request.authority() == null) {
            exchange.fail(new Problem(
                    ProblemKind.MALFORMED,
                    "the request cannot be read: an HTTP/1.1 request needs a valid 'Host' header"));
            return;
        }
        for (int i = 0; i < segments.length; i++) {
            segments[i] = RoutePattern.decoded(segments[i]);
            if (segments[i] == null) {
                exchange.fail(malformedAddress());
                return;
            }
        }
        exchange.begin();
    }

    private Problem unanswered(HttpServerRequest request, String path) {
        if (RoutePattern.decoded(path) == null) {
            return malformedAddress();
        }
        TreeSet<String> methods = new TreeSet<>();
        for (Route route : routes) {
            if (route.pattern().match(path) != null) {
                methods.add(route.call().method().name());
            }
        }
        if (methods.isEmpty()) {
            return new Problem(
                    ProblemKind.NOT_FOUND, "nothing at '" + shortened(path) + "'; models are listed at /v1/models");
        }
        String allowed = String.join(", ", methods);
        return new Problem(
                        ProblemKind.METHOD_NOT_ALLOWED,
                        "'" + shortened(path) + "' does not take " + request.method() + "; it takes " + allowed)
                .header("Allow", allowed);
    }

    static Problem malformedAddress() {
        return new Problem(
                ProblemKind.MALFORMED,
                "the address is not well formed; after a '%' come two hexadecimal digits, and '%' itself is '%25'");
    }

    private static String shortened(String text) {
        return text.length() <= 200 ? text : text.substring(0, 200) + "…";
    }
}
